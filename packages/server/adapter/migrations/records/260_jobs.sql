-- What must be done once and survives any crash: jobs, each under a lease while somebody does it. Jobs
-- of one key wait for each other; `is_first` is the one of them whose turn it is.
CREATE TABLE jobs (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  -- The order of their making, within a key.
  number bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  key text NOT NULL CHECK (length(key) <= 200),
  payload jsonb NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
  is_first boolean NOT NULL,
  made_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  deadline_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- Whose it is until then. The epoch is of whoever had it last.
  lease text,
  leased_until timestamptz,
  epoch bigint,
  -- Of the last attempt that failed.
  reason text,
  over_at timestamptz,
  PRIMARY KEY (account, id),
  CHECK ((lease IS NULL) = (leased_until IS NULL)),
  CHECK ((state = 'waiting') = (over_at IS NULL))
);
-- A lease that lapsed is due again at its end.
CREATE INDEX jobs_by_due ON jobs (account, (greatest(due_at, leased_until)))
  WHERE state = 'waiting' AND is_first;
CREATE INDEX jobs_by_key ON jobs (account, key, number) WHERE state = 'waiting';
CREATE UNIQUE INDEX jobs_one_first ON jobs (account, key) WHERE state = 'waiting' AND is_first;
CREATE INDEX jobs_over ON jobs (state, over_at) WHERE state <> 'waiting';
CREATE INDEX jobs_dead ON jobs (account, over_at, id) WHERE state = 'dead';
SELECT protect_table('jobs');

-- Which accounts have a job that may be taken now, longest due first. It steps from account to account,
-- so that it costs the same however many jobs one of them has.
CREATE FUNCTION accounts_with_due_jobs(now timestamptz, most integer)
  RETURNS TABLE (account text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE earliest AS (
    (SELECT j.account, greatest(j.due_at, j.leased_until) AS at FROM jobs AS j
     WHERE j.state = 'waiting' AND j.is_first
     ORDER BY j.account, greatest(j.due_at, j.leased_until) LIMIT 1)
    UNION ALL
    SELECT next.account, next.at FROM earliest CROSS JOIN LATERAL (
      SELECT j.account, greatest(j.due_at, j.leased_until) AS at FROM jobs AS j
      WHERE j.state = 'waiting' AND j.is_first AND j.account > earliest.account
      ORDER BY j.account, greatest(j.due_at, j.leased_until) LIMIT 1) AS next
  )
  SELECT e.account FROM earliest AS e WHERE e.at <= now ORDER BY e.at, e.account LIMIT most
$$;

-- Figures of all accounts together.
CREATE FUNCTION job_figures()
  RETURNS TABLE (waiting bigint, dead bigint, oldest_due timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (SELECT count(*) FROM jobs WHERE state = 'waiting'),
    (SELECT count(*) FROM jobs WHERE state = 'dead'),
    (SELECT min(greatest(due_at, leased_until)) FROM jobs WHERE state = 'waiting' AND is_first)
$$;

-- Removes some of what is over; answers how many.
CREATE FUNCTION forget_jobs(done_before timestamptz, dead_before timestamptz, most integer)
  RETURNS bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH old AS (
    SELECT account, id FROM jobs
    WHERE (state = 'done' AND over_at < done_before) OR (state = 'dead' AND over_at < dead_before)
    LIMIT most FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM jobs USING old WHERE jobs.account = old.account AND jobs.id = old.id RETURNING 1
  )
  SELECT count(*) FROM gone
$$;

GRANT EXECUTE ON FUNCTION accounts_with_due_jobs, job_figures, forget_jobs TO opportune_app;
