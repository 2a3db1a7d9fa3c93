// Reads the orders of one visitor from the stored log, by the ids that the shop gave them. It does
// not know whether an order was taken back.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';

/** The most orders returned for one visitor; the newest ones. */
const most = 20;

/** Newest first, each once. */
export async function ordersOf(
  facts: FactStore,
  account: AccountId,
  visitor: VisitorId,
): Promise<readonly string[]> {
  const rows = await facts.query<{ id: string }>(
    account,
    `SELECT JSON_VALUE(properties, '$.order_id') AS id FROM $events
     WHERE visitor = {visitor:String} AND name = 'Order Completed' AND id != ''
     GROUP BY id ORDER BY max(at) DESC LIMIT ${most}`,
    { visitor },
  );
  return rows.map(({ id }) => id);
}
