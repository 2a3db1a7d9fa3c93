-- Messages that were left and were over before cases were kept are closed cases too, so that they are told
-- from chats whose form asked for an address. What an agent had was no message.

UPDATE conversations AS c SET case_state = 'closed'
WHERE c.status = 'ended' AND c.case_state IS NULL AND c.reply_to IS NOT NULL
  AND EXISTS (
    SELECT FROM messages AS m
    WHERE m.account = c.account AND m.conversation = c.id
      AND m.body->'note'->>'type' = 'left-message')
  AND NOT EXISTS (
    SELECT FROM conversation_holds AS h WHERE h.account = c.account AND h.conversation = c.id);
