// Bayesian logistic regression, learnt one outcome at a time. The posterior of the weights is a
// normal distribution: each outcome moves its mode exactly and narrows its covariance by one rank.
// It knows no features and no time; forgetting and stages are added around it. Source: D. J. C.
// MacKay, The evidence framework applied to classification networks (1992); one observation at a
// time as in D. J. Spiegelhalter and S. L. Lauritzen (1990).
import { RowRoom } from './row-room.ts';
import { diagonal, narrow, quadratic, timesRow } from './symmetric-matrix.ts';

export interface LaplaceLogistic {
  readonly size: number;
  /** Mode of the weights. */
  readonly mean: Float64Array;
  /** Covariance of the weights, stored as in symmetric-matrix.ts. */
  readonly covariance: Float64Array;
  readonly room: RowRoom;
  /** Outcomes learnt. */
  seen: number;
}

/** The prediction for one row before its outcome is known. */
export interface Prediction {
  /** Log odds at the mode. */
  readonly logit: number;
  /** Variance of the log odds under the posterior. */
  readonly variance: number;
  /** Probability, averaged over the posterior by MacKay's approximation. */
  readonly probability: number;
}

/** A model without outcomes: independent weights with these means and variances. */
export function newLaplaceLogistic(
  means: ArrayLike<number>,
  variances: ArrayLike<number>,
): LaplaceLogistic {
  const size = means.length;
  const covariance = diagonal(variances);
  return { size, mean: Float64Array.from(means), covariance, room: new RowRoom(size), seen: 0 };
}

/** The prediction for a row of `size` features. */
export function predict(model: LaplaceLogistic, row: ArrayLike<number>): Prediction {
  const { size, mean, covariance, room } = model;
  let logit = 0;
  for (let at = 0; at < size; at++) logit += (mean[at] ?? 0) * (row[at] ?? 0);
  const variance = quadratic(covariance, size, row, room);
  return { logit, variance, probability: averaged(logit, variance) };
}

/** `E[σ(a)]` for a normal `a`: `σ(m / √(1 + πv/8))` (MacKay 1992, eq. 30). */
export function averaged(logit: number, variance: number): number {
  return sigmoid(logit / Math.sqrt(1 + (Math.PI * Math.max(0, variance)) / 8));
}

/**
 * Learns that the row's outcome was 1 or 0, in place. `weight` counts it that many times. Returns
 * what `predict` would have returned before.
 */
export function learn(
  model: LaplaceLogistic,
  row: ArrayLike<number>,
  outcome: 0 | 1,
  weight = 1,
): Prediction {
  const { size, mean, covariance, room } = model;
  const along = timesRow(covariance, size, row, room);
  let logit = 0;
  let variance = 0;
  for (let at = 0; at < size; at++) {
    const value = row[at] ?? 0;
    logit += (mean[at] ?? 0) * value;
    variance += value * (along[at] ?? 0);
  }
  model.seen += weight;
  const said = { logit, variance, probability: averaged(logit, variance) };
  if (variance <= 0) return said;
  const mode = newMode(logit, variance, outcome, weight);
  const step = (mode - logit) / variance;
  const curvature = weight * slopeAt(mode);
  for (let at = 0; at < size; at++) mean[at] = (mean[at] ?? 0) + (along[at] ?? 0) * step;
  narrow(covariance, size, along, curvature / (1 + curvature * variance));
  return said;
}

/**
 * The log odds `a` at the new mode. The mean moves along one line only, so `a` solves `a = logit +
 * variance · weight · (outcome − σ(a))`. Solved by Newton's method, which converges from the old
 * mode because the right side decreases in `a`.
 */
function newMode(logit: number, variance: number, outcome: 0 | 1, weight: number): number {
  let mode = logit;
  for (let turn = 0; turn < 20; turn++) {
    const off = mode - logit - variance * weight * (outcome - sigmoid(mode));
    const move = off / (1 + variance * weight * slopeAt(mode));
    mode -= move;
    if (Math.abs(move) < 1e-10) break;
  }
  return mode;
}

export function sigmoid(value: number): number {
  return value >= 0 ? 1 / (1 + Math.exp(-value)) : Math.exp(value) / (1 + Math.exp(value));
}

function slopeAt(logit: number): number {
  const at = sigmoid(logit);
  return at * (1 - at);
}
