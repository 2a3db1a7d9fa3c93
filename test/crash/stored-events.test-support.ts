// The events that are stored after a crash, to compare with the clients' own records.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** How many times each event is stored whose id begins with `prefix`. */
export async function timesStored(
  facts: FactStore,
  account: AccountId,
  prefix: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await facts.query<{ id: string; times: number }>(
    account,
    'SELECT id, toFloat64(count()) AS times FROM $events WHERE startsWith(id, {prefix: String}) GROUP BY id',
    { prefix },
  );
  return new Map(rows.map(({ id, times }) => [id, times]));
}
