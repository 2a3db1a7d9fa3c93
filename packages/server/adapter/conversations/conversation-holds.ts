// Records who owns a conversation, in the transaction that changes it: ends the previous agent's
// stay and begins the next one's. No change writes nothing, so a repeated write is harmless.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Sql } from '@opportune/core/ports/records.ts';

/** `at` is the instant of the change. A wrap-up still belongs to its agent. */
export async function noteHolder(
  sql: Sql,
  account: string,
  { id, status, agent }: Conversation,
  at: number,
): Promise<void> {
  const holder = status === 'active' || status === 'wrap-up' ? (agent?.user ?? null) : null;
  const open = await sql.often<{ agent: string }>(
    "SELECT agent FROM conversation_holds WHERE conversation = $1 AND until = 'infinity'",
    [id],
  );
  if ((open?.agent ?? null) === holder) return;
  const ended = sql.often(
    `UPDATE conversation_holds SET until = greatest(since, $2)
     WHERE conversation = $1 AND until = 'infinity'`,
    [id, new Date(at)],
  );
  if (holder === null) return void (await ended);
  // If two changes have the same instant, the stay of zero length is replaced.
  const begun = sql.often(
    `INSERT INTO conversation_holds AS had (account, conversation, agent, since, handed)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account, conversation, since) DO UPDATE SET
       agent = excluded.agent, until = 'infinity', handed = had.handed OR excluded.handed`,
    [account, id, holder, new Date(at), open !== undefined],
  );
  await Promise.all([ended, begun]);
}
