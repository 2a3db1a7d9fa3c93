// Tells a test that other transactions wait for one of its own. Waits of other tests, which use the
// same PostgreSQL, do not count.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { until } from '../adapter/process/processes.test-support.ts';

/** How many wait for the transaction of a process of PostgreSQL, some perhaps behind others. */
const countBehind = `WITH RECURSIVE behind (pid) AS (
    SELECT $1::int
    UNION
    SELECT other.pid FROM pg_stat_activity AS other
    JOIN behind ON behind.pid = ANY (pg_blocking_pids(other.pid)))
  SELECT count(*)::int - 1 AS many FROM behind`;

/** Resolves once so many transactions wait for that of `sql`. */
export async function untilOthersWait(records: Records, sql: Sql, many = 1): Promise<void> {
  const own = await sql.row<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await until(`${many} wait for a transaction`, async () => {
    const row = await records.withoutAccount((other) =>
      other.row<{ many: number }>(countBehind, [own?.pid]),
    );
    return (row?.many ?? 0) >= many;
  });
}
