// The lock under which what an account has set up is changed.
import type { Sql } from '@opportune/core/ports/records.ts';

/**
 * Waits for whoever changes what the current account has set up, in whatever process, and has others wait
 * until the transaction ends. Take it first of all locks: nobody then waits while holding what this needs.
 */
export async function lockAccount(sql: Sql): Promise<void> {
  await sql.rows('SELECT 1 FROM accounts FOR NO KEY UPDATE');
}
