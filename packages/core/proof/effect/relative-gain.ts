/*
 * The gain relative to control: treatment ÷ control − 1, with an interval that is valid at every
 * look. After E. C. Fieller (1954): a ratio r is kept if treatment − r·control is compatible with
 * zero. So it shows a gain exactly when the interval of the difference does, and it needs no second
 * error budget. It has no upper end while control itself might be zero.
 */

/** An arm's mean, the squared standard error of that mean, and where its interval is centred. */
export interface MeanEstimate {
  readonly mean: number;
  readonly variance: number;
  /** How far above the mean the interval's centre is; 0 unless the mean is skewed. */
  readonly lean: number;
}

/** Fractions of control: 0.12 is 12 % more than control. */
export interface RelativeInterval {
  /** Null if control is zero. */
  readonly estimate: number | null;
  /** At least −1: no more than everything can be lost. */
  readonly lower: number;
  /** Null while the data allow any gain, however large. */
  readonly upper: number | null;
}

/** The interval of treatment ÷ control − 1 for means that cannot be negative. */
export function relativeGain(
  treatment: MeanEstimate,
  control: MeanEstimate,
  halfWidthFactor: number,
): RelativeInterval {
  const ratios = compatibleRatios(treatment, control, halfWidthFactor ** 2);
  return {
    estimate: control.mean > 0 ? treatment.mean / control.mean - 1 : null,
    lower: ratios.lower - 1,
    upper: ratios.upper === null ? null : ratios.upper - 1,
  };
}

/**
 * All r ≥ 0 with (t − rc)² ≤ z²(Vt + r²Vc), where t and c are the centres; that is a·r² − 2b·r + d
 * ≤ 0. If control is certainly above zero (a > 0) they are between the two roots. Otherwise they
 * reach from a root, or from 0, upwards without end.
 */
function compatibleRatios(
  treatment: MeanEstimate,
  control: MeanEstimate,
  squaredFactor: number,
): { readonly lower: number; readonly upper: number | null } {
  const [t, c] = [treatment.mean + treatment.lean, control.mean + control.lean];
  const a = c ** 2 - squaredFactor * control.variance;
  const b = t * c;
  const d = t ** 2 - squaredFactor * treatment.variance;
  const root = Math.sqrt(Math.max(0, b * b - a * d));
  // d ÷ (b + root) is the smaller root without the cancellation of (b − root) ÷ a.
  const lower = d > 0 ? d / (b + root) : 0;
  return { lower, upper: a > 0 ? (b + root) / a : null };
}
