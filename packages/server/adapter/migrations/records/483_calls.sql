-- One row for each call in a conversation, for its figures: proposed, accepted, heard, over.
CREATE TABLE calls (
  account text NOT NULL,
  id text NOT NULL,
  conversation text NOT NULL,
  proposed_by text NOT NULL CHECK (proposed_by IN ('visitor', 'agent')),
  -- The agent who was in it last.
  agent text NOT NULL,
  proposed_at timestamptz NOT NULL,
  accepted_at timestamptz,
  -- When both sides first heard each other.
  connected_at timestamptz,
  ended_at timestamptz,
  reason text,
  -- Null: they never heard each other, or the server ended.
  spoke_s integer CHECK (spoke_s >= 0),
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE
);
CREATE INDEX calls_conversation ON calls (account, conversation);
CREATE INDEX calls_by_time ON calls (account, proposed_at);
CREATE INDEX calls_open ON calls (account) WHERE ended_at IS NULL;
SELECT protect_table('calls');
