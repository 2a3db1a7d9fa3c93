-- Leases that a process left when it died. Its successor in the same data folder frees them. The name of
-- a lease begins with its holder.
CREATE INDEX jobs_by_lease ON jobs (lease text_pattern_ops) WHERE lease IS NOT NULL;

-- `begun`: a job that was begun more often keeps its lease.
CREATE FUNCTION free_job_leases(held_by text, held_in bigint, begun integer)
  RETURNS bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH freed AS (
    UPDATE jobs SET lease = NULL, leased_until = NULL
    WHERE lease ^@ held_by AND lease IS NOT NULL AND state = 'waiting'
      AND coalesce(epoch, 0) <= held_in AND attempts <= begun
    RETURNING 1
  )
  SELECT count(*) FROM freed
$$;

GRANT EXECUTE ON FUNCTION free_job_leases TO opportune_app;
