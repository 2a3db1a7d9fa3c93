-- E-mail is a channel like others: an answer to a message that was left is a delivery, and a transcript
-- a job. What was sent, failed or was under way before is converted. Nothing of it leaves by itself.
INSERT INTO deliveries
  (account, id, conversation, message, channel, address, life, state, begun_at, made_at, changed_at)
SELECT answer.account, 'e_' || left(md5(answer.conversation || ' ' || answer.id), 20),
  answer.conversation, answer.id, 'email', talk.reply_to,
  jsonb_build_object('round', 0, 'attempts', 1, 'begunAt', NULL, 'isUnderWay', false,
    'parts', '[]'::jsonb, 'early', '[]'::jsonb, 'told', NULL, 'deliveredUntil', 0, 'readUntil', 0,
    'waits', NULL,
    'isWhole', became.state = 'sent',
    'isDoubtful', became.state = 'uncertain',
    'uncertain', CASE became.state WHEN 'uncertain' THEN 'The server stopped while it was sent.' END,
    'failed', CASE became.state WHEN 'failed'
      THEN '{"reason": "other", "detail": "The mail server did not take it."}'::jsonb END),
  became.state, answer.mailing_at, answer.at, answer.at
FROM messages AS answer
  JOIN conversations AS talk ON talk.account = answer.account AND talk.id = answer.conversation
  CROSS JOIN LATERAL (SELECT CASE
    WHEN answer.mailed THEN 'sent'
    WHEN answer.mailing_at IS NOT NULL THEN 'uncertain'
    -- It was said not to have left, or the server stopped before it was sent.
    WHEN talk.status = 'message' AND answer.sequence > (
      SELECT max(note.sequence) FROM messages AS note
      WHERE note.account = answer.account AND note.conversation = answer.conversation
        AND note.body->'note'->>'type' = 'left-message') THEN 'failed'
    END AS state) AS became
WHERE talk.reply_to IS NOT NULL AND answer.author->>'type' = 'agent'
  AND answer.body->>'type' = 'text' AND became.state IS NOT NULL
ORDER BY answer.account, answer.conversation, answer.sequence;

ALTER TABLE messages DROP COLUMN mailed, DROP COLUMN mailing_at;

-- When the letter was about to leave: who finds it set does not send it once more.
ALTER TABLE transcripts ADD COLUMN begun_at timestamptz;
UPDATE transcripts SET begun_at = sending_at WHERE sent_at IS NULL;
