-- Calls that a carrier was asked to make, for the bound on what they take in a day. Whom they reached is
-- in their conversations.
CREATE TABLE dialled_calls (
  account text NOT NULL,
  id text NOT NULL,
  at timestamptz NOT NULL,
  -- What it may take at most. It counts until the carrier says what it took.
  allowed_s integer NOT NULL CHECK (allowed_s >= 0),
  took_s integer CHECK (took_s >= 0),
  PRIMARY KEY (account, id)
);
CREATE INDEX dialled_calls_at ON dialled_calls (account, at);
SELECT protect_table('dialled_calls');
