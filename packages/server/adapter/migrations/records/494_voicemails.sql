-- Messages that callers leave by telephone. A row is there before its first byte. Once it is made, its
-- sound is a file of a conversation, and the row stays for a day, for the bounds on such messages.
CREATE TABLE voicemails (
  account text NOT NULL,
  -- That of the message that carries it.
  id text NOT NULL,
  channel text NOT NULL,
  address text NOT NULL,
  is_withheld boolean NOT NULL,
  -- Names the call.
  request text NOT NULL,
  skill text,
  began_at timestamptz NOT NULL,
  -- Null while it is taken, and until its file is kept.
  made_at timestamptz,
  size_bytes integer NOT NULL DEFAULT 0 CHECK (size_bytes >= 0),
  PRIMARY KEY (account, id)
);
CREATE INDEX voicemails_by_time ON voicemails (account, channel, began_at);
CREATE INDEX voicemails_unmade ON voicemails (account) WHERE made_at IS NULL;
SELECT protect_table('voicemails');

-- Their sound, appended as it comes, until it is made.
CREATE TABLE voicemail_pieces (
  account text NOT NULL,
  voicemail text NOT NULL,
  number integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (account, voicemail, number),
  FOREIGN KEY (account, voicemail) REFERENCES voicemails (account, id) ON DELETE CASCADE
);
SELECT protect_table('voicemail_pieces');
