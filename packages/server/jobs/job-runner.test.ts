// Running jobs: at once and by the clock, retried after a pause, fairly for many accounts, and as
// dead letters after their deadline. On a real PostgreSQL.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JobKind, JobOutcome, JobStore, JobWork } from '@opportune/core/ports/jobs.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import {
  anything,
  type Bench,
  dayMs,
  jobOf,
  openBench,
} from '../testing/jobs-bench.test-support.ts';

let bench: Bench;
before(async () => {
  bench = await openBench();
});
after(() => bench.close());

/** A kind that records its jobs and answers as the test says. */
function kindThat(
  answer: (work: JobWork<unknown>) => JobOutcome | Promise<JobOutcome>,
  name = 'test',
) {
  const works: JobWork<unknown>[] = [];
  const kind: JobKind = {
    name,
    payload: anything,
    async handle(work) {
      works.push(work);
      return answer(work);
    },
  };
  return { kind, works };
}

const lettersOf = (account: AccountId) => bench.jobs.dead(account, { before: null, limit: 99 });
const waits = async () => (await bench.jobs.figures()).waiting;

test('[JB9] jobs of a key are done in order, and what a handler writes along is there with its end', async () => {
  const account = await bench.account();
  const { kind, works } = kindThat(({ id }) => ({
    type: 'done',
    along: async (sql) => {
      if (id !== 'c') return;
      await bench.jobs.make(
        sql,
        account,
        jobOf('d', bench.time.now(), { key: 'k' }),
        bench.time.now(),
      );
    },
  }));
  for (const id of ['a', 'b', 'c']) await bench.make(account, id, { key: 'k' });
  const runner = bench.run([kind]);
  await until('all are done', async () => works.length === 4 && (await waits()) === 0);
  await runner.close();
  assert.deepEqual(
    works.map(({ id }) => id),
    ['a', 'b', 'c', 'd'],
  );
});

test('[JB9] a job is begun at once when it is looked for, and else within a second of its instant', async () => {
  const account = await bench.account();
  const { kind, works } = kindThat(() => ({ type: 'done' }));
  const runner = bench.run([kind]);
  await bench.make(account, 'now');
  runner.look();
  await until('it is begun', () => works.length === 1);
  await bench.make(account, 'later', { dueAt: bench.time.now() + 60_000 });
  runner.look();
  bench.time.advance(60_000);
  await until('it is begun', () => {
    // Nobody looks for it but the runner itself, once a second.
    bench.time.advance(jobLimits.pollMs);
    return works.length === 2;
  });
  await until('it is done', async () => (await waits()) === 0);
  await runner.close();
});

test('[JB4] a job whose lease was answered too late is put back, and another worker does it alone', async () => {
  const account = await bench.account();
  const { kind, works } = kindThat(() => ({ type: 'done' }));
  await bench.make(account, 'a');
  const late: JobStore = {
    ...bench.jobs,
    async lease(...of) {
      const leased = await bench.jobs.lease(...of);
      if (leased.length > 0) bench.time.advance(jobLimits.leaseMs + 1);
      return leased;
    },
  };
  const slow = bench.run([kind], 0.5, late);
  await until('its lease has lapsed', async () => {
    const { oldestDueAt } = await bench.jobs.figures();
    return slow.busy === 0 && oldestDueAt !== null && oldestDueAt <= bench.time.now();
  });
  await slow.close();
  assert.deepEqual(works, []);
  const quick = bench.run([kind]);
  await until('it is done', async () => (await waits()) === 0);
  await quick.close();
  assert.equal(works.length, 1);
});

