// The row of an account's routing rules. Missing fields, and rows of an earlier version, get the
// defaults.
import type { Sql } from '@opportune/core/ports/records.ts';
import { RoutingSettings } from '@opportune/protocol/rest/team/routing.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

export async function readRouting(sql: Sql): Promise<RoutingSettings> {
  const row = await sql.row<{ settings: unknown }>('SELECT settings FROM routing_settings');
  return RoutingSettings.parse(row?.settings ?? {});
}

/** The account's time zone, in which opening hours are given. */
export async function readZone(sql: Sql): Promise<string> {
  const row = await sql.row<{ zone: string | null }>(
    "SELECT settings->>'timeZone' AS zone FROM accounts",
  );
  return row?.zone ?? 'UTC';
}

export async function writeRouting(
  sql: Sql,
  account: AccountId,
  settings: RoutingSettings,
): Promise<void> {
  await sql.run(
    `INSERT INTO routing_settings (account, settings) VALUES ($1, $2)
     ON CONFLICT (account) DO UPDATE SET settings = excluded.settings`,
    [account, JSON.stringify(settings)],
  );
}
