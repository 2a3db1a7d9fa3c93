-- Conversations sent by e-mail: one a conversation and side, noted before it is sent. A try that was
-- under way when the server died may be made again after a minute.

ALTER TABLE after_settings ADD COLUMN transcript boolean NOT NULL DEFAULT false;

CREATE TABLE transcripts (
  account text NOT NULL,
  conversation text NOT NULL,
  asked_by text NOT NULL CHECK (asked_by IN ('visitor', 'agent')),
  visitor text NOT NULL,
  address text NOT NULL,
  tries integer NOT NULL,
  asked_at timestamptz NOT NULL,
  sending_at timestamptz,
  sent_at timestamptz,
  PRIMARY KEY (account, conversation, asked_by),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE
);
CREATE INDEX transcripts_by_visitor ON transcripts (account, visitor, asked_at);
CREATE INDEX transcripts_by_address ON transcripts (account, lower(address), asked_at);
SELECT protect_table('transcripts');
