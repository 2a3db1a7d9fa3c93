/*
 * What treatment changed against control, in rate and in capped value, with intervals that hold at
 * every look. Below five conversions in either arm it gives no interval and says why. It never
 * compares anything but the two randomised arms, and never pools periods.
 */
import { assertArmSums } from './arm-sums.ts';
import type { ArmSums, Comparison } from './arm-sums.ts';
import { halfWidthFactor } from './confidence-sequence.ts';
import type { Certainty } from './confidence-sequence.ts';
import { relativeGain, wider } from './relative-gain.ts';
import type { MeanEstimate, RelativeInterval } from './relative-gain.ts';

/** Conversions that each arm needs before anything is said about a difference. */
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
 * The effect on the conversion rate. The standard error of each arm uses p̃ = (x+2)/(n+4), after
 * A. Agresti and B. Caffo (2000), so that a rare goal does not look surer than it is; the estimate
 * itself is the plain difference of rates.
 */
export function rateEffect(comparison: Comparison, certainty: Certainty): Effect {
  assertComparison(comparison);
  if (tooFew(comparison)) return { type: 'withheld', reason: 'few_conversions' };
  const { treatment, control } = comparison;
  const arms = { treatment: rateEstimate(treatment), control: rateEstimate(control) };
  return effect(comparison, certainty, [arms]);
}

/**
 * The effect on the capped value per visitor. Its squared standard error is the larger of the plain
 * one and of Σ over arms [r̃M₂ − (r̃M₁)²]/n, with r̃ = (x+1)/(n+2) and M₁, M₂ the mean value and
 * mean squared value of both arms' converters together: a small arm that has not met its large
 * orders yet borrows the tail from the other.
 */
export function valueEffect(comparison: Comparison, certainty: Certainty): Effect {
  assertComparison(comparison);
  if (tooFew(comparison)) return { type: 'withheld', reason: 'few_conversions' };
  const { treatment, control } = comparison;
  if (treatment.valueSum + control.valueSum === 0) return { type: 'withheld', reason: 'no_value' };
  const plain = { treatment: valueEstimate(treatment), control: valueEstimate(control) };
  return effect(comparison, certainty, [plain, borrowedTail(comparison)]);
}

/** The effect under the largest of several standard errors. */
function effect(
  { treatment, control }: Comparison,
  certainty: Certainty,
  estimates: readonly [ArmEstimates, ...ArmEstimates[]],
): Effect {
  const factor = halfWidthFactor(treatment.visitors + control.visitors, certainty);
  const variances = estimates.map((arms) => arms.treatment.variance + arms.control.variance);
  const halfWidth = factor * Math.sqrt(Math.max(...variances));
  const estimate = estimates[0].treatment.mean - estimates[0].control.mean;
  const difference = { estimate, lower: estimate - halfWidth, upper: estimate + halfWidth };
  return {
    type: 'interval',
    difference,
    relative: estimates
      .map((arms) => relativeGain(arms.treatment, arms.control, factor))
      .reduce(wider),
    incremental: scaled(difference, treatment.visitors),
    finding: finding(difference),
  };
}

function rateEstimate({ visitors, conversions }: ArmSums): MeanEstimate {
  const cautious = (conversions + 2) / (visitors + 4);
  return { mean: conversions / visitors, variance: (cautious * (1 - cautious)) / visitors };
}

function valueEstimate({ visitors, valueSum, valueSquareSum }: ArmSums): MeanEstimate {
  const mean = valueSum / visitors;
  return { mean, variance: Math.max(0, valueSquareSum / visitors - mean ** 2) / visitors };
}

function borrowedTail({ treatment, control }: Comparison): ArmEstimates {
  const converters = treatment.conversions + control.conversions;
  const first = (treatment.valueSum + control.valueSum) / converters;
  const second = (treatment.valueSquareSum + control.valueSquareSum) / converters;
  const estimateOf = (arm: ArmSums): MeanEstimate => {
    const rate = (arm.conversions + 1) / (arm.visitors + 2);
    const variance = (rate * second - (rate * first) ** 2) / arm.visitors;
    return { mean: arm.valueSum / arm.visitors, variance: Math.max(0, variance) };
  };
  return { treatment: estimateOf(treatment), control: estimateOf(control) };
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
