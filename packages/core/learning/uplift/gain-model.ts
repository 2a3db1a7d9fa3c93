// How likely a visitor reaches the goal under no action and under each action, and so what each action
// gains, with its uncertainty. Main effects are shared by all; what an action changes has a tighter
// prior, so that with little data every visitor has the average gain. It learns only what it is given:
// that it comes from randomised arms is up to the policy.
import { averaged, learn, newLaplaceLogistic, sigmoid } from '../laplace-logistic.ts';
import type { LaplaceLogistic } from '../laplace-logistic.ts';
import { rowFrom } from '../symmetric-matrix.ts';

export interface GainModel {
  /** Features of a visitor, without the constant. About standardised: the priors expect it. */
  readonly features: number;
  /** Actions beside doing nothing. */
  readonly actions: number;
  readonly weights: LaplaceLogistic;
}

export interface GainPriors {
  /** Rate of the goal without any action, as expected before the first outcome. */
  readonly rate: number;
  readonly mainVariance: number;
  /** Of the average effect of an action, in log odds. */
  readonly averageVariance: number;
  /** Of what a feature adds to the effect of an action. */
  readonly interactionVariance: number;
}

export const DEFAULT_GAIN_PRIORS: GainPriors = {
  rate: 0.05,
  mainVariance: 1,
  averageVariance: 0.25,
  interactionVariance: 0.03,
};

/** What one action would do for one visitor. */
export interface Gain {
  /** Probability of the goal under the action. */
  readonly rate: number;
  /** That, less the probability without any action. */
  readonly gain: number;
  /** Standard deviation of the gain under the posterior. */
  readonly deviation: number;
}

export interface Gains {
  /** Probability of the goal without any action. */
  readonly rate: number;
  readonly actions: readonly Gain[];
}

export function newGainModel(features: number, actions: number, priors: GainPriors): GainModel {
  const width = features + 1;
  const means = new Float64Array(width * (actions + 1));
  means[0] = Math.log(priors.rate / (1 - priors.rate));
  const variances = means.map((_, at) => {
    if (at < width) return priors.mainVariance;
    return at % width === 0 ? priors.averageVariance : priors.interactionVariance;
  });
  return { features, actions, weights: newLaplaceLogistic(means, variances) };
}

/**
 * The rate and the gain of each action. The gain's variance is that of σ(a₁) − σ(a₀) to first order,
 * with the joint normal posterior of both log odds (delta method).
 */
export function gainsOf(model: GainModel, features: ArrayLike<number>): Gains {
  const row = withConstant(model, features);
  const logit = along(model, row, 0);
  const variance = between(model, row, 0, 0);
  const rate = averaged(logit, variance);
  const actions: Gain[] = [];
  for (let action = 1; action <= model.actions; action++) {
    const shared = between(model, row, 0, action);
    const treated = logit + along(model, row, action);
    const treatedVariance = variance + 2 * shared + between(model, row, action, action);
    const [slope, treatedSlope] = [slopeAt(logit), slopeAt(treated)];
    const spread =
      treatedSlope ** 2 * treatedVariance +
      slope ** 2 * variance -
      2 * slope * treatedSlope * (variance + shared);
    const treatedRate = averaged(treated, treatedVariance);
    const deviation = Math.sqrt(Math.max(0, spread));
    actions.push({ rate: treatedRate, gain: treatedRate - rate, deviation });
  }
  return { rate, actions };
}

/** Learns one outcome; action 0 is none. */
export function learnOutcome(
  model: GainModel,
  features: ArrayLike<number>,
  action: number,
  outcome: 0 | 1,
): void {
  const row = withConstant(model, features);
  const whole = new Float64Array(model.weights.size);
  whole.set(row);
  if (action > 0) whole.set(row, action * row.length);
  learn(model.weights, whole, outcome);
}

function withConstant(model: GainModel, features: ArrayLike<number>): Float64Array {
  const row = new Float64Array(model.features + 1);
  row[0] = 1;
  for (let at = 0; at < model.features; at++) row[at + 1] = features[at] ?? 0;
  return row;
}

function along({ weights }: GainModel, row: Float64Array, block: number): number {
  let sum = 0;
  for (let at = 0; at < row.length; at++)
    sum += (row[at] ?? 0) * (weights.mean[block * row.length + at] ?? 0);
  return sum;
}

/**
 * rowᵀ · Σ(one, other) · row, for two blocks of the covariance. A block on the diagonal is symmetric:
 * its upper half is read, twice.
 */
function between({ weights }: GainModel, row: Float64Array, one: number, other: number): number {
  const { size, covariance } = weights;
  const width = row.length;
  const isSymmetric = one === other;
  let sum = 0;
  for (let at = 0; at < width; at++) {
    const value = row[at] ?? 0;
    if (value === 0) continue;
    const start = rowFrom(size, one * width + at) + other * width;
    let inner = isSymmetric ? -0.5 * (covariance[start + at] ?? 0) * value : 0;
    for (let to = isSymmetric ? at : 0; to < width; to++)
      inner += (covariance[start + to] ?? 0) * (row[to] ?? 0);
    sum += value * inner;
  }
  return isSymmetric ? 2 * sum : sum;
}

function slopeAt(logit: number): number {
  const at = sigmoid(logit);
  return at * (1 - at);
}
