// Erases the words of messages that their contact deleted, in the caller's transaction for the account.
// The search index follows by its trigger. Files of erased messages are removed with the unsent ones.
import { lastShown } from '@opportune/core/conversation/conversation-preview.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { erasedBody } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import { messageOf } from './conversation-rows.ts';

export async function eraseMessages(
  sql: Sql,
  conversation: ConversationId,
  messages: readonly MessageId[],
): Promise<void> {
  // The order of locks of those who append.
  await sql.row('SELECT 1 FROM conversations WHERE id = $1 FOR UPDATE', [conversation]);
  const erased = await sql.rows<{ id: string }>(
    `UPDATE messages SET body = $3::jsonb
     WHERE conversation = $1 AND id = ANY($2) AND author->>'type' = 'visitor'
       AND body->>'type' = 'text' AND NOT body ? 'erased' RETURNING id`,
    [conversation, messages, JSON.stringify(erasedBody)],
  );
  if (erased.length === 0) return;
  await sql.run(
    `UPDATE messages SET body = jsonb_set(body, '{aside,text}', '""')
     WHERE conversation = $1 AND body->>'type' = 'aside' AND body->'aside'->>'type' = 'edited'
       AND body->'aside'->>'message' = ANY($2)`,
    [conversation, erased.map(({ id }) => id)],
  );
  await previewAgain(sql, conversation);
}

async function previewAgain(sql: Sql, conversation: ConversationId): Promise<void> {
  const last = await sql.row<object>(
    `SELECT * FROM messages WHERE conversation = $1 AND body->>'type' = 'text'
     ORDER BY sequence DESC LIMIT 1`,
    [conversation],
  );
  const shown = last === undefined ? null : lastShown([messageOf(last)]);
  if (shown !== null)
    await sql.run('UPDATE conversations SET last_text = $2 WHERE id = $1', [
      conversation,
      shown.text,
    ]);
}
