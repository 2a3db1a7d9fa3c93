// Removes the rows of an account from every table of facts. The engine marks them as deleted, which
// rewrites no part; a later merge drops their bytes.
import type { ClickHouseClient } from '@clickhouse/client';
import { factTables } from '@opportune/core/ports/facts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** Resolves once no query sees them. Can be repeated after a failure. */
export async function removeRows(client: ClickHouseClient, account: AccountId): Promise<void> {
  for (const table of factTables)
    await client.command({
      query: `DELETE FROM ${table} WHERE account = {account:String}`,
      query_params: { account },
      clickhouse_settings: { lightweight_deletes_sync: '2' },
    });
}
