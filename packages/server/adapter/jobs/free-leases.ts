// Frees the leases of a process that has died, in PostgreSQL and for all accounts at once.
import { leaseOf } from '@opportune/core/ports/jobs.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';

/** Returns how many jobs are due again. */
export async function freeLeases(records: Records, holder: string, epoch: number): Promise<number> {
  const row = await records.withoutAccount((sql) =>
    sql.row<{ freed: string }>('SELECT free_job_leases($1, $2, $3) AS freed', [
      leaseOf(holder, ''),
      epoch,
      jobLimits.freedAttempts,
    ]),
  );
  return Number(row?.freed ?? 0);
}
