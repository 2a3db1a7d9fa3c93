-- Agents ask contacts to show that two addresses are theirs. Codes and links are stored as hashes.
CREATE TABLE contact_verifications (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  conversation text NOT NULL,
  -- The address that the conversation is at.
  channel text NOT NULL,
  address text NOT NULL,
  way text NOT NULL CHECK (way IN ('link', 'code')),
  secret_hash bytea NOT NULL,
  -- Of a code: where it was sent. Null: a link.
  to_channel text,
  to_address text,
  -- Of a link: the site whose page asks, and the browser that opened it first.
  site text,
  visitor text,
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'verified', 'declined', 'failed')),
  tries integer NOT NULL DEFAULT 0,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (account, id)
);
CREATE INDEX contact_verifications_conversation ON contact_verifications (account, conversation, asked_at);
CREATE UNIQUE INDEX contact_verifications_link ON contact_verifications (account, secret_hash) WHERE way = 'link';
CREATE INDEX contact_verifications_expired ON contact_verifications (account, expires_at);
SELECT protect_table('contact_verifications');
