// Promises of several skills in one slot, and the agents who have them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UserId } from '@opportune/protocol/ids.ts';
import { canBeKept, type Wanted } from '../shared-agents.ts';

const users = (names: string) => names.split('').map((name) => UserId.parse(name));
const wanted = (count: number, names: string): Wanted => ({ count, able: users(names) });

test('[CB2] one agent keeps the promises of one skill, however many skills they have', () => {
  assert.equal(canBeKept([wanted(1, 'a')], 1), true);
  assert.equal(canBeKept([wanted(1, 'a'), wanted(1, 'a')], 1), false);
  assert.equal(canBeKept([wanted(1, 'a'), wanted(1, 'a')], 2), true);
  // The first skill leaves the only agent of the second one free.
  assert.equal(canBeKept([wanted(1, 'ab'), wanted(1, 'a')], 1), true);
  assert.equal(canBeKept([wanted(2, 'abc'), wanted(1, 'a'), wanted(1, 'a')], 1), false);
});

test('[CB2] for any skills, promises can be kept if no group of skills needs more than its agents', () => {
  const aWanted = fc.record({
    count: fc.integer({ min: 0, max: 4 }),
    able: fc.subarray([...users('abcde')]),
  });
  fc.assert(
    fc.property(
      fc.array(aWanted, { maxLength: 5 }),
      fc.integer({ min: 1, max: 3 }),
      (all, each) => {
        assert.equal(canBeKept(all, each), fits(all, each));
      },
    ),
    { numRuns: 2000, seed: 20_261_127 },
  );
});

/** Hall's condition, for each group of skills. */
function fits(all: readonly Wanted[], perAgent: number): boolean {
  for (let bits = 1; bits < 2 ** all.length; bits += 1) {
    const group = all.filter((_, index) => ((bits >> index) & 1) === 1);
    const able = new Set(group.flatMap(({ able: own }) => [...own]));
    if (group.reduce((sum, { count }) => sum + count, 0) > able.size * perAgent) return false;
  }
  return true;
}
