-- Conversations that are over and belong to another of the same customer. Each keeps its messages, its
-- numbers and its browser; it is read as the beginning of the other.

CREATE TABLE conversation_merges (
  account text NOT NULL,
  conversation text NOT NULL,
  -- Never one that belongs to another itself.
  into_conversation text NOT NULL,
  merged_by text NOT NULL,
  merged_at timestamptz NOT NULL,
  PRIMARY KEY (account, conversation),
  CHECK (conversation <> into_conversation),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE,
  FOREIGN KEY (account, into_conversation) REFERENCES conversations (account, id) ON DELETE CASCADE
);
CREATE INDEX conversation_merges_by_target ON conversation_merges (account, into_conversation);
SELECT protect_table('conversation_merges');
