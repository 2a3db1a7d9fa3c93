// The lock of a key: whoever creates or ends one of its jobs waits until this transaction ends.
import type { Sql } from '@opportune/core/ports/records.ts';

/** Sort several of them, so that none waits in a circle. */
export async function lockKeys(sql: Sql, account: string, keys: readonly string[]): Promise<void> {
  await sql.often(
    `SELECT count(pg_advisory_xact_lock(hashtextextended('job ' || $1 || ' ' || key, 0)))
     FROM unnest($2::text[]) AS key`,
    [account, keys],
  );
}
