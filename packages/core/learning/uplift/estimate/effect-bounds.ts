// Between which bounds a learnt effect lies, however often one looks and however many effects are shown
// beside it. It knows priors and posteriors, no model; it decides nothing.

/** An effect in log odds, and its standard error. */
export interface Effect {
  readonly effect: number;
  readonly error: number;
}

/** What was believed of the effect before any outcome: a normal distribution. */
export interface Belief {
  readonly mean: number;
  readonly variance: number;
}

/** Null while the data say nothing. */
export interface BoundedEffect extends Effect {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** The chance that any of the effects shown together is ever outside its bounds. */
const ALPHA = 0.05;
/** What the data say, as a part of what is believed: below it they say nothing. */
const LEAST_KNOWN = 1e-9;

/**
 * The values at which the belief is not 1 ÷ α times as dense as what is known now: belief ÷ posterior is
 * a martingale where the value is the true one, so that it ever gets there with chance α at most, at all
 * looks together (the prior-posterior ratio of I. Waudby-Smith and A. Ramdas, Confidence sequences for
 * sampling without replacement, 2020; for normal ones the mixture of H. Robbins, Statistical methods
 * related to the law of the iterated logarithm, 1970). α is shared by all that are shown (Bonferroni).
 * It holds as far as the noise is what the model takes it for, and averaged over what else is unknown.
 */
export function boundedEffect(
  { effect, error }: Effect,
  { mean, variance }: Belief,
  shown: number,
): BoundedEffect {
  const known = 1 / (error * error) - 1 / variance;
  // Of so little rounding alone may be the cause.
  if (!(known * variance > LEAST_KNOWN) || !Number.isFinite(known))
    return { effect, error, lower: null, upper: null };
  const off = (effect - mean) / error;
  const narrowed = Math.log((Math.sqrt(variance) / error) * (shown / ALPHA));
  const half = Math.sqrt((2 * narrowed + (off * off) / (known * variance)) / known);
  // What the data alone say: the posterior, freed of the belief.
  const centre = mean + off / (error * known);
  return { effect, error, lower: centre - half, upper: centre + half };
}
