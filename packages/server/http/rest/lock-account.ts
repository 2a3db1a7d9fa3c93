// The lock for changes to an account's settings.
import type { Sql } from '@opportune/core/ports/records.ts';

/**
 * Locks the settings of the current account until the transaction ends, across processes. Take it
 * before all other locks. A transaction that waits for it then holds nothing that its owner needs.
 */
export async function lockAccount(sql: Sql): Promise<void> {
  await sql.rows('SELECT 1 FROM accounts FOR NO KEY UPDATE');
}
