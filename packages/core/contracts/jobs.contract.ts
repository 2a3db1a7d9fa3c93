// The contract of every table of jobs, run on every adapter. The opener gives fresh accounts in a
// store that may hold others.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { type AccountId, JobId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import {
  type JobStore,
  type LeasedJob,
  leaseOf,
  type LeaseOrder,
  type NewJob,
} from '../ports/jobs.ts';
import type { Records, Sql } from '../ports/records.ts';

export interface JobStoreSubject {
  readonly store: JobStore;
  /** The same store, opened by the owner of the next epoch. */
  readonly later: JobStore;
  readonly records: Records;
  freshAccount(): Promise<AccountId>;
}

const start = 1_790_000_000_000;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** For a lease that minds no lane. */
export const anyLane = { ofLane: 100, held: new Map<string, number>() } as const;

/** Registers the suite. `subject` is called once the tests run. */
export function jobStoreContract(name: string, subject: () => JobStoreSubject): void {
  const check = (title: string, run: (at: Bench) => Promise<void>) =>
    test(`${name}: ${title}`, async () => run(await benchOf(subject())));

  check(
    '[JB1] a job is created together with what its caller writes, or not at all',
    async (at) => {
      await assert.rejects(
        at.records.withAccount(at.account, async (sql) => {
          assert.equal(await at.store.make(sql, at.account, job('a'), start), true);
          throw new Error('the maker fails');
        }),
      );
      assert.deepEqual(await at.take(), []);
      await at.make(job('a'));
      const [taken] = await at.take();
      assert.deepEqual(taken?.payload, { of: 'a' });
      assert.deepEqual([taken?.attempt, taken?.madeAt], [1, start]);
    },
  );

  check('[JB2] the same id makes one job, also concurrently and once it is done', async (at) => {
    const made = await Promise.all(Array.from({ length: 6 }, () => at.make(job('a'))));
    assert.equal(made.filter(Boolean).length, 1);
    const [taken] = await at.take();
    assert.ok(taken !== undefined);
    assert.equal(await at.make(job('a')), false);
    assert.equal(await at.settle(taken, { type: 'done' }), true);
    assert.equal(await at.make(job('a')), false);
    assert.deepEqual(await at.take(), []);
  });

  check('[JB2] [JB3] several made together are as if made one after another', async (at) => {
    const all = (...jobs: NewJob[]) =>
      at.records.withAccount(at.account, (sql) => at.store.makeAll(sql, at.account, jobs, start));
    await all(job('a', { key: 'one' }), job('b', { key: 'two' }), job('c', { key: 'one' }));
    await all(job('d', { key: 'two' }), job('a', { key: 'three' }), job('e', { key: 'three' }));
    await all();
    const taken = await at.take();
    assert.deepEqual(idsOf(taken).toSorted(), ['a', 'b', 'e']);
    for (const each of taken) assert.equal(await at.settle(each, { type: 'done' }), true);
    assert.deepEqual(idsOf(await at.take()).toSorted(), ['c', 'd']);
  });

  check('[JB3] jobs of a key run one after another, in the order they were made', async (at) => {
    for (const id of ['a', 'b', 'c']) await at.make(job(id, { key: 'one' }));
    await at.make(job('other', { key: 'two' }));
    assert.deepEqual(idsOf(await at.take()), ['a', 'other']);
    assert.deepEqual(await at.take(), [], 'what is taken holds up its key');
    const again = { dueAt: start + minuteMs, deadlineAt: start + dayMs, reason: 'busy' };
    const [first] = await at.take({ now: start + 10 * minuteMs });
    assert.ok(first !== undefined);
    await at.settle(first, { type: 'again', ...again }, start + 10 * minuteMs);
    const order: string[] = [];
    for (let now = start + 20 * minuteMs; order.length < 3; now += minuteMs) {
      const jobs = (await at.take({ now })).filter(({ key }) => key === 'one');
      assert.equal(jobs.length, 1);
      for (const each of jobs) {
        order.push(each.id);
        await at.settle(each, { type: 'done' }, now);
      }
    }
    assert.deepEqual(order, ['a', 'b', 'c']);
  });

  check(
    '[JB3] concurrent makers wait for each other: none is lost, each comes once',
    async (at) => {
      const ids = Array.from({ length: 20 }, (_, index) => `j${index}`);
      const making = Promise.all(ids.map((id) => at.make(job(id, { key: 'one' }))));
      const seen: string[] = [];
      while (seen.length < ids.length) {
        for (const each of await at.take()) {
          seen.push(each.id);
          await at.settle(each, { type: 'done' });
        }
      }
      await making;
      assert.deepEqual([...seen].sort(), [...ids].sort());
    },
  );

  check('[JB4] concurrent workers are never given the same job', async (at) => {
    for (let index = 0; index < 40; index += 1)
      await at.make(job(`j${index}`, { key: `k${index}` }));
    const taken = await Promise.all(Array.from({ length: 8 }, () => at.take({ most: 9 })));
    const ids = taken.flatMap(idsOf);
    assert.equal(new Set(ids).size, ids.length);
    for (const each of taken) assert.ok(each.length <= 9);
    ids.push(...idsOf(await at.take({ most: 40 })));
    assert.equal(new Set(ids).size, 40);
  });

  check(
    '[JB4] a worker whose lease has lapsed settles nothing and writes nothing with it',
    async (at) => {
      await at.make(job('a'));
      const [slow] = await at.take();
      assert.ok(slow !== undefined);
      const lapsed = start + minuteMs;
      const make = along(at, job('follow'));
      assert.equal(await at.settle(slow, { type: 'done' }, lapsed, make), false);
      const [quick] = await at.take({ now: lapsed });
      assert.deepEqual([quick?.id, quick?.attempt], ['a', 2]);
      assert.ok(quick !== undefined);
      assert.equal(await at.settle(slow, { type: 'done' }, start, make), false);
      assert.equal(await at.settle(quick, { type: 'done' }, lapsed, make), true);
      assert.deepEqual(idsOf(await at.take({ now: lapsed })), ['follow']);
      assert.equal(await at.settle(quick, { type: 'done' }, lapsed), false, 'nobody settles twice');
    },
  );

  check(
    '[JB3] [JB4] of jobs that are done at once, one that fails or is not held keeps back no other',
    async (at) => {
      const names = ['a', 'b', 'c', 'bad', 'lost'];
      for (const name of names) await at.make(job(name, { key: name }));
      for (const name of names) await at.make(job(`${name}.next`, { key: name }));
      const taken = await at.take();
      const write = async (sql: Sql, all: readonly string[]): Promise<void> => {
        assert.ok(!all.includes('lost'), 'nothing is written for a job that is not held');
        for (const name of all) await at.store.make(sql, at.account, job(`of.${name}`), start);
        if (all.includes('bad')) throw new Error('it cannot be written');
      };
      const settled = await Promise.allSettled(
        taken.map((each) => {
          const lease = each.id === 'lost' ? randomUUID() : each.lease;
          return at.settle({ ...each, lease }, { type: 'done' }, start, { of: each.id, write });
        }),
      );
      assert.deepEqual(
        settled.map((each) => (each.status === 'fulfilled' ? each.value : 'failed')),
        [true, true, true, 'failed', false],
      );
      assert.deepEqual(idsOf(await at.take()).toSorted(), [
        'a.next',
        'b.next',
        'c.next',
        'of.a',
        'of.b',
        'of.c',
      ]);
    },
  );

  check(
    '[JB4] a lease is renewed as long as it is held, and settles under its name',
    async (at) => {
      for (const id of ['a', 'b', 'c']) await at.make(job(id));
      const [settled, taken, renewed] = await at.take();
      assert.ok(settled !== undefined && taken !== undefined && renewed !== undefined);
      const lapsed = start + minuteMs;
      const renew = (of: LeasedJob) => at.store.renew(at.account, of, lapsed + minuteMs);
      await at.settle(settled, { type: 'done' });
      assert.equal(await renew(settled), false, 'nothing is left to renew');
      assert.equal(await renew(renewed), true);
      assert.equal(await at.later.renew(at.account, renewed, 0), false, 'it is of another epoch');
      const again = await at.take({ now: lapsed });
      assert.deepEqual(idsOf(again), [taken.id], 'what was renewed is nobody else’s');
      assert.equal(await renew(taken), false, 'another worker has it');
      assert.equal(await at.settle(renewed, { type: 'done' }, start), true);
      assert.deepEqual(await at.take({ now: lapsed }), []);
    },
  );

  check(
    '[JB4] what was taken in a later epoch is closed to those of an earlier one',
    async (at) => {
      await at.make(job('a'));
      const [stale] = await at.take();
      const lapsed = start + minuteMs;
      const order = orderOf({ now: lapsed });
      const [taken] = await at.later.lease(at.account, order);
      assert.ok(stale !== undefined && taken !== undefined);
      assert.equal(
        await at.settle({ ...stale, lease: order.lease }, { type: 'done' }, lapsed),
        false,
      );
      assert.deepEqual(await at.take({ now: lapsed + dayMs }), []);
      assert.equal(await at.later.settle(at.account, taken, { type: 'done' }, lapsed), true);
    },
  );

  check(
    '[JB12] what a dead holder left is due at once, and its late settlement has no effect',
    async (at) => {
      for (const id of ['a', 'b']) await at.make(job(id, { key: 'one' }));
      const holder = randomUUID();
      const [left] = await at.take({ lease: leaseOf(holder, '1') });
      assert.ok(left !== undefined);
      assert.deepEqual(await at.take(), []);
      assert.equal(await at.store.free(holder), 1);
      assert.equal(await at.settle(left, { type: 'done' }, start, along(at, job('c'))), false);
      const taken = await at.take();
      assert.deepEqual([idsOf(taken), taken[0]?.attempt], [['a'], 2], 'in its place');
      assert.equal(await at.store.free(holder), 0);
    },
  );

  check('[JB12] the leases of other holders and of a later epoch stay', async (at) => {
    const [ours, theirs] = [randomUUID(), randomUUID()];
    await at.make(job('a'));
    await at.take({ lease: leaseOf(theirs, '1') });
    await at.make(job('b'));
    await at.later.lease(at.account, orderOf({ lease: leaseOf(ours, '1') }));
    await at.make(job('c'));
    await at.take({ lease: leaseOf(`${ours}-2`, '1') });
    assert.equal(await at.store.free(ours), 0);
    assert.deepEqual(await at.take(), []);
    assert.equal(await at.later.free(ours), 1);
  });

  check('[JB12] a job that was begun too often waits until its lease lapses', async (at) => {
    const holder = randomUUID();
    await at.make(job('a'));
    const freed: number[] = [];
    for (let attempt = 1; attempt <= jobLimits.freedAttempts + 1; attempt += 1) {
      assert.equal((await at.take({ lease: leaseOf(holder, String(attempt)) })).length, 1);
      freed.push(await at.store.free(holder));
    }
    assert.deepEqual(freed, [...Array<number>(jobLimits.freedAttempts).fill(1), 0]);
    assert.deepEqual(await at.take(), []);
    assert.equal((await at.take({ now: start + minuteMs })).length, 1);
  });

  check(
    '[JB5] one that is tried again is due at its new instant, with its attempts',
    async (at) => {
      await at.make(job('a'));
      const [first] = await at.take();
      assert.ok(first !== undefined);
      const dueAt = start + 5 * minuteMs;
      const deadlineAt = start + dayMs;
      await at.settle(first, { type: 'again', dueAt, deadlineAt, reason: 'busy' });
      assert.deepEqual(await at.take({ now: dueAt - 1 }), []);
      const [second] = await at.take({ now: dueAt });
      assert.equal(second?.attempt, 2);
      assert.ok(second !== undefined);
      const later = { dueAt: dueAt + minuteMs, deadlineAt: deadlineAt + dayMs, reason: null };
      await at.settle(second, { type: 'again', ...later }, dueAt);
      const [third] = await at.take({ now: later.dueAt });
      assert.deepEqual([third?.attempt, third?.deadlineAt], [2, later.deadlineAt]);
    },
  );

  check('[JB5] if the deadline of one is extended, so are those behind it', async (at) => {
    for (const id of ['a', 'b']) await at.make(job(id, { key: 'one' }));
    await at.make(job('c'));
    const [first] = await at.take();
    assert.ok(first !== undefined);
    const deadlineAt = start + dayMs + 5;
    await at.settle(first, { type: 'again', dueAt: start, deadlineAt, reason: null });
    const [again] = await at.take();
    assert.deepEqual([again?.id, again?.deadlineAt], ['a', deadlineAt]);
    assert.ok(again !== undefined);
    await at.settle(again, { type: 'done' });
    const [behind] = await at.take();
    assert.deepEqual([behind?.id, behind?.deadlineAt], ['b', deadlineAt]);
    const other = (await at.take({ now: start + minuteMs })).find(({ id }) => id === 'c');
    assert.equal(other?.deadlineAt, start + dayMs);
  });

  check('[JB5] jobs of a key that wait for later are hastened, and no others', async (at) => {
    const dueAt = start + 60 * minuteMs;
    await at.make(job('a', { key: 'sms/1', dueAt }));
    await at.make(job('b', { key: 'sms/2', dueAt, kind: 'other' }));
    await at.make(job('c', { key: 'web/1', dueAt }));
    assert.deepEqual(await at.take(), []);
    await at.records.withAccount(at.account, (sql) =>
      at.store.hasten(sql, { kind: 'test', keyPrefix: 'sms/' }, start),
    );
    assert.deepEqual(idsOf(await at.take({ kinds: ['test', 'other'] })), ['a']);
  });

  check(
    '[JB6] a dead letter lets others of its key pass, and is read with its reason',
    async (at) => {
      await at.make(job('a', { key: 'one' }));
      await at.make(job('b', { key: 'one' }));
      await at.bury('a', start + 1);
      assert.deepEqual(idsOf(await at.take()), ['b']);
      const letters = await at.store.dead(at.account, { before: null, limit: 10 });
      assert.deepEqual(letters, [
        {
          ...{ id: 'a', kind: 'test', key: 'one', reason: 'refused' },
          ...{ attempts: 1, madeAt: start, diedAt: start + 1 },
        },
      ]);
      assert.deepEqual(await at.store.dead(at.other, { before: null, limit: 10 }), []);
    },
  );

  check('[JB6] dead letters are read in pages, newest first', async (at) => {
    for (const [index, id] of ['a', 'b', 'c'].entries()) {
      await at.make(job(id));
      await at.bury(id, start + index);
    }
    const first = await at.store.dead(at.account, { before: null, limit: 2 });
    assert.deepEqual(idsOf(first), ['c', 'b']);
    const before = { at: first[1]?.diedAt ?? 0, id: 'b' };
    assert.deepEqual(idsOf(await at.store.dead(at.account, { before, limit: 2 })), ['a']);
  });

  check('[JB6] a person has a dead letter retried, in its place, or drops it', async (at) => {
    for (const id of ['a', 'b', 'c']) await at.make(job(id, { key: 'one' }));
    await at.bury('a');
    const [holding] = await at.take();
    assert.equal(holding?.id, 'b');
    assert.equal(await at.revive('a'), true);
    assert.equal(await at.revive('a'), false, 'it is no dead letter any more');
    assert.deepEqual(await at.take(), [], 'it waits for the one that is being done');
    assert.ok(holding !== undefined);
    await at.settle(holding, { type: 'done' });
    const [revived] = await at.take();
    assert.deepEqual([revived?.id, revived?.attempt], ['a', 1]);
    assert.ok(revived !== undefined);
    await at.settle(revived, { type: 'dead', reason: 'refused' });
    const drop = (id: string) =>
      at.records.withAccount(at.account, (sql) => at.store.drop(sql, JobId.parse(id)));
    assert.deepEqual([await drop('c'), await drop('a'), await drop('a')], [false, true, false]);
    assert.deepEqual(idsOf(await at.take()), ['c']);
  });

  check(
    '[JB6] after its deadline a job of any kind is taken, to become a dead letter',
    async (at) => {
      await at.make(job('a', { kind: 'gone', deadlineAt: start + minuteMs }));
      assert.deepEqual(await at.take(), []);
      assert.deepEqual(idsOf(await at.take({ now: start + minuteMs })), ['a']);
    },
  );

  check('[JB7] an account is listed while it has a job that may be taken', async (at) => {
    const isDue = async (account: AccountId, now = start) =>
      (await at.store.dueAccounts(now, 100_000)).includes(account);
    assert.equal(await isDue(at.account), false);
    await at.make(job('a', { dueAt: start + 5 }));
    assert.deepEqual([await isDue(at.account), await isDue(at.account, start + 5)], [false, true]);
    const [taken] = await at.take({ now: start + 5 });
    assert.equal(await isDue(at.account, start + 6), false);
    assert.equal(await isDue(at.account, start + 10 * minuteMs), true, 'its lease lapsed');
    assert.ok(taken !== undefined);
    await at.settle(taken, { type: 'done' }, start + 6);
    assert.equal(await isDue(at.account, start + 10 * minuteMs), false);
    assert.equal(await isDue(at.other), false);
  });

  check('[JB11] lanes are served in turns, and none beyond its places', async (at) => {
    for (let index = 0; index < 9; index += 1)
      await at.make(job(`flood${index}`, { lane: 'flood', dueAt: start - minuteMs }));
    for (const id of ['a', 'b']) await at.make(job(id, { lane: 'quiet' }));
    const held = new Map([['flood', 1]]);
    const [first] = await at.take({ most: 1, ofLane: 4, held });
    assert.equal(first?.id, 'a', 'of the lane that has fewest');
    const next = await at.take({ ofLane: 4, held });
    assert.deepEqual(idsOf(next), ['flood0', 'flood1', 'flood2', 'b']);
    assert.deepEqual(await at.take({ ofLane: 4, held: new Map([['flood', 4]]) }), []);
    assert.equal((await at.take({ ofLane: 9 })).length, 6, 'places that are free');
  });

  check('[JB11] a lane is full once so many wait in it', async (at) => {
    for (const id of ['a', 'b']) await at.make(job(id, { key: 'one', lane: 'narrow' }));
    const isFull = (lane: string, most: number) =>
      at.records.withAccount(at.account, (sql) => at.store.isFull(sql, lane, most));
    assert.deepEqual(
      [await isFull('narrow', 2), await isFull('narrow', 3), await isFull('wide', 1)],
      [true, false, false],
    );
    await at.bury('a');
    assert.equal(await isFull('narrow', 2), false);
  });

  check('[JB8] finished jobs are removed after their time, waiting ones are not', async (at) => {
    for (const id of ['done', 'dead', 'waits']) await at.make(job(id));
    const done = (await at.take()).find(({ id }) => id === 'done');
    assert.ok(done !== undefined);
    await at.settle(done, { type: 'done' }, start + 1);
    const later = start + 2 * minuteMs;
    await at.bury('dead', later);
    while ((await at.store.forget({ done: start + 2, dead: later }, 10)) > 0);
    assert.equal(await at.make(job('done')), true, 'its id is free again');
    assert.deepEqual(idsOf(await at.store.dead(at.account, { before: null, limit: 9 })), ['dead']);
    while ((await at.store.forget({ done: start, dead: later + 1 }, 10)) > 0);
    assert.deepEqual(await at.store.dead(at.account, { before: null, limit: 9 }), []);
    assert.ok(idsOf(await at.take({ now: start + dayMs / 2 })).includes('waits'));
  });
}

