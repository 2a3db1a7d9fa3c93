/*
 * Whether a campaign is proved to do harm: fewer conversions than control, less value a visitor, or
 * more visitors who leave at once. Harm is proved when a whole interval is on the wrong side of
 * zero, at any look. It proposes no action.
 */
import type { Comparison } from '../effect/arm-sums.ts';
import type { Certainty } from '../effect/confidence-sequence.ts';
import { rateEffect, valueEffect } from '../effect/effect.ts';
import type { Effect, Interval } from '../effect/effect.ts';
import type { RelativeInterval } from '../effect/relative-gain.ts';

/**
 * `rate`: conversions by visitors, the primary goal. `value`: capped value a visitor, the
 * guardrail.
 */
export type HarmMeasure = 'rate' | 'value';

export interface Harm {
  readonly measure: HarmMeasure;
  /** Treatment minus control, per visitor. Its upper end is below zero. */
  readonly difference: Interval;
  readonly relative: RelativeInterval;
}

/**
 * The measure that is harmed at this look, the goal before the guardrail. Null while neither is
 * proved. Each of the two intervals is valid at all looks with probability 1 − alpha, and its
 * errors are on either side. So without an effect, at most about alpha of periods are ever called
 * harmful by one of the two.
 */
export function harmOf(comparison: Comparison, certainty: Certainty): Harm | null {
  return harmIn('rate', comparison, certainty) ?? harmIn('value', comparison, certainty);
}

/** The harm to one of the two measures. Null while it is not proved. */
export function harmIn(
  measure: HarmMeasure,
  comparison: Comparison,
  certainty: Certainty,
): Harm | null {
  const effect =
    measure === 'rate' ? rateEffect(comparison, certainty) : valueEffect(comparison, certainty);
  if (effect.type === 'withheld' || effect.finding !== 'loss') return null;
  return { measure, difference: effect.difference, relative: effect.relative };
}

/**
 * The effect on the share of visitors who leave at once, who are the `conversions` of the sums. An
 * increase is harm. It gets half of alpha: with the two of `harmOf` at most 1.25 alpha of periods
 * are called harmful without an effect, and in simulation far fewer than alpha.
 */
export function leavingEffect(comparison: Comparison, certainty: Certainty): Effect {
  return rateEffect(comparison, { ...certainty, comparisons: certainty.comparisons * 2 });
}
