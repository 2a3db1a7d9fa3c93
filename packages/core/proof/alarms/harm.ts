/*
 * Whether it is proved that a campaign does harm: fewer conversions than control, or less value a
 * visitor, or more visitors who leave at once. It is proved when a whole interval lies on the wrong
 * side of zero, at whatever look. It proposes what to do about it to nobody.
 */
import type { Comparison } from '../effect/arm-sums.ts';
import type { Certainty } from '../effect/confidence-sequence.ts';
import { rateEffect, valueEffect } from '../effect/effect.ts';
import type { Effect, Interval } from '../effect/effect.ts';
import type { RelativeInterval } from '../effect/relative-gain.ts';

/** `rate`: conversions by visitors, the primary goal. `value`: capped value a visitor, the guardrail. */
export type HarmMeasure = 'rate' | 'value';

export interface Harm {
  readonly measure: HarmMeasure;
  /** Treatment minus control, per visitor; its upper end lies below zero. */
  readonly difference: Interval;
  readonly relative: RelativeInterval;
}

/**
 * What is harmed at this look, the goal before the guardrail; null while neither is proved. Each of
 * the two intervals holds at all looks with probability 1 − alpha, and misses on either side; so where
 * there is no effect, about alpha of periods are ever called harmful by one of the two, or fewer.
 */
export function harmOf(comparison: Comparison, certainty: Certainty): Harm | null {
  return harmIn('rate', comparison, certainty) ?? harmIn('value', comparison, certainty);
}

/** The harm to one of the two measures; null while it is not proved. */
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
 * The effect on the share of visitors who leave at once, who stand as `conversions` of the sums; a
 * gain of it is harm. It has half of alpha: with the two of `harmOf` it calls no more than 1.25 alpha
 * of periods harmful where there is no effect, and in simulation far fewer than alpha.
 */
export function leavingEffect(comparison: Comparison, certainty: Certainty): Effect {
  return rateEffect(comparison, { ...certainty, comparisons: certainty.comparisons * 2 });
}
