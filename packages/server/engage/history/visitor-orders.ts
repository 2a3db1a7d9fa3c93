// The orders of one visitor, by the ids that the shop gave them, read from the stored log. It knows
// nothing of whether an order was taken back.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';

/** Orders that are told of one visitor. Beyond: the newest. */
const most = 20;

/** The newest first, each once. */
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
