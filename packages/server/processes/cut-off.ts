// Before a process takes the name of one that is gone: what that one had begun in the engines is over.
import { setTimeout as pause } from 'node:timers/promises';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Engines } from '../adapter/engines.ts';
import { connectionName, openLeases } from '../adapter/leases/leases-postgres.ts';

/**
 * Ends what a process that is gone had begun in PostgreSQL, and waits until nothing of it runs there
 * and its facts that are on their way are stored.
 */
export async function cutOff(engines: Engines, holder: string): Promise<void> {
  await Promise.all([cutOffRecords(engines.records, holder), engines.settled(holder)]);
}

/** The same in PostgreSQL alone. */
export async function cutOffRecords(records: Records, holder: string): Promise<void> {
  await openLeases(records).cutOff(holder);
  for (;;) {
    const left = await records.withoutAccount((sql) =>
      sql.row('SELECT 1 FROM pg_stat_activity WHERE application_name = $1 LIMIT 1', [
        connectionName(holder),
      ]),
    );
    if (left === undefined) return;
    await pause(20);
  }
}
