/*
 * Plans a period: how many visitors until a given gain would show, and how many days that takes.
 * "Shows" means that the interval excludes zero at that number of visitors, in at least four
 * periods of five. It may exclude zero earlier, so slightly more do. The interval is that of the
 * period: narrowest at its horizon, which is set in advance, and wider away from it. It promises
 * nothing about the gain that treatment will have.
 */
import { assert } from './assert.ts';
import { comparisonsShown, halfWidthFactor } from './effect/confidence-sequence.ts';
import { CONVERSIONS_NEEDED } from './effect/effect.ts';
import { BUCKETS } from './hash.ts';

/** What is known before the start, per visitor of control. */
export type Baseline =
  | { readonly type: 'rate'; readonly rate: number }
  | {
      readonly type: 'value';
      readonly rate: number;
      /** Mean and standard deviation of a converter's capped value. */
      readonly orderMean: number;
      readonly orderDeviation: number;
    };

export interface PlanQuestion {
  readonly baseline: Baseline;
  /** The gain to show, relative to control: 0.1 is 10 %; a loss is negative. */
  readonly gain: number;
  readonly alpha: number;
  /**
   * The variants' shares of treated visitors. The gain has to show for each, so the smallest
   * decides.
   */
  readonly variants: readonly number[];
  /** Eligible visitors a day, all arms together. */
  readonly visitorsPerDay: number;
  /** Of control and the smallest variant together. Absent: the horizon that the plan finds. */
  readonly horizonVisitors?: number;
}

export interface PlanAnswer {
  /** In basis points. */
  readonly controlShare: number;
  /** Eligible visitors of all arms together. Null if more than 10 billion. */
  readonly visitors: number | null;
  /** Whole days at the given traffic, before the attribution window. Null for never. */
  readonly days: number | null;
  /** Of control and the smallest variant together: the horizon that needs the fewest visitors. */
  readonly horizonVisitors: number | null;
}

/**
 * Two of several arms, as shares of all visitors, and the number of comparisons that share alpha.
 */
export interface PlannedComparison {
  readonly treated: number;
  readonly control: number;
  readonly comparisons: number;
  /** Of the two arms together. Absent: the horizon that the plan finds. */
  readonly horizonVisitors?: number;
}

/** Control shares, in basis points, offered to a manager side by side. */
export const OFFERED_CONTROL_SHARES: readonly number[] = [5_000, 2_000, 1_000, 500];

/** Normal quantile of 80 %, the probability that the gain shows. */
const POWER_QUANTILE = 0.8416212;

/**
 * By how many standard deviations an arm's expected conversions exceed the five needed, so that
 * there is nearly always an interval at the horizon.
 */
const GATE_DEVIATIONS = 1.5;

const MOST_VISITORS = 1e10;

/** The answers for several control shares, in their order. */
export function planVisitors(
  question: PlanQuestion,
  controlShares: readonly number[] = OFFERED_CONTROL_SHARES,
): readonly PlanAnswer[] {
  assertQuestion(question);
  return controlShares.map((share) => answerFor(question, share));
}

/**
 * Visitors of all arms together until the gain of one arm over another shows. Null if more than 10
 * billion.
 */
export function planComparison(
  question: Pick<PlanQuestion, 'baseline' | 'gain' | 'alpha'>,
  arms: PlannedComparison,
): number | null {
  assert(arms.control > 0 && arms.treated > 0, 'a plan needs both arms');
  const showsAt = (visitors: number): boolean => shows(question, arms, visitors);
  return showsAt(MOST_VISITORS) ? Math.ceil(least(showsAt, 1, MOST_VISITORS, 0.5)) : null;
}

function answerFor(question: PlanQuestion, controlShare: number): PlanAnswer {
  const { visitorsPerDay, variants, horizonVisitors } = question;
  const control = controlShare / BUCKETS;
  const arms = {
    ...{ control, treated: (1 - control) * Math.min(...variants) },
    comparisons: comparisonsShown(1, variants.length),
    ...(horizonVisitors === undefined ? {} : { horizonVisitors }),
  };
  const visitors = planComparison(question, arms);
  if (visitors === null) return { controlShare, visitors, days: null, horizonVisitors: null };
  return {
    controlShare,
    visitors,
    days: visitorsPerDay > 0 ? Math.ceil(visitors / visitorsPerDay) : null,
    horizonVisitors: Math.ceil(visitors * (arms.control + arms.treated)),
  };
}

/** Whether the gain shows at this many visitors of all arms. */
function shows(
  { baseline, gain, alpha }: Pick<PlanQuestion, 'baseline' | 'gain' | 'alpha'>,
  arms: PlannedComparison,
  visitors: number,
): boolean {
  const control = visitors * arms.control;
  const treated = visitors * arms.treated;
  const compared = control + treated;
  const { comparisons } = arms;
  const horizonVisitors = arms.horizonVisitors ?? Math.max(1, compared);
  const factor = halfWidthFactor(compared, { alpha, comparisons, horizonVisitors });
  const error = Math.sqrt(
    visitorVariance(baseline, 1, control) / control +
      visitorVariance(baseline, 1 + gain, treated) / treated,
  );
  if (!gateOpens(baseline.rate * control)) return false;
  if (!gateOpens(treatedRate(baseline, gain) * treated)) return false;
  return Math.abs(gain) * visitorMean(baseline) >= (factor + POWER_QUANTILE) * error;
}

function visitorMean(baseline: Baseline): number {
  return baseline.type === 'rate' ? baseline.rate : baseline.rate * baseline.orderMean;
}

/**
 * Variance of one visitor's outcome in an arm of this size, as the interval will estimate it. A
 * gain in value is assumed to come from more orders of the same size.
 */
function visitorVariance(baseline: Baseline, factor: number, visitors: number): number {
  const conversions = visitors * baseline.rate * factor;
  if (baseline.type === 'rate') {
    const cautious = (conversions + 2) / (visitors + 4);
    return cautious * (1 - cautious);
  }
  const rate = (conversions + 1) / (visitors + 2);
  const secondMoment = baseline.orderMean ** 2 + baseline.orderDeviation ** 2;
  return rate * secondMoment - (rate * baseline.orderMean) ** 2;
}

function treatedRate(baseline: Baseline, gain: number): number {
  return baseline.rate * (1 + gain);
}

function gateOpens(conversions: number): boolean {
  return conversions - GATE_DEVIATIONS * Math.sqrt(conversions) >= CONVERSIONS_NEEDED;
}

/** The least number between `low` and `high` that passes, if all larger ones pass as well. */
function least(
  holds: (candidate: number) => boolean,
  low: number,
  high: number,
  precision: number,
): number {
  let below = low;
  let above = high;
  while (above - below > precision) {
    const middle = below > 0 && above / below > 4 ? Math.sqrt(below * above) : (below + above) / 2;
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}

function assertQuestion({ baseline, gain, variants, visitorsPerDay }: PlanQuestion): void {
  assert(baseline.rate > 0 && baseline.rate < 1, 'a rate lies between 0 and 1');
  assert(gain !== 0 && gain > -1, 'a gain to show is not zero, and no more than all can be lost');
  assert(baseline.rate * (1 + gain) <= 1, 'no gain can lift a rate above 1');
  assert(variants.length > 0, 'a plan needs a variant');
  assert(
    variants.every((part) => part > 0 && part <= 1),
    'a part of a variant lies between 0 and 1',
  );
  assert(visitorsPerDay >= 0, 'traffic must not be negative');
}
