// Erases the words of a deleted message from the events that webhooks were told, or are to be told. What
// a receiver has already got is its own; the event of the deletion tells it.
import type { Sql } from '@opportune/core/ports/records.ts';
import { erasedBody } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId, MessageId } from '@opportune/protocol/ids.ts';

/**
 * The message itself, its edits, and every preview of the conversation, which may show its words. What
 * shows none of them stays as it is. Rows of webhooks are locked first, as in every transaction
 * (tell-webhooks.ts).
 */
export async function eraseFromEvents(
  sql: Sql,
  conversation: ConversationId,
  message: MessageId,
): Promise<void> {
  await sql.run('SELECT 1 FROM webhooks ORDER BY id FOR NO KEY UPDATE');
  await sql.run(
    `UPDATE webhook_events SET body = (
       CASE type
         WHEN 'message.created' THEN jsonb_set(body::jsonb, '{data,message,body}', $3::jsonb)
         ELSE jsonb_set(body::jsonb, '{data,change,text}', '""')
       END
     )::text
     WHERE subject = $1 AND (
       (type = 'message.created' AND body::jsonb #>> '{data,message,id}' = $2)
       OR (type = 'message.changed' AND body::jsonb #>> '{data,change,message}' = $2
         AND body::jsonb #>> '{data,change,type}' = 'edited'))`,
    [conversation, message, JSON.stringify(erasedBody)],
  );
  await sql.run(
    `UPDATE webhook_events
     SET body = jsonb_set(body::jsonb, '{data,conversation,lastText}', '""', false)::text
     WHERE subject = $1
       AND (type LIKE 'conversation.%' OR type = 'message.created')
       AND body::jsonb #>> '{data,conversation,lastText}' <> ''`,
    [conversation],
  );
}
