-- A sample shop is an account of its own that belongs to another account, which has at most one. Until
-- it is finished nobody else is told of it. Whoever looks at it keeps the session of their own account:
-- it names the sample shop, and is as before once that is removed.
ALTER TABLE accounts
  ADD COLUMN sample_of text UNIQUE REFERENCES accounts (id) ON DELETE CASCADE,
  ADD COLUMN sample_ready_at timestamptz;

ALTER TABLE sessions ADD COLUMN sample text REFERENCES accounts (id) ON DELETE SET NULL;
CREATE INDEX sessions_by_sample ON sessions (sample) WHERE sample IS NOT NULL;

-- Accounts of their own come first, oldest first.
CREATE OR REPLACE FUNCTION list_accounts()
  RETURNS TABLE (account text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id FROM accounts a WHERE a.sample_of IS NULL OR a.sample_ready_at IS NOT NULL
  ORDER BY a.sample_of IS NOT NULL, a.created_at, a.id
$$;

-- The sample shop of an account.
CREATE FUNCTION find_sample(owner text)
  RETURNS TABLE (account text, ready boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.sample_ready_at IS NOT NULL FROM accounts a WHERE a.sample_of = owner
$$;

-- For boot: sample shops that were not finished.
CREATE FUNCTION list_unfinished_samples()
  RETURNS TABLE (account text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id FROM accounts a WHERE a.sample_of IS NOT NULL AND a.sample_ready_at IS NULL
$$;

DROP FUNCTION find_session(bytea);
CREATE FUNCTION find_session(wanted bytea)
  RETURNS TABLE (account text, user_id text, by_link boolean, renewed_at timestamptz, expires_at timestamptz, created_at timestamptz, sample text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.account, s.user_id, s.by_link, s.renewed_at, s.expires_at, s.created_at, s.sample
  FROM sessions s WHERE s.token_hash = wanted
$$;
REVOKE EXECUTE ON FUNCTION find_sample, list_unfinished_samples, find_session FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_sample, list_unfinished_samples, find_session TO opportune_app;
