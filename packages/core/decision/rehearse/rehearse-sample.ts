// Intervals for counts, shares and means of all visitors, from a random sample. The sample is drawn
// without replacement from a known total, so a complete one gives intervals without width. It
// corrects for no other error.

export interface Sample {
  /** Visitors examined, including those who count nowhere. */
  readonly looked: number;
  /** The sampled fraction of all visitors, above 0 and at most 1. */
  readonly share: number;
}

/** A 95 % interval. Both ends are possible values. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Sums over the visitors of a sample, for two quantities of each visitor. */
export interface Sums {
  readonly of: number;
  readonly ofSquares: number;
  readonly in: number;
  readonly inSquares: number;
  readonly products: number;
}

const z = 1.96;

/**
 * The total of a quantity over all visitors: N²(1 − f)s²/n (Cochran, Sampling Techniques, 3rd ed.,
 * 2.3), adjusted by Wilson's form so that a small count does not give a narrow interval. `most` is
 * the upper bound of the total over all visitors.
 */
export function totalInterval(
  sum: number,
  squares: number,
  most: number,
  { looked, share }: Sample,
): Interval {
  const spread = looked > 1 ? Math.max(0, squares - (sum * sum) / looked) / (looked - 1) : 0;
  const mostEach = (most * share) / looked;
  const part = sum / looked / mostEach;
  const variance = ((1 - share) * spread) / looked / mostEach ** 2;
  const { low, high } = bent(part, variance, looked / (1 - share));
  // The examined visitors themselves are known.
  return { low: Math.max(sum, low * most), high: Math.max(sum, high * most) };
}

/**
 * A ratio whose two parts vary by visitor, such as eligible visits of all visits: the linearised
 * variance (1 − f)Σ(y − Rx)²/(Σx)² (Cochran, 6.4), in the same form.
 */
export function shareInterval(sums: Sums, { looked, share }: Sample): Interval {
  if (sums.in === 0) return { low: 0, high: 1 };
  const part = sums.of / sums.in;
  const spread = sums.ofSquares - 2 * part * sums.products + part * part * sums.inSquares;
  const variance = ((1 - share) * Math.max(0, spread)) / sums.in ** 2;
  return bent(part, variance, Math.min(looked, sums.in) / (1 - share));
}

/** A rate within a subset of the sample: `found` of `of` visitors. */
export function rateInterval(found: number, of: number, { share }: Sample): Interval {
  if (of === 0) return { low: 0, high: 1 };
  const part = found / of;
  return bent(part, ((1 - share) * part * (1 - part)) / of, of / (1 - share));
}

/** A mean over a subset of the sample. Null for fewer than two visitors. */
export function meanInterval(
  sum: number,
  squares: number,
  of: number,
  { share }: Sample,
): Interval | null {
  if (of < 2) return null;
  const mean = sum / of;
  const spread = Math.max(0, squares - sum * mean) / (of - 1);
  const half = z * Math.sqrt(((1 - share) * spread) / of);
  return { low: mean - half, high: mean + half };
}

/**
 * Wilson's interval for a share, with the number of trials that gives this variance. Uses `trials`
 * if the variance is 0.
 */
function bent(part: number, variance: number, trials: number): Interval {
  if (!Number.isFinite(trials)) return { low: part, high: part };
  const worth = variance > 0 ? (part * (1 - part)) / variance : trials;
  const many = Math.min(Math.max(worth, 1), trials);
  const middle = (part + (z * z) / (2 * many)) / (1 + (z * z) / many);
  const half =
    (z * Math.sqrt((part * (1 - part)) / many + (z * z) / (4 * many * many))) /
    (1 + (z * z) / many);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
