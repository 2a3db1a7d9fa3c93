-- Files of conversations: what is known of each, by the message that carries it. Their bytes lie in the
-- store of files under `place`. A row is there before its bytes are, so that none is forgotten.

CREATE TABLE attachment_settings (
  account text PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  visitors boolean NOT NULL,
  agents boolean NOT NULL,
  types text[] NOT NULL,
  size_mb integer NOT NULL CHECK (size_mb > 0)
);
SELECT protect_table('attachment_settings');

CREATE TABLE attachments (
  account text NOT NULL,
  conversation text NOT NULL,
  id text NOT NULL,
  place text NOT NULL,
  visitor text,
  agent text,
  name text NOT NULL,
  begun_at timestamptz NOT NULL,
  stored_at timestamptz,
  media_type text,
  size_bytes integer,
  sha256 bytea,
  width integer,
  height integer,
  PRIMARY KEY (account, conversation, id),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE,
  CHECK ((visitor IS NULL) <> (agent IS NULL)),
  CHECK ((stored_at IS NULL) = (media_type IS NULL))
);
CREATE INDEX attachments_by_visitor ON attachments (account, visitor, begun_at);
CREATE INDEX attachments_by_age ON attachments (account, begun_at);
SELECT protect_table('attachments');