test('[JB5] one that fails rests for a span that doubles, and at least as long as the other side asks', async () => {
  const account = await bench.account();
  const answers: JobOutcome[] = [
    { type: 'again', reason: 'busy' },
    { type: 'again', reason: 'busy', afterMs: 500_000 },
    { type: 'done' },
  ];
  const begun: number[] = [];
  const { kind, works } = kindThat(() => {
    begun.push(bench.time.now());
    return answers[works.length - 1] ?? { type: 'dead', reason: 'too often' };
  });
  await bench.make(account, 'a');
  const runner = bench.run([kind], 1);
  const pass = (ms: number): void => {
    bench.time.advance(ms);
    // A look that has begun already would wait for the next second of a clock that stands still.
    runner.look();
  };
  const untilIt = (times: number) => until(`begun ${times} times`, () => works.length === times);
  await untilIt(1);
  await until('it rests', () => runner.busy === 0);
  pass(jobLimits.firstRestMs + jobLimits.pollMs);
  await untilIt(2);
  await until('it rests', () => runner.busy === 0);
  pass(500_000 + jobLimits.pollMs);
  await untilIt(3);
  await until('it is done', async () => (await waits()) === 0);
  await runner.close();
  const [first = 0, second = 0, third = 0] = begun;
  assert.ok(second - first >= jobLimits.firstRestMs);
  assert.ok(third - second >= 500_000);
  assert.deepEqual(
    works.map(({ attempt }) => attempt),
    [1, 2, 3],
  );
});

test('[JB5] what is written with an outcome knows when the job is due again', async () => {
  const account = await bench.account();
  const told: (number | null)[] = [];
  const along = async (_: unknown, dueAt: number | null) => void told.push(dueAt);
  const { kind, works } = kindThat(() => {
    if (works.length === 1) return { type: 'again', reason: 'busy', afterMs: 500_000, along };
    return works.length === 2
      ? { type: 'later', at: bench.time.now() + 70_000, along }
      : { type: 'done', along };
  });
  const begunAt = bench.time.now();
  await bench.make(account, 'a');
  const runner = bench.run([kind]);
  for (const times of [1, 2]) {
    await until('it rests', () => told.length === times && runner.busy === 0);
    bench.time.advance(501_000);
    runner.look();
  }
  await until('it is done', async () => (await waits()) === 0);
  await runner.close();
  const [first, second, last] = told;
  assert.ok((first ?? 0) >= begunAt + 500_000 && (first ?? 0) <= bench.time.now());
  assert.ok((second ?? 0) >= begunAt + 570_000 && (second ?? 0) <= bench.time.now());
  assert.equal(last, null, 'it is over');
});

test('[JB5] waiting for a set time does not count as an attempt, and moves the deadline of a job that only waits', async () => {
  const account = await bench.account();
  const hourMs = 3600_000;
  const { kind, works } = kindThat((work) =>
    works.length < 3
      ? { type: 'later', at: bench.time.now() + 20 * hourMs, uncounted: true }
      : { type: 'done', along: async () => assert.equal(work.attempt, 1) },
  );
  await bench.make(account, 'a');
  const runner = bench.run([kind]);
  for (const times of [1, 2, 3]) {
    await until(`begun ${times} times`, () => works.length === times && runner.busy === 0);
    bench.time.advance(20 * hourMs + jobLimits.pollMs);
    runner.look();
  }
  await until('it is done', async () => (await waits()) === 0);
  await runner.close();
  assert.deepEqual(await lettersOf(account), []);
});

