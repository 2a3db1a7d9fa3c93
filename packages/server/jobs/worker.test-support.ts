// A process that runs jobs until it is killed. It prints each step on a line, and stops forever at
// the step with the given number, so that a test can kill it between two steps. The handler creates
// the next job of its chain as it ends.
import type { JobKind, JobStore } from '@opportune/core/ports/jobs.ts';
import { JobId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import { openJobStore } from '../adapter/jobs/jobs-postgres.ts';
import { openJsonLog } from '../adapter/log-json.ts';
import { openRecords } from '../adapter/records/records-postgres.ts';
import { realTime } from '../testing/real-time.test-support.ts';
import { freeLeft } from './free-left.ts';
import { startJobRunner } from './job-runner.ts';

/** The test's instructions, as JSON in the first argument. */
export interface WorkerOrders {
  /** The connection to PostgreSQL. */
  readonly app: Readonly<Record<string, unknown>>;
  /** How far its clock is ahead, so that the leases of killed processes have expired. */
  readonly aheadMs: number;
  /** The step at which it stops. 0: none. */
  readonly standsAt: number;
  /** The number of jobs in a chain. */
  readonly length: number;
  /** In whose name it takes leases. Those that a killed process left in that name are freed. */
  readonly holder: string;
}

const orders = JSON.parse(process.argv[2] ?? '') as WorkerOrders;
const log = openJsonLog('silent');
const records = openRecords(orders.app, log);
const store = openJobStore(records);
const clock = { now: () => Date.now() + orders.aheadMs };

let steps = 0;
async function step(name: string): Promise<void> {
  steps += 1;
  process.stdout.write(`${name}\n`);
  if (steps !== orders.standsAt) return;
  process.stdout.write('stands\n');
  await new Promise(() => {});
}

const steppedStore: JobStore = {
  ...store,
  dueAccounts(...of) {
    process.stdout.write('looks\n');
    return store.dueAccounts(...of);
  },
  async lease(...of) {
    await step('lease');
    const leased = await store.lease(...of);
    if (leased.length > 0) await step('leased');
    return leased;
  },
  async settle(...of) {
    await step('settle');
    const settled = await store.settle(...of);
    await step('settled');
    return settled;
  },
};

await freeLeft({ jobs: store, holder: orders.holder, log });

const chain: JobKind<{ readonly chain: string; readonly place: number }> = {
  name: 'chain',
  payload: z.object({ chain: z.string(), place: z.number() }),
  async handle({ account, payload }) {
    await step(`did ${payload.chain} ${payload.place}`);
    const next = { ...payload, place: payload.place + 1 };
    if (next.place > orders.length) return { type: 'done' };
    const now = clock.now();
    const made = {
      ...{
        id: JobId.parse(`${next.chain}.${next.place}`),
        kind: 'chain',
        key: next.chain,
        lane: 'chain',
      },
      ...{ payload: next, dueAt: now, deadlineAt: now + 24 * 3600_000 },
    };
    return { type: 'done', along: async (sql) => void (await store.make(sql, account, made, now)) };
  },
};

startJobRunner({
  ...{ jobs: steppedStore, clock, schedule: realTime, log, pace: { restMs: 0 } },
  kinds: new Map([[chain.name, chain]]),
  random: { next: () => 0 },
  elapsed: () => performance.now(),
  holder: orders.holder,
});
