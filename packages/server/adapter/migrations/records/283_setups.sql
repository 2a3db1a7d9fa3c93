-- How far an account is set up: what it wanted first, when each site sent its first page, and whether
-- the checklist was put away.
CREATE TABLE setups (
  account text PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  wants text,
  dismissed_at timestamptz,
  -- By site, in ms.
  seen jsonb NOT NULL DEFAULT '{}'
);
SELECT protect_table('setups');
