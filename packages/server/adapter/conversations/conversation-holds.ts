// Notes who has a conversation, in the transaction that changes it: the stay of the agent before ends,
// the next one's begins. What stays as it is writes nothing, so that a repeated write is harmless.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Sql } from '@opportune/core/ports/records.ts';

/** `at`: the instant of the change. A wrap-up is still its agent's. */
export async function noteHolder(
  sql: Sql,
  account: string,
  { id, status, agent }: Conversation,
  at: number,
): Promise<void> {
  const holder = status === 'active' || status === 'wrap-up' ? (agent?.user ?? null) : null;
  const open = await sql.row<{ agent: string }>(
    "SELECT agent FROM conversation_holds WHERE conversation = $1 AND until = 'infinity'",
    [id],
  );
  if ((open?.agent ?? null) === holder) return;
  await sql.run(
    `UPDATE conversation_holds SET until = greatest(since, $2)
     WHERE conversation = $1 AND until = 'infinity'`,
    [id, new Date(at)],
  );
  if (holder === null) return;
  // Two changes of one instant: the stay that took no time gives way.
  await sql.run(
    `INSERT INTO conversation_holds AS had (account, conversation, agent, since, handed)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account, conversation, since) DO UPDATE SET
       agent = excluded.agent, until = 'infinity', handed = had.handed OR excluded.handed`,
    [account, id, holder, new Date(at), open !== undefined],
  );
}
