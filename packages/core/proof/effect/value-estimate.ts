/*
 * Mean capped value per visitor, and its uncertainty. Order values have a long tail: an arm without
 * its large orders yet seems both poorer and more certain than it is, and its own standard error
 * would raise four times the allowed false alarms. Three remedies: the shape of the tail comes from
 * both arms, an arm with few orders borrows their size from both, and the interval is shifted by
 * the skew of the mean. The estimate itself stays the plain mean.
 */
import type { ArmSums, Comparison } from './arm-sums.ts';
import type { MeanEstimate } from './relative-gain.ts';

/**
 * Each arm's own mean order is shrunk towards the common mean with the weight of this many orders.
 */
const COMMON_ORDERS = 10;

/** The largest shift of an interval, in half-widths, so that it always contains the estimate. */
const MOST_LEAN = 0.5;

/** The shape of orders in both arms together, which is steadier than in either alone. */
interface OrderShape {
  /** Converters by visitors. */
  readonly rate: number;
  /** Mean value of a converter. */
  readonly mean: number;
  /** Mean square of (value ÷ mean value of its own arm): 1 if all orders are equal. */
  readonly spread: number;
}

/** The mean of each arm at a look whose interval is `factor` standard errors to either side. */
export function valueEstimates(
  { treatment, control }: Comparison,
  factor: number,
): { readonly treatment: MeanEstimate; readonly control: MeanEstimate } {
  const shape = orderShape(treatment, control);
  const variances = [varianceOfMean(treatment, shape), varianceOfMean(control, shape)] as const;
  const ofDifference = variances[0] + variances[1];
  const estimateOf = (arm: ArmSums, variance: number): MeanEstimate => {
    const bySkew = leanBySkew(thirdCumulantOfMean(arm, shape), ofDifference, factor);
    const lean = Math.min(bySkew, MOST_LEAN * factor * Math.sqrt(variance));
    return { mean: arm.valueSum / arm.visitors, variance, lean };
  };
  return {
    treatment: estimateOf(treatment, variances[0]),
    control: estimateOf(control, variances[1]),
  };
}

/**
 * [r̃qM² − (r̃M)²]/n with r̃ = (x+1)/(n+2), M = (Σv + 10·M̄)/(x+10), and q the larger of q̄ and
 * (Σ(v/m)² + 10·q̄)/(x+10), where m is the arm's own mean value of a converter.
 */
function varianceOfMean(arm: ArmSums, shape: OrderShape): number {
  const rate = (arm.conversions + 1) / (arm.visitors + 2);
  const orders = arm.conversions + COMMON_ORDERS;
  const size = (arm.valueSum + COMMON_ORDERS * shape.mean) / orders;
  const own = (scaledSquareSum(arm) + COMMON_ORDERS * shape.spread) / orders;
  const spread = Math.max(own, shape.spread);
  return (rate * spread * size ** 2 - (rate * size) ** 2) / arm.visitors;
}

/**
 * r̄q²M̄³/n², by E[v³] ≥ E[v²]²/E[v], which is nearly an equality under a cap. All of it is common
 * to both arms: from the arm's own data, the shift would follow the noise that it has to correct.
 */
function thirdCumulantOfMean({ visitors }: ArmSums, shape: OrderShape): number {
  return (shape.rate * shape.spread ** 2 * shape.mean ** 3) / visitors ** 2;
}

/**
 * (2z²+1)/6 · third cumulant ÷ variance: the skewness correction of P. Hall, "On the removal of
 * skewness by transformation", J. R. Statist. Soc. B 54 (1992), with the sequence's factor for z.
 */
function leanBySkew(third: number, variance: number, factor: number): number {
  return (((2 * factor ** 2 + 1) / 6) * third) / variance;
}

function orderShape(treatment: ArmSums, control: ArmSums): OrderShape {
  const conversions = treatment.conversions + control.conversions;
  return {
    rate: conversions / (treatment.visitors + control.visitors),
    mean: (treatment.valueSum + control.valueSum) / conversions,
    spread: (scaledSquareSum(treatment) + scaledSquareSum(control)) / conversions,
  };
}

/** Sum over converters of (value ÷ the arm's mean value)². An arm without value counts as even. */
function scaledSquareSum({ conversions, valueSum, valueSquareSum }: ArmSums): number {
  if (valueSum === 0) return conversions;
  return Math.max(conversions, valueSquareSum / (valueSum / conversions) ** 2);
}
