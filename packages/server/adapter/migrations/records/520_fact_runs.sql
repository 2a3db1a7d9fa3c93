-- Which batches of facts count in a cluster. A process numbers its batches, stores each in ClickHouse, and
-- commits its number here. PostgreSQL takes nothing from a process that was removed. So of a run that has
-- ended, the rows up to the last committed batch count; ClickHouse may still take later ones, which are stale.
CREATE TABLE fact_runs (
  run text PRIMARY KEY CHECK (length(run) <= 64),
  name text NOT NULL CHECK (length(name) <= 64),
  through bigint NOT NULL DEFAULT 0,
  ended_at timestamptz
) WITH (fillfactor = 50);
CREATE INDEX fact_runs_of_name ON fact_runs (name);
REVOKE ALL ON fact_runs FROM PUBLIC;
ALTER TABLE fact_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE fact_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY of_no_account ON fact_runs TO opportune_app USING (false);
CREATE POLICY of_owner ON fact_runs TO CURRENT_USER USING (true) WITH CHECK (true);

-- Ends all runs under a name, before a process begins another. A commit that is under way is waited for.
CREATE FUNCTION end_fact_runs(of_name text) RETURNS TABLE (run text, through bigint, ended_at timestamptz)
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE fact_runs SET ended_at = coalesce(fact_runs.ended_at, now()) WHERE name = of_name
  RETURNING fact_runs.run, fact_runs.through, fact_runs.ended_at
$$;

CREATE FUNCTION begin_fact_run(of_name text, new_run text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO fact_runs (run, name) VALUES (new_run, of_name) ON CONFLICT DO NOTHING
$$;

-- Whether the batch counts: its run has not ended.
CREATE FUNCTION commit_fact_batch(of_run text, number bigint) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH done AS (
    UPDATE fact_runs SET through = greatest(through, number) WHERE run = of_run AND ended_at IS NULL RETURNING 1
  )
  SELECT EXISTS (SELECT FROM done)
$$;

-- Once no stale row of it is left.
CREATE FUNCTION forget_fact_run(of_run text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM fact_runs WHERE run = of_run AND ended_at IS NOT NULL
$$;

REVOKE EXECUTE ON FUNCTION end_fact_runs, begin_fact_run, commit_fact_batch, forget_fact_run FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_fact_runs, begin_fact_run, commit_fact_batch, forget_fact_run TO opportune_app;
