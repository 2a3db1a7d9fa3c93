// Names under the leases of nodes, in a real register: who has which as nodes join and leave.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test, type TestContext } from 'node:test';
import type { Versions } from '@opportune/core/cluster/versions.ts';
import { leaseClock } from '../adapter/leases/lease-clock.ts';
import { openLeases } from '../adapter/leases/leases-postgres.ts';
import { ownRecords, testLog } from '../adapter/engines.test-support.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { holdNames, type Holding, type Known } from './hold-names.ts';

const names = ['1', '2', '3', '4', '5'];
let database: Awaited<ReturnType<typeof ownRecords>>;
before(async () => {
  database = await ownRecords();
});
after(() => database.close());

interface TestHolder {
  readonly holding: Holding;
  readonly served: Set<string>;
  readonly known: () => Known;
}

/** All that serve at any time, so that none serves what another one does. */
function node(
  t: TestContext,
  all: TestHolder[],
  address: string,
  speaks: Versions = { oldest: 1, newest: 1 },
): TestHolder {
  const served = new Set<string>();
  let known: Known = { elsewhere: {}, nodes: {}, heldUntil: 0 };
  const holding = holdNames({
    ...{ names, node: `node-${randomUUID()}`, address, elapsed: leaseClock() },
    ...{ leases: openLeases(database.records), log: testLog(), speaks },
    cutOff: () => Promise.reject(new Error('nobody was lost')),
    upon: {
      take(taken) {
        for (const name of taken) {
          assert.ok(!all.some((one) => one.served.has(name)), `${name} is served twice`);
          served.add(name);
        }
      },
      async release(lost) {
        // As long as a process needs to stop.
        await new Promise((resolve) => setTimeout(resolve, 300));
        for (const name of lost) served.delete(name);
      },
      know: (now) => (known = now),
    },
  });
  t.after(async () => {
    holding.leave();
    await holding.over;
    holding.close();
  });
  const holder = { holding, served, known: () => known };
  all.push(holder);
  return holder;
}

test('[CL16] [CL20] names move to nodes that join and from those that leave, and none is served twice', async (t) => {
  const all: TestHolder[] = [];
  const one = node(t, all, '192.0.2.1:7710');
  await until('one has all', () => one.served.size === names.length);
  assert.ok(one.holding.isAlone());
  assert.deepEqual(one.known().elsewhere, {});
  const other = node(t, all, '192.0.2.2:7710');
  const third = node(t, all, '192.0.2.3:7710');
  const sizes = () => all.map(({ served }) => served.size).toSorted();
  await until('each has its share', () => String(sizes()) === '1,2,2');
  assert.ok(!one.holding.isAlone());
  await until('each knows the others', () => Object.keys(one.known().elsewhere).length >= 3);
  for (const [name, address] of Object.entries(one.known().elsewhere))
    assert.ok((address === '192.0.2.2:7710' ? other : third).served.has(name), name);
  other.holding.leave();
  assert.equal(await other.holding.over, 'left');
  assert.equal(other.served.size, 0);
  await until('the others have its names', () => one.served.size + third.served.size === 5);
  one.holding.leave();
  await until('the last one has all', () => third.served.size === 5);
});

test('[CL11] nodes of two neighbouring builds share the names, and one that is no neighbour ends', async (t) => {
  const all: TestHolder[] = [];
  const former = node(t, all, '192.0.2.1:7710', { oldest: 1, newest: 2 });
  await until('the former has all', () => former.served.size === names.length);
  const next = node(t, all, '192.0.2.2:7710', { oldest: 2, newest: 3 });
  await until('each has its share', () => next.served.size >= 2 && former.served.size >= 2);
  const after = node(t, all, '192.0.2.3:7710', { oldest: 3, newest: 4 });
  assert.equal(await after.holding.over, 'version');
  assert.equal(after.served.size, 0);
  former.holding.leave();
  await former.holding.over;
  await until('the next has all', () => next.served.size === names.length);
  const later = node(t, all, '192.0.2.4:7710', { oldest: 3, newest: 4 });
  await until('a cluster that is upgraded takes the one after', () => later.served.size >= 2);
});
