-- How long each conversation took a place of an agent's room: once a time that an agent was done with it.
-- The expected wait is learnt anew from the newest at each start.

CREATE TABLE handle_times (
  account text NOT NULL,
  conversation text NOT NULL,
  at timestamptz NOT NULL,
  skill text,
  handled_ms bigint NOT NULL CHECK (handled_ms >= 0),
  PRIMARY KEY (account, conversation, at),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE
);
CREATE INDEX handle_times_by_time ON handle_times (account, at DESC);
SELECT protect_table('handle_times');
