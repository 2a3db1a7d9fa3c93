// The simulated shop matches docs/benchmarks/simulated-shop: it is frozen, and the same seed gives
// the same draws. Each world is hard, and it can be won.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { playOracle } from './oracle.ts';
import { playRules, ruleFamily } from './rules.ts';
import { drawStream } from './stream.ts';
import type { Stream } from './stream.ts';
import { tunedFor } from './tuned.ts';
import { worlds } from './worlds.ts';
import { rounds } from '../../test/support/proof-size.test-support.ts';

const differing = worlds.filter(({ kind }) => kind === 'differs');
const testSeed = 77;

test('the worlds are frozen: their numbers and draws keep their original digest', () => {
  const digest = createHash('sha256').update(JSON.stringify(worlds));
  for (const world of worlds) {
    const { moments, visitors } = drawStream(world, 300, 5);
    for (const column of [moments.at, moments.gain, moments.accept, moments.score, visitors.handle])
      digest.update(column.map((value) => Math.fround(value)).join());
  }
  assert.equal(digest.digest('hex').slice(0, 16), 'dfe4bd9ab0e47c4c');
});

test('the same seed draws the same stream, and another seed draws another', () => {
  const [world] = worlds;
  assert.ok(world !== undefined);
  const gains = (seed: number) => drawStream(world, 500, seed).moments.gain.join();
  assert.equal(gains(3), gains(3));
  assert.notEqual(gains(3), gains(4));
});

test('the family has at least 5,000 rules, and there are at least six worlds', () => {
  assert.ok(ruleFamily().length >= 5_000);
  assert.ok(differing.length >= 6);
});

for (const world of differing) {
  test(`${world.name}: the rule uses 60 % of staffed time, and the oracle gains 1.4 times as much`, () => {
    const stream = drawStream(world, rounds({ usual: 15_000, full: 50_000 }), testSeed);
    const { rules, plans } = tunedFor(world);
    const rule = playRules(stream, rules);
    const oracle = playOracle(stream, plans);
    assert.ok(rule.used >= 0.6, `used ${rule.used}`);
    const ratio = oracle.valuePerStaffedHour / rule.valuePerStaffedHour;
    assert.ok(ratio >= 1.4, `ratio ${ratio}`);
  });

  test(`${world.name}: part of the gain depends on facts that no rule reads`, () => {
    const stream = drawStream(world, rounds({ usual: 8000, full: 20_000 }), testSeed);
    const shares = outsideShares(stream);
    assert.ok(Math.max(...shares) >= 0.02, shares.join());
  });
}

/**
 * For facts that no rule reads: the share of the gain's variance that lies between visitors with
 * and without the fact, within cells of equal intent and section.
 */
function outsideShares({ moments, visitors, world }: Stream): readonly number[] {
  const of = (at: number) => moments.visitor[at] ?? 0;
  const facts: readonly ((at: number) => boolean)[] = [
    (at) => visitors.mobile[of(at)] === 1,
    (at) => visitors.returning[of(at)] === 1,
    (at) => visitors.source[of(at)] === 2,
    (at) => (moments.searches[at] ?? 0) > 0,
    (at) => (moments.compares[at] ?? 0) > 0,
    (at) => (moments.traces[at] ?? 0) > 0,
    (at) => world.priceExponent > 0 && (visitors.price[of(at)] ?? 0) > 1,
  ];
  const cell = (at: number) =>
    Math.floor((moments.score[at] ?? 0) / 10) * 6 + (moments.section[at] ?? 0);
  const value = (at: number) => (moments.gain[at] ?? 0) * (visitors.value[of(at)] ?? 0);
  const moving = Array.from(moments.age.keys()).filter((at) => (moments.age[at] ?? 0) > 30);
  const inCells = explained(moving, value, cell);
  return facts.map((fact) => {
    const split = explained(moving, value, (at) => cell(at) * 2 + (fact(at) ? 1 : 0));
    return (split - inCells) / (1 - inCells);
  });
}

/** The share of the value's variance that lies between groups. */
function explained(
  members: readonly number[],
  value: (at: number) => number,
  group: (at: number) => number,
): number {
  const groups = new Map<number, { many: number; sum: number }>();
  let [sum, squares] = [0, 0];
  for (const at of members) {
    const each = groups.get(group(at)) ?? { many: 0, sum: 0 };
    each.many++;
    each.sum += value(at);
    groups.set(group(at), each);
    sum += value(at);
    squares += value(at) ** 2;
  }
  const mean = sum / members.length;
  const total = squares - sum * mean;
  let between = 0;
  for (const each of groups.values()) between += each.many * (each.sum / each.many - mean) ** 2;
  return between / total;
}
