-- API tokens, and programs: agents without address and password, who act by their tokens alone. Of a
-- token its SHA-256 is stored, which finds it.

ALTER TABLE users
  ADD COLUMN kind text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'program')),
  ALTER COLUMN email DROP NOT NULL,
  ADD CONSTRAINT users_signing_in CHECK (
    CASE kind WHEN 'person' THEN email IS NOT NULL
      ELSE email IS NULL AND password_hash IS NULL AND role = 'agent' END);

CREATE TABLE api_tokens (
  account text NOT NULL,
  id text NOT NULL,
  user_id text NOT NULL,
  name text NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  hint text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, user_id) REFERENCES users (account, id) ON DELETE CASCADE
);
CREATE INDEX api_tokens_by_user ON api_tokens (account, user_id);
SELECT protect_table('api_tokens');

CREATE FUNCTION find_api_token(wanted bytea)
  RETURNS TABLE (account text, id text, user_id text, scopes text[], expires_at timestamptz, last_used_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.account, t.id, t.user_id, t.scopes, t.expires_at, t.last_used_at
  FROM api_tokens t WHERE t.token_hash = wanted
$$;
REVOKE EXECUTE ON FUNCTION find_api_token FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_api_token TO opportune_app;
