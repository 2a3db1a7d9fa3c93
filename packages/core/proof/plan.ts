/*
 * Before the start: how many visitors until a given gain would show, and how many days that takes.
 * "Shows" means that the interval of this proof leaves zero out at the horizon, in at least four
 * periods of five; since it may leave zero out earlier, slightly more do. It promises nothing about
 * the gain that treatment will have.
 */
import { assert } from './assert.ts';
import { halfWidthFactor } from './confidence-sequence.ts';
import { CONVERSIONS_NEEDED } from './effect.ts';
import { BUCKETS } from './hash.ts';

/** What is known before the start, per visitor of the control. */
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
  /** The gain to show, as a part of control: 0.1 is 10 %; a loss is negative. */
  readonly gain: number;
  readonly alpha: number;
  /** Variants of equal size among those treated. */
  readonly variants: number;
  /** Eligible visitors a day, all arms together. */
  readonly visitorsPerDay: number;
}

export interface PlanAnswer {
  /** In basis points. */
  readonly controlShare: number;
  /** Eligible visitors of all arms together; null when more than 10 billion. */
  readonly visitors: number | null;
  /** Whole days at the given traffic, before the attribution window; null when never. */
  readonly days: number | null;
  /** The horizon to set: visitors of control and one variant together. */
  readonly horizonVisitors: number | null;
}

/** Control shares, in basis points, that a manager is offered side by side. */
export const OFFERED_CONTROL_SHARES: readonly number[] = [5_000, 2_000, 1_000, 500];

/** Normal quantile of 80 %, the chance with which the gain shows. */
const POWER_QUANTILE = 0.8416212;

/**
 * Standard deviations that expected conversions of an arm keep from the five needed, so that the
 * gate is nearly always open at the horizon.
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

function answerFor(question: PlanQuestion, controlShare: number): PlanAnswer {
  assert(controlShare > 0 && controlShare < BUCKETS, 'a plan needs both arms');
  const showsAt = (visitors: number): boolean => shows(question, controlShare, visitors);
  if (!showsAt(MOST_VISITORS)) {
    return { controlShare, visitors: null, days: null, horizonVisitors: null };
  }
  const visitors = Math.ceil(least(showsAt, 1, MOST_VISITORS, 0.5));
  const { visitorsPerDay, variants } = question;
  return {
    controlShare,
    visitors,
    days: visitorsPerDay > 0 ? Math.ceil(visitors / visitorsPerDay) : null,
    horizonVisitors: Math.ceil(visitors * comparedShare(controlShare, variants)),
  };
}

/** Whether the gain shows at a horizon of so many visitors of all arms. */
function shows(
  question: Omit<PlanQuestion, 'visitorsPerDay'>,
  controlShare: number,
  visitors: number,
): boolean {
  const { baseline, gain, alpha, variants } = question;
  const control = (visitors * controlShare) / BUCKETS;
  const treated = (visitors - control) / variants;
  const compared = control + treated;
  const factor = halfWidthFactor(compared, {
    alpha,
    comparisons: variants,
    horizonVisitors: Math.max(1, compared),
  });
  const error = Math.sqrt(
    visitorVariance(baseline, 1, control) / control +
      visitorVariance(baseline, 1 + gain, treated) / treated,
  );
  const opens =
    gateOpens(baseline.rate * control) && gateOpens(treatedRate(baseline, gain) * treated);
  return opens && Math.abs(gain) * visitorMean(baseline) >= (factor + POWER_QUANTILE) * error;
}

function visitorMean(baseline: Baseline): number {
  return baseline.type === 'rate' ? baseline.rate : baseline.rate * baseline.orderMean;
}

/**
 * Variance of one visitor's outcome in an arm of so many, as the interval will estimate it. A gain
 * in value is taken to come by more orders of the same size.
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

/** The part of all visitors that control and one variant hold together. */
function comparedShare(controlShare: number, variants: number): number {
  const control = controlShare / BUCKETS;
  return control + (1 - control) / variants;
}

/** The least number between `low` and `high` that holds, where larger ones hold as well. */
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
  assert(Number.isInteger(variants) && variants >= 1, 'a plan needs a variant');
  assert(visitorsPerDay >= 0, 'traffic must not be negative');
}
