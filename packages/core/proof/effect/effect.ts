/*
 * What treatment changed against control, in rate and in capped value, with intervals that are
 * valid at every look. Below five conversions in either arm it gives no interval and the reason. It
 * only compares the two randomised arms and never pools periods.
 */
import { assertArmSums } from './arm-sums.ts';
import type { ArmSums, Comparison } from './arm-sums.ts';
import { halfWidthFactor } from './confidence-sequence.ts';
import type { Certainty } from './confidence-sequence.ts';
import { relativeGain } from './relative-gain.ts';
import type { MeanEstimate, RelativeInterval } from './relative-gain.ts';
import { valueEstimates } from './value-estimate.ts';

/** Conversions that each arm needs before a difference is reported. */
export const CONVERSIONS_NEEDED = 5;

export interface Interval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Why there is no interval: too few conversions in an arm, or conversions without any value. */
export type WithheldReason = 'few_conversions' | 'no_value';

/** What is proved at this look: more, less, or neither yet. */
export type Finding = 'gain' | 'loss' | 'open';

export type Effect =
  | { readonly type: 'withheld'; readonly reason: WithheldReason }
  | {
      readonly type: 'interval';
      /** Treatment minus control, per visitor. */
      readonly difference: Interval;
      /** Treatment ÷ control − 1. */
      readonly relative: RelativeInterval;
      /** The difference times the visitors in treatment: what the campaign added so far. */
      readonly incremental: Interval;
      readonly finding: Finding;
    };

interface ArmEstimates {
  readonly treatment: MeanEstimate;
  readonly control: MeanEstimate;
}

/**
 * The effect on the conversion rate. The standard error of each arm uses p̃ = (x+2)/(n+4), after A.
 * Agresti and B. Caffo (2000), so that a rare goal does not seem more certain than it is. The
 * estimate itself is the plain difference of rates.
 */
export function rateEffect(comparison: Comparison, certainty: Certainty): Effect {
  assertComparison(comparison);
  if (tooFew(comparison)) return { type: 'withheld', reason: 'few_conversions' };
  const { treatment, control } = comparison;
  const factor = factorAt(comparison, certainty);
  return effect(
    { treatment: rateEstimate(treatment), control: rateEstimate(control) },
    treatment,
    factor,
  );
}

/**
 * The effect on the capped value per visitor, with the error of `valueEstimates`. The estimate is
 * the plain difference of means. Its interval is not symmetric, because order values are not.
 */
export function valueEffect(comparison: Comparison, certainty: Certainty): Effect {
  assertComparison(comparison);
  if (tooFew(comparison)) return { type: 'withheld', reason: 'few_conversions' };
  const { treatment, control } = comparison;
  if (treatment.valueSum + control.valueSum === 0) return { type: 'withheld', reason: 'no_value' };
  const factor = factorAt(comparison, certainty);
  return effect(valueEstimates(comparison, factor), treatment, factor);
}

function effect(arms: ArmEstimates, treated: ArmSums, factor: number): Effect {
  const { treatment, control } = arms;
  const halfWidth = factor * Math.sqrt(treatment.variance + control.variance);
  const estimate = treatment.mean - control.mean;
  const centre = estimate + treatment.lean - control.lean;
  const difference = { estimate, lower: centre - halfWidth, upper: centre + halfWidth };
  return {
    type: 'interval',
    difference,
    relative: relativeGain(treatment, control, factor),
    incremental: scaled(difference, treated.visitors),
    finding: finding(difference),
  };
}

function factorAt({ treatment, control }: Comparison, certainty: Certainty): number {
  return halfWidthFactor(treatment.visitors + control.visitors, certainty);
}

function rateEstimate({ visitors, conversions }: ArmSums): MeanEstimate {
  const cautious = (conversions + 2) / (visitors + 4);
  const variance = (cautious * (1 - cautious)) / visitors;
  return { mean: conversions / visitors, variance, lean: 0 };
}

function scaled(interval: Interval, visitors: number): Interval {
  return {
    estimate: interval.estimate * visitors,
    lower: interval.lower * visitors,
    upper: interval.upper * visitors,
  };
}

function finding({ lower, upper }: Interval): Finding {
  if (lower > 0) return 'gain';
  return upper < 0 ? 'loss' : 'open';
}

function tooFew({ treatment, control }: Comparison): boolean {
  return Math.min(treatment.conversions, control.conversions) < CONVERSIONS_NEEDED;
}

function assertComparison({ treatment, control }: Comparison): void {
  assertArmSums(treatment);
  assertArmSums(control);
}
