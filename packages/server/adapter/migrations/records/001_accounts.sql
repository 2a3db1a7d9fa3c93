-- Accounts, their users and keys, their sites, sections and goals, and every version of the
-- configuration that decisions depend on. Secrets are stored as SHA-256 only.

CREATE TABLE accounts (
  id text PRIMARY KEY,
  settings jsonb NOT NULL,
  salt text NOT NULL,
  server_trust_in_use boolean NOT NULL DEFAULT false,
  configuration_version integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL
);
SELECT protect_table('accounts', 'id');

CREATE TABLE users (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('administrator', 'manager', 'agent')),
  room integer NOT NULL,
  disabled boolean NOT NULL DEFAULT false,
  password_hash text,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz,
  PRIMARY KEY (account, id)
);
CREATE UNIQUE INDEX users_by_email_in_account ON users (account, lower(email));
CREATE INDEX users_by_email ON users (lower(email));
SELECT protect_table('users');

CREATE TABLE sessions (
  token_hash bytea PRIMARY KEY,
  account text NOT NULL,
  user_id text NOT NULL,
  by_link boolean NOT NULL,
  created_at timestamptz NOT NULL,
  renewed_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  FOREIGN KEY (account, user_id) REFERENCES users (account, id) ON DELETE CASCADE
);
CREATE INDEX sessions_by_user ON sessions (account, user_id);
SELECT protect_table('sessions');

-- One-time links: the first start, an invitation, a reset.
CREATE TABLE sign_in_links (
  code_hash bytea PRIMARY KEY,
  account text NOT NULL,
  user_id text NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('first', 'invitation', 'reset')),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  FOREIGN KEY (account, user_id) REFERENCES users (account, id) ON DELETE CASCADE
);
CREATE INDEX sign_in_links_by_user ON sign_in_links (account, user_id);
SELECT protect_table('sign_in_links');

-- Answers to POST requests that carried an idempotency key, sealed with that key.
CREATE TABLE idempotent_requests (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  key_hash bytea NOT NULL,
  request_hash bytea NOT NULL,
  begun_at timestamptz NOT NULL,
  status integer,
  sealed_body bytea,
  PRIMARY KEY (account, key_hash)
);
CREATE INDEX idempotent_requests_by_age ON idempotent_requests (account, begun_at);
SELECT protect_table('idempotent_requests');

CREATE TABLE sites (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  settings jsonb NOT NULL,
  write_key text NOT NULL,
  write_key_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, id)
);
SELECT protect_table('sites');

CREATE TABLE secret_keys (
  account text NOT NULL,
  id text NOT NULL,
  site text NOT NULL,
  name text NOT NULL,
  key_hash bytea NOT NULL UNIQUE,
  hint text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, site) REFERENCES sites (account, id) ON DELETE CASCADE
);
CREATE INDEX secret_keys_by_site ON secret_keys (account, site);
SELECT protect_table('secret_keys');

CREATE TABLE sections (
  account text NOT NULL,
  id text NOT NULL,
  site text NOT NULL,
  document jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, site) REFERENCES sites (account, id) ON DELETE CASCADE
);
SELECT protect_table('sections');

CREATE TABLE goals (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  document jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, id)
);
SELECT protect_table('goals');

-- A version never changes once written.
CREATE TABLE configuration_versions (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  version integer NOT NULL,
  document jsonb NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (account, version)
);
SELECT protect_table('configuration_versions');
REVOKE UPDATE, DELETE ON configuration_versions FROM opportune_app;

-- Look-ups by those who do not know their account yet. Each wants a secret or answers ids only.


CREATE FUNCTION find_session(wanted bytea)
  RETURNS TABLE (account text, user_id text, by_link boolean, renewed_at timestamptz, expires_at timestamptz, created_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.account, s.user_id, s.by_link, s.renewed_at, s.expires_at, s.created_at
  FROM sessions s WHERE s.token_hash = wanted
$$;

-- One person may be a user of several accounts; the oldest come first, and only a few.
CREATE FUNCTION find_users_by_email(wanted text)
  RETURNS TABLE (account text, user_id text, password_hash text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.account, u.id, u.password_hash
  FROM users u WHERE lower(u.email) = lower(wanted) AND NOT u.disabled
  ORDER BY u.created_at, u.account LIMIT 5
$$;

CREATE FUNCTION find_sign_in_link(wanted bytea)
  RETURNS TABLE (account text, user_id text, purpose text, expires_at timestamptz, used_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.account, l.user_id, l.purpose, l.expires_at, l.used_at
  FROM sign_in_links l WHERE l.code_hash = wanted
$$;

-- A write key answers page trust, a secret key server trust.
CREATE FUNCTION find_key(wanted bytea)
  RETURNS TABLE (account text, site text, trust text, key_id text, revoked boolean, settings jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.account, s.id, 'page', NULL::text, false, s.settings
  FROM sites s WHERE s.write_key_hash = wanted
  UNION ALL
  SELECT k.account, k.site, 'server', k.id, k.revoked_at IS NOT NULL, s.settings
  FROM secret_keys k JOIN sites s ON s.account = k.account AND s.id = k.site
  WHERE k.key_hash = wanted
$$;

-- For boot: which accounts there are, oldest first.
CREATE FUNCTION list_accounts()
  RETURNS TABLE (account text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id FROM accounts a ORDER BY a.created_at, a.id
$$;

GRANT EXECUTE ON FUNCTION find_session, find_users_by_email, find_sign_in_link, find_key, list_accounts TO opportune_app;
