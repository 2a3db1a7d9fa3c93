-- What visitors of an account may want, and which conversations wanted it, as agents named it. The
-- evidence is what the visit had shown when it was named: needs are learnt from it.

CREATE TABLE needs (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  name text NOT NULL,
  skill text,
  -- Its place on the list; null: taken off it.
  place integer,
  PRIMARY KEY (account, id)
);
SELECT protect_table('needs');

CREATE TABLE conversation_needs (
  account text NOT NULL,
  conversation text NOT NULL,
  need text NOT NULL,
  evidence jsonb NOT NULL,
  named_by text NOT NULL,
  named_at timestamptz NOT NULL,
  PRIMARY KEY (account, conversation),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE,
  FOREIGN KEY (account, need) REFERENCES needs (account, id) ON DELETE CASCADE
);
CREATE INDEX conversation_needs_newest ON conversation_needs (account, named_at DESC);
SELECT protect_table('conversation_needs');
