// A process that does jobs until it is killed. It says each step on a line of its own, and stands still
// for ever at the step whose number it was given, so that a test kills it between that step and the next.
// The handler makes the job that follows in its chain with its own end.
import type { JobKind, JobStore } from '@opportune/core/ports/jobs.ts';
import { JobId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import { openJobStore } from '../adapter/jobs/jobs-postgres.ts';
import { openJsonLog } from '../adapter/log-json.ts';
import { openRecords } from '../adapter/records/records-postgres.ts';
import { realTime } from '../testing/real-time.test-support.ts';
import { startJobRunner } from './job-runner.ts';

/** What the test says, as JSON in the first argument. */
export interface WorkerOrders {
  /** How PostgreSQL is reached. */
  readonly app: Readonly<Record<string, unknown>>;
  /** How far its clock is ahead: leases of those that were killed have lapsed. */
  readonly aheadMs: number;
  /** The step at which it stands still; 0: at none. */
  readonly standsAt: number;
  /** How many jobs a chain has. */
  readonly length: number;
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

const chain: JobKind<{ readonly chain: string; readonly place: number }> = {
  name: 'chain',
  payload: z.object({ chain: z.string(), place: z.number() }),
  async handle({ account, payload }) {
    await step(`did ${payload.chain} ${payload.place}`);
    const next = { ...payload, place: payload.place + 1 };
    if (next.place > orders.length) return { type: 'done' };
    const now = clock.now();
    const made = {
      ...{ id: JobId.parse(`${next.chain}.${next.place}`), kind: 'chain', key: next.chain },
      ...{ payload: next, dueAt: now, deadlineAt: now + 24 * 3600_000 },
    };
    return { type: 'done', along: async (sql) => void (await store.make(sql, account, made, now)) };
  },
};

startJobRunner({
  ...{ jobs: steppedStore, clock, schedule: realTime, log },
  kinds: new Map([[chain.name, chain]]),
  random: { next: () => 0 },
});
