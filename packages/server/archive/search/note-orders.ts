// Stores a visitor's orders with their conversation, so that it is found by an order's id. If that
// fails, the conversation continues and cannot be found by its orders.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { type AccountId, ConversationId, type VisitorId } from '@opportune/protocol/ids.ts';

export interface NoteOrders {
  (of: { account: AccountId; visitor: VisitorId; conversation: unknown }): void;
}

export function createNoteOrders(
  { records, log }: { readonly records: Records; readonly log: Log },
  ordersOf: (account: AccountId, visitor: VisitorId) => Promise<readonly string[]>,
): NoteOrders {
  return ({ account, visitor, conversation }) => {
    const id = ConversationId.safeParse(conversation);
    if (!id.success) return;
    void ordersOf(account, visitor)
      .then((orders) => (orders.length === 0 ? undefined : note(records, account, id.data, orders)))
      .catch((error: unknown) => {
        log.warn('orders were not noted with a conversation', { reason: String(error) });
      });
  };
}

function note(
  records: Records,
  account: AccountId,
  conversation: ConversationId,
  orders: readonly string[],
): Promise<number> {
  return records.withAccount(account, (sql) =>
    sql.run(
      `INSERT INTO conversation_orders (account, conversation, order_id)
       SELECT account, id, wanted FROM conversations, unnest($2::text[]) AS wanted WHERE id = $1
       ON CONFLICT DO NOTHING`,
      [conversation, [...orders]],
    ),
  );
}
