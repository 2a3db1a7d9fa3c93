-- What contacts permit. An opt-in belongs to an address and a purpose, with its proof. A suppression
-- forbids every message to an address. Entries keep each change of either.
CREATE TABLE opt_ins (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  channel text NOT NULL,
  address text NOT NULL,
  purpose text NOT NULL,
  given_at timestamptz NOT NULL,
  source text NOT NULL CHECK (source IN ('words', 'link', 'provider', 'account')),
  place text NOT NULL,
  words text NOT NULL,
  recorded_by text,
  recorded_at timestamptz NOT NULL,
  -- Null: it holds.
  withdrawn_at timestamptz,
  PRIMARY KEY (account, channel, address, purpose)
);
SELECT protect_table('opt_ins');

CREATE TABLE suppressions (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  channel text NOT NULL,
  address text NOT NULL,
  reason text NOT NULL CHECK (reason IN ('blocked', 'words', 'link', 'account')),
  words text NOT NULL,
  since timestamptz NOT NULL,
  suppressed_by text,
  -- Null: it holds. Else what is heard of an earlier time has no effect.
  released_at timestamptz,
  PRIMARY KEY (account, channel, address)
);
CREATE INDEX suppressions_listed ON suppressions (account, since DESC, channel, address)
  WHERE released_at IS NULL;
SELECT protect_table('suppressions');

CREATE TABLE permission_entries (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  channel text NOT NULL,
  address text NOT NULL,
  act text NOT NULL CHECK (act IN ('granted', 'withdrawn', 'suppressed', 'released')),
  -- Null: any.
  purpose text,
  source text NOT NULL CHECK (source IN ('words', 'link', 'provider', 'account')),
  place text NOT NULL,
  words text NOT NULL,
  happened_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text,
  PRIMARY KEY (account, id)
);
CREATE INDEX permission_entries_of
  ON permission_entries (account, channel, address, recorded_at DESC, id);
SELECT protect_table('permission_entries');
-- Nobody changes what was recorded.
REVOKE UPDATE ON permission_entries FROM opportune_app;
