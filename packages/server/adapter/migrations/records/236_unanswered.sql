-- Since when the visitor of a conversation waits for a reply: their first message that no agent has
-- answered; null: none.

ALTER TABLE conversations ADD COLUMN unanswered_since timestamptz;
UPDATE conversations AS c SET unanswered_since = (
  SELECT min(asked.at) FROM messages AS asked
  WHERE asked.account = c.account AND asked.conversation = c.id
    AND asked.author->>'type' = 'visitor' AND asked.body->>'type' = 'text'
    AND asked.sequence > coalesce((
      SELECT max(answer.sequence) FROM messages AS answer
      WHERE answer.account = c.account AND answer.conversation = c.id
        AND answer.author->>'type' = 'agent' AND answer.body->>'type' = 'text'), 0)
)
WHERE status IN ('waiting', 'active');
