// Bounds of a learnt effect that are valid however often one looks and however many effects are
// shown together. It knows priors and posteriors, but no model. It decides nothing.

/** An effect in log odds, and its standard error. */
export interface Effect {
  readonly effect: number;
  readonly error: number;
}

/** The prior of the effect: a normal distribution. */
export interface Belief {
  readonly mean: number;
  readonly variance: number;
}

/** Null while the data say nothing. */
export interface BoundedEffect extends Effect {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** The probability that any of the effects shown together is ever outside its bounds. */
const ALPHA = 0.05;
/** Information in the data relative to the prior. Below this they say nothing. */
const LEAST_KNOWN = 1e-9;

/**
 * The values at which the prior is less than 1 ÷ α times as dense as the posterior. At the true
 * value, prior ÷ posterior is a martingale, so it ever reaches that ratio with probability at most
 * α, at all looks together (the prior-posterior ratio of I. Waudby-Smith and A. Ramdas, Confidence
 * sequences for sampling without replacement, 2020; for normal ones the mixture of H. Robbins,
 * Statistical methods related to the law of the iterated logarithm, 1970). α is divided among all
 * effects shown (Bonferroni). This is valid if the noise is as the model assumes, and averaged over
 * the other unknowns.
 */
export function boundedEffect(
  { effect, error }: Effect,
  { mean, variance }: Belief,
  shown: number,
): BoundedEffect {
  const known = 1 / (error * error) - 1 / variance;
  // Rounding alone may cause a difference this small.
  if (!(known * variance > LEAST_KNOWN) || !Number.isFinite(known))
    return { effect, error, lower: null, upper: null };
  const off = (effect - mean) / error;
  const narrowed = Math.log((Math.sqrt(variance) / error) * (shown / ALPHA));
  const half = Math.sqrt((2 * narrowed + (off * off) / (known * variance)) / known);
  // The estimate of the data alone: the posterior without the prior.
  const centre = mean + off / (error * known);
  return { effect, error, lower: centre - half, upper: centre + half };
}
