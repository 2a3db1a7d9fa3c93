-- Whether an account records calls, and for how long it keeps recordings. Without a row: it does not.
CREATE TABLE recording_settings (
  account text PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  is_on boolean NOT NULL,
  keep_days integer NOT NULL CHECK (keep_days > 0)
);
SELECT protect_table('recording_settings');

-- A call that is recorded, or was. Its row is there before its first byte. The bytes are in the store
-- of files, in parts, which are named after it.
CREATE TABLE call_recordings (
  account text NOT NULL,
  id text NOT NULL,
  conversation text NOT NULL,
  call text NOT NULL,
  -- When the visitor agreed, in which language they were asked, and when the recording began.
  agreed_at timestamptz NOT NULL,
  language text NOT NULL,
  began_at timestamptz NOT NULL,
  -- Null until its file is made.
  made_at timestamptz,
  duration_ms integer,
  -- Bytes and 20 ms slots of each part.
  parts jsonb,
  loudness jsonb,
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE
);
CREATE INDEX call_recordings_conversation ON call_recordings (account, conversation);
CREATE INDEX call_recordings_by_time ON call_recordings (account, began_at);
CREATE INDEX call_recordings_open ON call_recordings (account) WHERE made_at IS NULL;
SELECT protect_table('call_recordings');
