// The guard with memory figures set by hand: when it collects, releases, refuses, and stops
// refusing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryGuard } from './guard.ts';
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import { entryBytes } from './entry-bytes.ts';
import { accountTables, bytesOfOne, connectionTables, consoleTables } from './following-tables.ts';
import {
  leastMaximumBytes,
  memoryPlan,
  memoryShares,
  payerShare,
  reservedBytes,
  restBytes,
} from './plan.ts';

const MiB = 1024 * 1024;

function guarded(maximum = 1000 * MiB) {
  const made = {
    ...{ resident: 100, spare: 0, used: 50, now: 0, collections: 0, tookMs: 10 },
    /** The part of the resident memory that collecting frees. */
    garbage: 0,
    shed: [] as number[],
    growth: [] as number[],
    look: (): void => assert.fail('it does not look'),
  };
  const guard = new MemoryGuard({
    plan: memoryPlan(maximum + reservedBytes),
    schedule: (_delayMs, run) => {
      made.look = run;
      return () => (made.look = () => {});
    },
    log: { warn() {}, info() {} },
    now: () => made.now,
    use: () => ({
      resident: made.resident * MiB,
      spare: made.spare * MiB,
      used: made.used * MiB,
    }),
    growBy: (percent) => void made.growth.push(percent),
    collect() {
      made.collections++;
      made.resident -= made.garbage;
      made.garbage = 0;
      return made.tookMs;
    },
  });
  guard.onNear((bytes) => made.shed.push(Math.round(bytes / MiB)));
  return Object.assign(made, { guard });
}

test('[OP10] below four fifths of the maximum nothing is done', () => {
  const of = guarded();
  of.resident = 799;
  of.look();
  assert.deepEqual([of.collections, of.shed, of.guard.isTight], [0, [], false]);
});

test('[OP10] garbage is collected first, and nothing is evicted if that is enough', () => {
  const of = guarded();
  Object.assign(of, { resident: 950, garbage: 400 });
  of.look();
  assert.deepEqual([of.collections, of.shed, of.guard.isTight], [1, [], false]);
});

test('[OP10] if collection does not free enough, visitors are evicted, and from nine tenths on nobody new is admitted until memory eases', () => {
  const of = guarded();
  of.resident = 950;
  of.look();
  assert.deepEqual([of.shed, of.guard.isTight], [[230], true]);
  of.resident = 850;
  of.look();
  assert.equal(of.guard.isTight, false);
});

test('[OP10] what the heap has and does not use is no reason to refuse anybody', () => {
  const of = guarded();
  Object.assign(of, { resident: 950, spare: 300 });
  of.look();
  assert.deepEqual([of.collections, of.shed, of.guard.isTight], [0, [], false]);
});

test('[OP9] the heap grows only into what is free, before it is collected', () => {
  const of = guarded();
  of.look();
  assert.deepEqual(of.growth, [], 'as V8 decides while most is free');
  for (const [resident, used] of [
    [400, 300],
    [700, 500],
    [780, 500],
    [900, 600],
    [300, 100],
  ]) {
    Object.assign(of, { resident, used });
    of.look();
  }
  assert.deepEqual(of.growth, [100, 20, 10, 0]);
});

test('[OP10] collection takes at most a twentieth of the time', () => {
  const of = guarded();
  Object.assign(of, { resident: 950, tookMs: 500 });
  for (; of.now < 40_000; of.now += 250) of.look();
  assert.ok(of.collections >= 3 && of.collections <= 4, `${of.collections}`);
});

test('[OP9] the bounds of the tables and the process at rest together fit into any maximum', () => {
  for (const maximum of [leastMaximumBytes, 400 * MiB, 1024 * MiB, 64 * 1024 * MiB]) {
    const plan = memoryPlan(maximum);
    const names = Object.keys(memoryShares) as readonly (keyof typeof memoryShares)[];
    const tables = names.reduce((sum, name) => sum + plan[name], 0);
    assert.ok(restBytes + reservedBytes + 2 * tables <= maximum);
    for (const name of names) assert.ok(plan[name] > MiB, `${name} of ${maximum}`);
    const { connections, consoles, accounts, polls, conversations, payers } = plan;
    assert.ok(connections >= 400 && connections <= socketLimits.connections, `${connections}`);
    assert.ok(consoles >= 13 && consoles <= socketLimits.consoles, `${consoles}`);
    assert.ok(accounts >= 100 && polls >= 400 && payers > 0 && payers <= 1);
    const others =
      connections * bytesOfOne(connectionTables) +
      consoles * bytesOfOne(consoleTables) +
      accounts * bytesOfOne(accountTables) +
      polls * entryBytes.poll +
      payers * payerShare.mostBytes +
      conversations +
      plan.configurations;
    assert.ok(restBytes + reservedBytes + tables + others <= maximum, `${others / MiB}`);
  }
});