interface Bench extends JobStoreSubject {
  readonly account: AccountId;
  readonly other: AccountId;
  make(job: NewJob): Promise<boolean>;
  take(order?: Partial<LeaseOrder>): Promise<readonly LeasedJob[]>;
  settle(
    job: LeasedJob,
    settlement: Parameters<JobStore['settle']>[2],
    now?: number,
    along?: Parameters<JobStore['settle']>[4],
  ): Promise<boolean>;
  /** Makes a dead letter of a waiting job. */
  bury(id: string, now?: number): Promise<void>;
  revive(id: string): Promise<boolean>;
}

async function benchOf(subject: JobStoreSubject): Promise<Bench> {
  const { store, records, freshAccount } = subject;
  const [account, other] = [await freshAccount(), await freshAccount()];
  const settle: Bench['settle'] = (taken, settlement, now = start, along) =>
    store.settle(account, taken, settlement, now, along);
  const take: Bench['take'] = (order) => store.lease(account, orderOf(order));
  return {
    ...{ ...subject, account, other, settle, take },
    make: (made) => records.withAccount(account, (sql) => store.make(sql, account, made, start)),
    async bury(id, now = start) {
      const taken = (await take({ now })).find((each) => each.id === id);
      assert.ok(taken !== undefined, `${id} is not to be taken`);
      await settle(taken, { type: 'dead', reason: 'refused' }, now);
    },
    revive: (id) =>
      records.withAccount(account, (sql) =>
        store.revive(sql, JobId.parse(id), { now: start, deadlineAt: start + dayMs }),
      ),
  };
}

function job(id: string, of: Partial<NewJob> = {}): NewJob {
  return {
    ...{ id: JobId.parse(id), kind: 'test', key: id, lane: 'test', payload: { of: id } },
    ...{ dueAt: start, deadlineAt: start + dayMs },
    ...of,
  };
}

function orderOf(of: Partial<LeaseOrder> = {}): LeaseOrder {
  const now = of.now ?? start;
  const kinds = ['test'];
  const order = { lease: randomUUID(), now, until: now + minuteMs, kinds, most: 100 };
  return { ...order, ...anyLane, ...of };
}

const along =
  (at: Bench, made: NewJob) =>
  async (sql: Parameters<JobStore['make']>[0]): Promise<void> =>
    void (await at.store.make(sql, at.account, made, start));

function idsOf(jobs: readonly { readonly id: JobId }[]): string[] {
  return jobs.map(({ id }) => id);
}
