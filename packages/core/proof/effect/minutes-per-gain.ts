/*
 * What an additional conversion costs in agents' time: minutes of an arm by the conversions that it
 * gained over control, with an interval that is valid at every look. There is no ratio while the
 * gain's own interval includes zero, because it would have no bound. Time is counted by the arm a
 * visitor was drawn into, never by what visitors chose to do.
 */
import { assert } from '../assert.ts';
import type { Certainty } from './confidence-sequence.ts';
import { halfWidthFactor } from './confidence-sequence.ts';
import { CONVERSIONS_NEEDED } from './effect.ts';
import type { Interval } from './effect.ts';

/**
 * Visitors of an arm whose window is closed, and agents' minutes with them, each visitor's up to a
 * cap set in advance.
 */
export interface TimeSums {
  readonly visitors: number;
  readonly conversions: number;
  /** Visitors with any minutes. */
  readonly talked: number;
  readonly minutes: number;
  /** Sum over visitors of minutes². */
  readonly minuteSquares: number;
  /** Sum of the minutes of visitors who converted. */
  readonly convertedMinutes: number;
}

/**
 * Why there is no ratio. `gain_open`: the interval of the gain includes zero. `loss`: it is below
 * zero.
 */
export type RatioWithheld = 'few_conversions' | 'few_talks' | 'gain_open' | 'loss';

export type MinutesPerGain =
  | { readonly type: 'withheld'; readonly reason: RatioWithheld }
  | ({ readonly type: 'interval' } & Interval);

/** The number of visitors with minutes needed for a mean of minutes. */
const TALKS_NEEDED = 5;

/**
 * All ratios θ ≥ 0 for which minutes − θ·gain is compatible with zero. With m̄ the mean minutes of
 * the arm, D the difference of rates and their covariance C (the same visitors talk and convert):
 * (m̄ − θD)² ≤ z²(V_m − 2θC + θ²V_D). For the true θ that is one mean with one confidence sequence,
 * so the set is valid at all looks together. It is an interval exactly if that of D excludes zero.
 * Source: E. C. Fieller, Some problems in interval estimation, J. R. Statist. Soc. B 16 (1954),
 * with the factor of the confidence sequence for the quantile.
 */
export function minutesPerGain(
  arm: TimeSums,
  control: Pick<TimeSums, 'visitors' | 'conversions'>,
  certainty: Certainty,
): MinutesPerGain {
  assert(arm.talked <= arm.visitors && arm.minutes >= 0, 'minutes are of visitors who talked');
  if (Math.min(arm.conversions, control.conversions) < CONVERSIONS_NEEDED)
    return { type: 'withheld', reason: 'few_conversions' };
  if (arm.talked < TALKS_NEEDED) return { type: 'withheld', reason: 'few_talks' };
  const squared = halfWidthFactor(arm.visitors + control.visitors, certainty) ** 2;
  const gain = rateOf(arm) - rateOf(control);
  const a = gain ** 2 - squared * (rateVariance(arm) + rateVariance(control));
  if (a <= 0) return { type: 'withheld', reason: 'gain_open' };
  if (gain < 0) return { type: 'withheld', reason: 'loss' };
  const mean = arm.minutes / arm.visitors;
  const b = mean * gain - squared * covarianceOfMeans(arm);
  const d = mean ** 2 - squared * minutesVariance(arm);
  const root = Math.sqrt(Math.max(0, b * b - a * d));
  const lower = Math.max(0, (b - root) / a);
  return { type: 'interval', estimate: mean / gain, lower, upper: (b + root) / a };
}

function rateOf({ conversions, visitors }: Pick<TimeSums, 'visitors' | 'conversions'>): number {
  return conversions / visitors;
}

/** As in the effect: p̃ = (x+2)/(n+4), after A. Agresti and B. Caffo (2000). */
function rateVariance({
  visitors,
  conversions,
}: Pick<TimeSums, 'visitors' | 'conversions'>): number {
  const cautious = (conversions + 2) / (visitors + 4);
  return (cautious * (1 - cautious)) / visitors;
}

/** Variance of the mean minutes, with one added talk of the usual length. */
function minutesVariance({ visitors, talked, minutes, minuteSquares }: TimeSums): number {
  const plain = minuteSquares / visitors - (minutes / visitors) ** 2;
  const share = (talked + 1) / (visitors + 2);
  const [mean, square] = [minutes / talked, minuteSquares / talked];
  return Math.max(plain, share * square - (share * mean) ** 2) / visitors;
}

function covarianceOfMeans(arm: TimeSums): number {
  const { visitors, conversions, minutes, convertedMinutes } = arm;
  return (convertedMinutes - (minutes * conversions) / visitors) / visitors ** 2;
}
