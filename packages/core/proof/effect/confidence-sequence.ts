/*
 * How wide an interval must be to be valid at every look, not only at one. Uses the asymptotic
 * confidence sequence of I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and A. Ramdas,
 * "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics 52
 * (2024), theorem 2.2, tuned by their equation 10 to be narrowest at a horizon. It knows a standard
 * error and a count, but not what was estimated.
 */
import { assert } from '../assert.ts';

/** The confidence level, the number of comparisons, and where the interval should be narrowest. */
export interface Certainty {
  /**
   * The probability, over all looks and comparisons together, that an interval misses, for example
   * 0.05.
   */
  readonly alpha: number;
  /** How many comparisons share alpha. Each gets alpha ÷ this. */
  readonly comparisons: number;
  /**
   * Visitors in both compared arms together at which the interval is narrowest. Set before the
   * first visitor and never changed. The interval is valid before and beyond it as well.
   */
  readonly horizonVisitors: number;
}

/**
 * How many comparisons a campaign is shown with: those of its arms and, if there are several
 * variants, each of them with control. They are shown together, so they share alpha.
 */
export function comparisonsShown(armPairs: number, variants: number): number {
  return armPairs + (variants > 1 ? variants : 0);
}

/**
 * The half-width of the interval at `visitors`, in standard errors of the estimate:
 * √(2(nρ²+1)/(nρ²) · ln(√(nρ²+1)/α)), with ρ² = (−2 ln α + ln(1 − 2 ln α))/horizon. At the horizon
 * it is 3.04 for α = 0.05; an interval for a single look has 1.96.
 */
export function halfWidthFactor(visitors: number, certainty: Certainty): number {
  assertCertainty(certainty);
  const alpha = certainty.alpha / certainty.comparisons;
  const information = (visitors * horizonWeight(alpha)) / certainty.horizonVisitors;
  const spread = (2 * (information + 1)) / information;
  return Math.sqrt(spread * Math.log(Math.sqrt(information + 1) / alpha));
}

/** ρ² times the horizon. */
function horizonWeight(alpha: number): number {
  const doubled = -2 * Math.log(alpha);
  return doubled + Math.log(1 + doubled);
}

function assertCertainty({ alpha, comparisons, horizonVisitors }: Certainty): void {
  assert(alpha > 0 && alpha < 1, 'alpha must lie between 0 and 1');
  assert(Number.isInteger(comparisons) && comparisons >= 1, 'comparisons must be at least 1');
  assert(horizonVisitors >= 1 && Number.isFinite(horizonVisitors), 'the horizon must be set');
}
