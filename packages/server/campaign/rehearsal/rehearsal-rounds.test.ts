import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rehearsalLimits } from '@opportune/protocol/limits/campaigns.ts';
import { firstUntil, nextUntil } from './rehearsal-rounds.ts';

const { hashParts } = rehearsalLimits;

/** The ends of the rounds, at this speed and within this time. */
function rounds(share: number, partsPerMs: number, timeMs: number): readonly number[] {
  let [from, until, leftMs] = [0, firstUntil(share), timeMs];
  const ends = [until];
  while (until < hashParts) {
    const lastMs = (until - from) / partsPerMs;
    leftMs -= lastMs;
    const next = nextUntil({ from, until, lastMs, leftMs });
    if (next === until) break;
    [from, until] = [until, next];
    ends.push(until);
  }
  return ends;
}

test('[V10] each round covers six times as many visitors, until all are covered', () => {
  assert.deepEqual(rounds(0.02, 1e6, 1e6), [20_000, 120_000, hashParts]);
  assert.deepEqual(rounds(0.001, 1e6, 1e6), [1000, 6000, 36_000, 216_000, hashParts]);
  assert.deepEqual(rounds(0.7, 1e6, 1e6), [hashParts]);
});

test('[V10] rounds end with the time and never exceed it', () => {
  const partsPerMs = 2;
  for (const timeMs of [20_000, 60_000, 120_000, 400_000]) {
    const ends = rounds(0.01, partsPerMs, timeMs);
    const last = ends.at(-1) ?? 0;
    assert.ok(last <= timeMs * partsPerMs, `${timeMs}: ${last}`);
    assert.ok(
      last >= Math.min(hashParts, 0.6 * timeMs * partsPerMs),
      `${timeMs}: ${last} is less than it could be`,
    );
  }
});

test('[V10] a round takes at most about 20 s, so that little is lost if it is cut off', () => {
  const ends = rounds(0.01, 12, 120_000);
  for (const [at, end] of ends.entries())
    assert.ok(end - (ends[at - 1] ?? 0) <= 20_000 * 12, `${at}: ${end}`);
  assert.equal(ends.at(-1), hashParts);
});

test('[V10] the first round covers at least one visitor in a million, and none begins after the time', () => {
  assert.equal(firstUntil(1e-9), 1);
  assert.equal(nextUntil({ from: 0, until: 5, lastMs: 10, leftMs: -1 }), 5);
});
