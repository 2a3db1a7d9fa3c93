// Runs the jobs of only some accounts, in engines that other tests use too.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { JobKind } from '@opportune/core/ports/jobs.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { jobsMade } from '@opportune/protocol/bus/changes.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { openJobStore } from '../adapter/jobs/jobs-postgres.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { startJobRunner } from '../jobs/job-runner.ts';

export interface DoingJobs {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly accounts: () => readonly AccountId[];
  readonly kinds: readonly JobKind[];
}

export function doJobs({ records, bus, clock, schedule, accounts, kinds }: DoingJobs) {
  const runner = startJobRunner({
    ...{ clock, schedule, log: testLog(), pace: { restMs: 0 }, random: { next: () => 0.5 } },
    holder: 'test',
    elapsed: clock.now,
    jobs: { ...openJobStore(records), dueAccounts: async () => accounts() },
    kinds: new Map(kinds.map((kind) => [kind.name, kind])),
  });
  const stop = subscribe(bus, jobsMade, () => runner.look());
  const isDue = async (account: AccountId): Promise<boolean> =>
    (await records.withAccount(account, (sql) =>
      sql.row("SELECT 1 FROM jobs WHERE state = 'waiting' AND due_at <= $1 LIMIT 1", [
        new Date(clock.now()),
      ]),
    )) !== undefined;
  return {
    /** Resolves once nothing is due. */
    idle: () =>
      until('nothing is due', async () => {
        const due = await Promise.all(accounts().map(isDue));
        // A look that began before the clock was advanced finds nothing, and sets its next timer.
        if (due.includes(true)) runner.look();
        return runner.busy === 0 && !due.includes(true);
      }),
    async close() {
      stop();
      await runner.close();
    },
  };
}
