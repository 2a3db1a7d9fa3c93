/*
 * The interval over time: one point for each day, or each visitor, in order of enrolment. Each
 * point shows what was known then and is not narrowed with hindsight.
 */
import type { ArmSums, Comparison } from './arm-sums.ts';
import { assert } from '../assert.ts';
import type { Certainty } from './confidence-sequence.ts';
import { rateEffect, valueEffect } from './effect.ts';
import type { Effect } from './effect.ts';

/** The sums of both arms up to and including `at`, and the effects that they show. */
export interface RunningPoint<At> {
  /** What the caller dates the point by, for example a day of the account. */
  readonly at: At;
  readonly comparison: Comparison;
  readonly rate: Effect;
  readonly value: Effect;
}

/**
 * The effects at every point of a path of cumulative sums, in the given order. That must be the
 * order of enrolment of visitors whose windows have closed.
 *
 * All points are valid together with probability 1 − alpha. Each is the interval at that point
 * alone; it is not intersected with earlier ones. Intersecting would be valid only if the effect
 * were the same for every visitor of the period. If it drifts (weekends, a sale, novelty), each
 * point covers the mean effect on the visitors so far, and intersecting would mix different truths.
 */
export function runningEffects<At>(
  path: readonly { readonly at: At; readonly comparison: Comparison }[],
  certainty: Certainty,
): readonly RunningPoint<At>[] {
  return path.map(({ at, comparison }, index) => {
    const before = path[index - 1]?.comparison;
    if (before !== undefined) assertGrows(before, comparison);
    const rate = rateEffect(comparison, certainty);
    return { at, comparison, rate, value: valueEffect(comparison, certainty) };
  });
}

function assertGrows(before: Comparison, after: Comparison): void {
  assertArmGrows(before.treatment, after.treatment);
  assertArmGrows(before.control, after.control);
}

function assertArmGrows(before: ArmSums, after: ArmSums): void {
  const grows = after.visitors >= before.visitors && after.conversions >= before.conversions;
  assert(grows, 'a running path must be cumulative');
}
