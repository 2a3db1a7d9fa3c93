import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_ARM } from '../arm-sums.ts';
import type { ArmSums, Comparison } from '../arm-sums.ts';
import { cumulate } from '../../test/arm-sums.test-support.ts';
import { rateEffect, valueEffect } from '../effect.ts';
import { runningEffects } from '../running.ts';

const CERTAINTY = { alpha: 0.05, comparisons: 1, horizonVisitors: 10_000 };
const NOBODY: Comparison = { treatment: EMPTY_ARM, control: EMPTY_ARM };

const DAYS = [
  { at: '2026-03-01', comparison: { treatment: arm(900, 40), control: arm(100, 4) } },
  { at: '2026-03-02', comparison: { treatment: arm(1_800, 90), control: arm(200, 8) } },
  { at: '2026-03-03', comparison: { treatment: arm(2_700, 160), control: arm(300, 11) } },
];

test('[ST9] each point is the interval of the sums up to there, and of nothing later', () => {
  const path = cumulate(DAYS, NOBODY);
  const points = runningEffects(path, CERTAINTY);
  for (const [index, point] of points.entries()) {
    const comparison = path[index]?.comparison ?? NOBODY;
    assert.deepEqual(point.rate, rateEffect(comparison, CERTAINTY));
    assert.deepEqual(point.value, valueEffect(comparison, CERTAINTY));
    assert.deepEqual(runningEffects(path.slice(0, index + 1), CERTAINTY)[index], point);
  }
  assert.deepEqual(
    points.map(({ rate }) => rate.type),
    ['withheld', 'interval', 'interval'],
  );
});

test('[ST9] a path that shrinks is refused, a constant one is accepted', () => {
  const [first, second] = cumulate(DAYS, NOBODY);
  assert.ok(first && second);
  assert.throws(() => runningEffects([second, first], CERTAINTY));
  assert.doesNotThrow(() => runningEffects([first, first, second], CERTAINTY));
  assert.deepEqual(runningEffects([], CERTAINTY), []);
});

function arm(visitors: number, conversions: number): ArmSums {
  return { visitors, conversions, valueSum: conversions * 10, valueSquareSum: conversions * 100 };
}