test('[JB6] after its deadline, of a faulty payload or refused, it is a dead letter with its reason', async () => {
  const account = await bench.account();
  const buried: string[] = [];
  const told: Promise<boolean>[] = [];
  const { kind } = kindThat(({ id }) =>
    id === 'refused'
      ? { type: 'dead', reason: 'No.' }
      : { type: 'again', reason: 'Busy.', afterMs: 2 * dayMs },
  );
  const strict = { ...kind, name: 'strict', payload: { parse: () => assert.fail() } };
  const careful: JobKind = {
    ...kind,
    async bury(_sql, { id }, reason) {
      buried.push(`${id}: ${reason}`);
      const isNoted = async () => (await lettersOf(account)).some((letter) => letter.id === id);
      return () => void told.push(isNoted());
    },
  };
  await bench.make(account, 'failing');
  await bench.make(account, 'late', { deadlineAt: bench.time.now() });
  await bench.make(account, 'faulty', { kind: 'strict' });
  await bench.make(account, 'refused');
  await bench.make(account, 'untold', { deadlineAt: bench.time.now(), kind: 'nobodys' });
  const runner = bench.run([careful, strict], 1);
  await until('all are dead', async () => (await lettersOf(account)).length === 5);
  await runner.close();
  const letters = (await lettersOf(account)).map(({ id, reason }) => `${id}: ${reason}`);
  assert.deepEqual(letters.sort(), [
    'failing: Busy.',
    'faulty: Its payload is none of its kind.',
    'late: Its time was over before it was begun.',
    'refused: No.',
    'untold: Nobody does jobs of this kind.',
  ]);
  assert.deepEqual(buried.sort(), [
    'failing: Busy.',
    'late: Its time was over before it was begun.',
  ]);
  assert.deepEqual(await Promise.all(told), [true, true], 'told once it was noted');
});

test('[JB7] an account whose jobs take for ever holds up no other, and not more than its places', async () => {
  const [flood, other] = [await bench.account(), await bench.account()];
  const ended = Promise.withResolvers<void>();
  const { kind, works } = kindThat(async ({ account }) => {
    if (account === flood) await ended.promise;
    return { type: 'done' };
  });
  const made = jobLimits.ofAccount + 12;
  for (let index = 0; index < made; index += 1)
    await bench.make(flood, `f${index}`, { lane: `l${index % 2}` });
  const runner = bench.run([kind]);
  await until('its places are taken', () => runner.busy === jobLimits.ofAccount);
  for (let index = 0; index < 20; index += 1) await bench.make(other, `o${index}`);
  runner.look();
  const isOther = ({ account }: JobWork<unknown>) => account === other;
  await until('the other account is served', () => works.filter(isOther).length === 20);
  assert.equal(works.length - 20, jobLimits.ofAccount);
  ended.resolve();
  await until('all are done', async () => (await waits()) === 0);
  await runner.close();
  assert.equal(works.length, made + 20);
});

test('[JB13] while people who talk need the time, few jobs are taken at once, with a rest between', async () => {
  const account = await bench.account();
  const pace = { restMs: 200 };
  const { kind, works } = kindThat(async () => ({ type: 'done' }));
  const { ofLook } = jobLimits;
  for (let index = 0; index < ofLook + 1; index += 1) await bench.make(account, `j${index}`);
  const runner = bench.run([kind], 0.5, bench.jobs, bench.time.now, pace);
  await until('the first are done', async () => (await waits()) === 1 && runner.busy === 0);
  runner.look();
  bench.time.advance(pace.restMs - 1);
  assert.equal(works.length, ofLook);
  bench.time.advance(1);
  await until('all are done', async () => (await waits()) === 0);
  await runner.close();
});

