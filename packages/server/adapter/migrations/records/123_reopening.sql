-- How long after its end a conversation may be taken up again: by agents (null: at any time), and by
-- the visitor who comes back (0: never, a new one begins).

CREATE TABLE reopening (
  account text PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  agent_h integer CHECK (agent_h >= 0),
  visitor_h integer NOT NULL CHECK (visitor_h >= 0)
);
SELECT protect_table('reopening');
