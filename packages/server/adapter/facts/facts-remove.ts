// Removes the rows of an account, or the stale rows of a run, from every table of facts. The engine marks them as deleted, which
// rewrites no part; a later merge drops their bytes.
import type { ClickHouseClient } from '@clickhouse/client';
import { factTables } from '@opportune/core/ports/facts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { type EndedRun, isStale } from './ended-runs.ts';
import { select } from './facts-select.ts';

/** Resolves once no query sees them. Can be repeated after a failure. */
export async function removeRows(client: ClickHouseClient, account: AccountId): Promise<void> {
  for (const table of factTables)
    await client.command({
      query: `DELETE FROM ${table} WHERE account = {account:String}`,
      query_params: { account },
      clickhouse_settings: { lightweight_deletes_sync: '2' },
    });
}

/** Of any account. Looks first, because there are rarely any. Can be repeated after a failure. */
export async function removeStale(client: ClickHouseClient, run: EndedRun): Promise<void> {
  for (const table of factTables) {
    const sql = `SELECT count() AS stale FROM ${table} WHERE ${isStale(run)}`;
    const { stale } = JSON.parse(await select(client, sql, {})) as { readonly stale: number };
    if (stale === 0) continue;
    await client.command({
      query: `DELETE FROM ${table} WHERE ${isStale(run)}`,
      clickhouse_settings: { lightweight_deletes_sync: '2' },
    });
  }
}