test('[JB4] a clock that is set forward an hour has no job done twice, nor left undone', async () => {
  const account = await bench.account();
  const free = Promise.withResolvers<void>();
  const { kind, works } = kindThat(async () => {
    await free.promise;
    return { type: 'done' };
  });
  for (const id of ['a', 'b']) await bench.make(account, id, { key: 'k' });
  const runner = bench.run([kind], 0.5, bench.jobs, () => 0);
  await until('the first is begun', () => works.length === 1);
  for (let hour = 0; hour < 3; hour++) {
    bench.time.advance(3600_000);
    runner.look();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until('its lease is renewed', async () => {
    const row = await bench.records.withAccount(account, (sql) =>
      sql.row<{ until: Date }>("SELECT leased_until AS until FROM jobs WHERE id = 'a'"),
    );
    return (row?.until.getTime() ?? 0) > bench.time.now();
  });
  assert.deepEqual(
    works.map(({ id }) => id),
    ['a'],
  );
  free.resolve();
  await until('both are done', async () => (await waits()) === 0);
  await runner.close();
  assert.deepEqual(
    works.map(({ id }) => id),
    ['a', 'b'],
  );
});

test('[JB4] what ended as its clock was set forward is settled, and not done again', async () => {
  const account = await bench.account();
  const { kind, works } = kindThat(() => {
    bench.time.advance(3600_000);
    return { type: 'done' };
  });
  await bench.make(account, 'once');
  const runner = bench.run([kind], 0.5, bench.jobs, () => 0);
  await until('it is done', async () => (await waits()) === 0);
  await runner.close();
  assert.equal(works.length, 1);
});

test('[JB4] of several runners each job is done by one, as long as its lease lasts', async () => {
  const account = await bench.account();
  const { kind, works } = kindThat(() => ({ type: 'done' }));
  for (let index = 0; index < 120; index += 1)
    await bench.make(account, `j${index}`, { key: `k${index % 30}` });
  const runners = [1, 2, 3, 4].map(() => bench.run([kind]));
  await until('all are done', async () => (await waits()) === 0);
  await Promise.all(runners.map((each) => each.close()));
  assert.equal(works.length, 120);
  assert.equal(new Set(works.map(({ id }) => id)).size, 120);
  for (let key = 0; key < 30; key += 1) {
    const order = works
      .filter((work) => work.key === `k${key}`)
      .map(({ id }) => Number(id.slice(1)));
    assert.deepEqual(
      order,
      [...order].sort((one, next) => one - next),
    );
  }
});

test('[JB4] a job whose worker froze is done by another after the lease', async () => {
  const account = await bench.account();
  const frozen = Promise.withResolvers<JobOutcome>();
  const { kind, works } = kindThat(() => (works.length === 1 ? frozen.promise : { type: 'done' }));
  await bench.make(account, 'a');
  const runner = bench.run([kind]);
  await until('it is begun', () => works.length === 1);
  bench.time.advance(jobLimits.leaseMs + jobLimits.pollMs);
  runner.look();
  await until('it is done', async () => works.length === 2 && (await waits()) === 0);
  const written: string[] = [];
  frozen.resolve({ type: 'dead', reason: 'late', along: async () => void written.push('late') });
  await until('both have ended', () => runner.busy === 0);
  await runner.close();
  assert.deepEqual([await lettersOf(account), written], [[], []]);
});

test('[JB4] a job that another worker had in between is not done twice at once by its first', async () => {
  const account = await bench.account();
  const free = Promise.withResolvers<void>();
  const [first, other] = ['first', 'other'].map((name) => {
    let atOnce = 0;
    const seen = { most: 0, begun: 0 };
    const { kind } = kindThat(async () => {
      seen.begun += 1;
      seen.most = Math.max(seen.most, ++atOnce);
      if (name === 'first') await free.promise;
      atOnce -= 1;
      if (name === 'first') return { type: 'done' };
      return { type: 'later', at: bench.time.now() + 2000 };
    });
    return { kind, seen };
  });
  assert.ok(first !== undefined && other !== undefined);
  await bench.make(account, 'a');
  // It does not look while the other has the job.
  let isAway = false;
  const store: JobStore = {
    ...bench.jobs,
    dueAccounts: async (...of) => (isAway ? [] : bench.jobs.dueAccounts(...of)),
  };
  const slow = bench.run([first.kind], 0.5, store, () => 0);
  await until('it is begun', () => first.seen.begun === 1);
  isAway = true;
  bench.time.advance(3600_000);
  const quick = bench.run([other.kind], 0.5, bench.jobs, () => 0);
  await until('another had it', () => other.seen.begun > 0 && quick.busy === 0);
  await quick.close();
  isAway = false;
  for (let second = 0; second < 6; second += 1) {
    bench.time.advance(1000);
    slow.look();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.deepEqual(first.seen, { most: 1, begun: 1 });
  free.resolve();
  await until('the first has ended', () => slow.busy === 0);
  bench.time.advance(5000);
  slow.look();
  await until('it is done', async () => (await waits()) === 0);
  assert.equal(first.seen.most, 1);
  await slow.close();
});
