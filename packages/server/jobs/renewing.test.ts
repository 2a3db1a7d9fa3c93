// A clock that is set forward while a job is handled: every order in which the statements of the
// runner reach a real PostgreSQL and their answers come back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JobKind, JobOutcome, JobStore } from '@opportune/core/ports/jobs.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { anything, type Bench, openBench } from '../testing/jobs-bench.test-support.ts';
import { everyOrder, type Holds } from './held-statements.test-support.ts';
import { wholeRun } from '../../../test/support/whole-run.test-support.ts';

/** After so many choices what is held goes on by itself, oldest first. */
const choices = 8;
let bench: Bench;
before(async () => {
  bench = await openBench();
});
after(() => bench.close());

/** The store, whose statements and answers wait to be let through. */
function held(holds: Holds): JobStore {
  const { jobs } = bench;
  return {
    ...jobs,
    dueAccounts: (...of) => holds.around('dueAccounts', () => jobs.dueAccounts(...of)),
    lease: (...of) => holds.around('lease', () => jobs.lease(...of)),
    renew: (...of) => holds.around('renew', () => jobs.renew(...of)),
    settle: (...of) => holds.around('settle', () => jobs.settle(...of)),
  };
}

async function play(outcomes: readonly JobOutcome[], holds: Holds): Promise<void> {
  const account = await bench.account();
  const handled: number[] = [];
  const isHeld = Promise.withResolvers<void>();
  const kind: JobKind = {
    ...{ name: 'test', payload: anything },
    async handle() {
      const outcome = outcomes[handled.push(bench.time.now()) - 1];
      await isHeld.promise;
      await holds.at('handled');
      return outcome ?? { type: 'dead', reason: 'It was handled too often.' };
    },
  };
  await bench.make(account, 'once');
  const runner = bench.run([kind], 0.5, held(holds), () => 0);
  await until('it is begun', () => handled.length === 1);
  bench.time.advance(jobLimits.leaseMs + 1);
  holds.begin();
  isHeld.resolve();
  runner.look();
  await holds.play();
  await until('nothing is done', () => runner.busy === 0);
  await runner.close();
  const { waiting } = await bench.jobs.figures();
  assert.deepEqual([handled.length, waiting], [outcomes.length, 0], holds.path());
  assert.deepEqual(await bench.jobs.dead(account, { before: null, limit: 9 }), [], holds.path());
}

test('[JB4] a lapsed lease is renewed while its job settles: it is done once, in any order', async () => {
  const orders = await everyOrder(choices, (holds) => play([{ type: 'done' }], holds));
  assert.ok(orders > 50, `${orders} orders`);
});

test(
  '[JB4] a job that is due again at once is begun again, in any order of its renewal',
  wholeRun,
  async () => {
    const again: JobOutcome = { type: 'later', at: 0 };
    const orders = await everyOrder(choices, (holds) => play([again, { type: 'done' }], holds));
    assert.ok(orders > 50, `${orders} orders`);
  },
);
