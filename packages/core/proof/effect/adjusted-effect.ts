/*
 * The effect on the conversion rate with less noise: a covariate known before the decision predicts
 * what visitors were likely to do anyway, and is taken out of both arms alike. It estimates the
 * same effect as the plain one and is a second reading of it, not another experiment. Nothing from
 * after the decision may be the covariate, because treatment may have changed it.
 */
import { assertArmSums } from './arm-sums.ts';
import type { ArmSums } from './arm-sums.ts';
import { assert } from '../assert.ts';
import { halfWidthFactor } from './confidence-sequence.ts';
import type { Certainty } from './confidence-sequence.ts';
import { CONVERSIONS_NEEDED } from './effect.ts';
import type { Interval } from './effect.ts';

/** The sums of an arm, with those of a covariate x that each visitor had before the decision. */
export interface CovariateSums extends Pick<ArmSums, 'visitors' | 'conversions'> {
  readonly covariateSum: number;
  readonly covariateSquareSum: number;
  /** Sum of x over visitors who converted. */
  readonly convertedCovariateSum: number;
}

export type AdjustedEffect =
  | { readonly type: 'withheld'; readonly reason: 'few_conversions' | 'no_covariate' }
  | {
      readonly type: 'interval';
      /** Treatment minus control, per visitor, adjusted. */
      readonly difference: Interval;
      /** The remaining fraction of the plain variance: 0.8 equals a quarter more visitors. */
      readonly varianceLeft: number;
    };

/** Moments of one arm, centred. */
interface Moments {
  readonly visitors: number;
  readonly rate: number;
  readonly covariate: number;
  readonly rateVariance: number;
  readonly covariateVariance: number;
  readonly covariance: number;
}

/**
 * ȳ_t − ȳ_c − b(x̄_t − x̄_c), b = (n_c·b_t + n_t·b_c)/n with b_a the slope of y on x within an arm:
 * the regression with all interactions of W. Lin, Agnostic notes on regression adjustments (2013),
 * centred over both arms. SE² = Σ (V_y − 2b·C_xy + b²·V_x)/n over the arms, V_y as in the plain
 * effect. It is asymptotically linear, so the confidence sequence of the plain effect applies to it
 * as well (Waudby-Smith et al. 2024, section 3).
 */
export function adjustedRateEffect(
  { treatment, control }: { readonly treatment: CovariateSums; readonly control: CovariateSums },
  certainty: Certainty,
): AdjustedEffect {
  assertSums(treatment);
  assertSums(control);
  if (Math.min(treatment.conversions, control.conversions) < CONVERSIONS_NEEDED)
    return { type: 'withheld', reason: 'few_conversions' };
  const [t, c] = [moments(treatment), moments(control)];
  if (t.covariateVariance <= 0 || c.covariateVariance <= 0)
    return { type: 'withheld', reason: 'no_covariate' };
  const visitors = t.visitors + c.visitors;
  const slope = (c.visitors * slopeOf(t) + t.visitors * slopeOf(c)) / visitors;
  const estimate = t.rate - c.rate - slope * (t.covariate - c.covariate);
  const plain = t.rateVariance / t.visitors + c.rateVariance / c.visitors;
  const left = leftOf(t, slope) / t.visitors + leftOf(c, slope) / c.visitors;
  const half = halfWidthFactor(visitors, certainty) * Math.sqrt(left);
  return {
    type: 'interval',
    difference: { estimate, lower: estimate - half, upper: estimate + half },
    varianceLeft: left / plain,
  };
}

function slopeOf({ covariance, covariateVariance }: Moments): number {
  return covariance / covariateVariance;
}

/** With two more degrees of freedom used, for the slopes. */
function leftOf(of: Moments, slope: number): number {
  const { visitors, rateVariance, covariance, covariateVariance } = of;
  const left = rateVariance - 2 * slope * covariance + slope ** 2 * covariateVariance;
  return Math.max(0.1 * rateVariance, (left * visitors) / Math.max(1, visitors - 2));
}

function moments(sums: CovariateSums): Moments {
  const { visitors, conversions, covariateSum, covariateSquareSum, convertedCovariateSum } = sums;
  const cautious = (conversions + 2) / (visitors + 4);
  const [rate, covariate] = [conversions / visitors, covariateSum / visitors];
  return {
    visitors,
    rate,
    covariate,
    rateVariance: cautious * (1 - cautious),
    covariateVariance: covariateSquareSum / visitors - covariate ** 2,
    covariance: convertedCovariateSum / visitors - covariate * rate,
  };
}

function assertSums(sums: CovariateSums): void {
  assertArmSums({ ...sums, valueSum: 0, valueSquareSum: 0 });
  assert(
    Number.isFinite(sums.covariateSum) && sums.covariateSquareSum >= 0,
    'a covariate must be a number',
  );
}
