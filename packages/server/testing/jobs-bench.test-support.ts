// A job runner on a PostgreSQL of its own, because it runs the jobs of all accounts, with a clock
// that tests advance.
import { randomUUID } from 'node:crypto';
import type { JobKind, JobStore, NewJob } from '@opportune/core/ports/jobs.ts';
import { AccountId, JobId } from '@opportune/protocol/ids.ts';
import { ownRecords, testLog } from '../adapter/engines.test-support.ts';
import { openJobStore } from '../adapter/jobs/jobs-postgres.ts';
import { turnedClock } from './turned-clock.test-support.ts';
import { type JobRunnerParts, startJobRunner } from '../jobs/job-runner.ts';

export const dayMs = 24 * 3600_000;

/** What the tests' jobs carry. */
export const anything = { parse: (value: unknown): unknown => value };

export async function openBench() {
  const engine = await ownRecords();
  const { records } = engine;
  const jobs = openJobStore(records);
  const time = turnedClock();
  const clock = { now: time.now };
  return {
    ...{ records, jobs, time, app: engine.app },
    async account(): Promise<AccountId> {
      const account = AccountId.parse(`a-${randomUUID()}`);
      await records.withAccount(account, (sql) =>
        sql.run(
          "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', 's', now())",
          [account],
        ),
      );
      return account;
    },
    make: (account: AccountId, id: string, of: Partial<NewJob> = {}) =>
      records.withAccount(account, (sql) => {
        const now = time.now();
        return jobs.make(sql, account, jobOf(id, now, of), now);
      }),
    /** `drawn`: the random number, 0 to 1. `store`: the job table with the test's failures.
     * `elapsed`: a clock that is never set. */
    run: (
      kinds: readonly JobKind[],
      drawn = 0.5,
      store: JobStore = jobs,
      elapsed: () => number = time.now,
      pace: JobRunnerParts['pace'] = { restMs: 0 },
    ) =>
      startJobRunner({
        ...{ jobs: store, clock, schedule: time.schedule, log: testLog(), pace },
        kinds: new Map(kinds.map((kind) => [kind.name, kind])),
        random: { next: () => drawn },
        holder: 'test',
        elapsed,
      }),
    close: () => engine.close(),
  };
}

export type Bench = Awaited<ReturnType<typeof openBench>>;

export function jobOf(id: string, now: number, of: Partial<NewJob> = {}): NewJob {
  return {
    ...{ id: JobId.parse(id), kind: 'test', key: id, lane: 'test', payload: {} },
    ...{ dueAt: now, deadlineAt: now + dayMs },
    ...of,
  };
}
