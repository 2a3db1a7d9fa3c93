// Bayesian logistic regression, learnt one outcome at a time: the posterior of the weights is kept as
// a normal distribution, whose mode each outcome moves exactly and whose covariance it narrows by one
// rank. It knows no features and no time; who forgets, or learns in stages, does so around it.
// Source: D. J. C. MacKay, The evidence framework applied to classification networks (1992); one
// observation at a time as in D. J. Spiegelhalter and S. L. Lauritzen (1990).

export interface LaplaceLogistic {
  readonly size: number;
  /** Mode of the weights. */
  readonly mean: Float64Array;
  /** Covariance of the weights, row by row, `size` × `size`. */
  readonly covariance: Float64Array;
  /** Outcomes learnt. */
  seen: number;
}

/** What the model says of one row before its outcome is known. */
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
  const covariance = new Float64Array(size * size);
  for (let at = 0; at < size; at++) covariance[at * size + at] = variances[at] ?? 0;
  return { size, mean: Float64Array.from(means), covariance, seen: 0 };
}

/** What the model says of a row of `size` features. */
export function predict(model: LaplaceLogistic, row: ArrayLike<number>): Prediction {
  const { size, mean, covariance } = model;
  const many = findPlaces(row, size);
  let logit = 0;
  let variance = 0;
  for (let at = 0; at < many; at++) {
    const place = places[at] ?? 0;
    const value = values[at] ?? 0;
    const base = place * size;
    logit += (mean[place] ?? 0) * value;
    // Covariance is symmetric: what lies before the diagonal counts twice.
    let along = 0;
    for (let before = 0; before < at; before++)
      along += (covariance[base + (places[before] ?? 0)] ?? 0) * (values[before] ?? 0);
    variance += value * (2 * along + value * (covariance[base + place] ?? 0));
  }
  return { logit, variance, probability: averaged(logit, variance) };
}

/** Where the row is not zero, and its values there: room for one row, written anew by each call. */
let places = new Int32Array(64);
let values = new Float64Array(64);
/** And of the covariance times a row. */
let alongs = new Float64Array(64);

/** Fills `places` and `values`; how many there are. */
function findPlaces(row: ArrayLike<number>, size: number): number {
  if (places.length < size) {
    places = new Int32Array(size * 2);
    values = new Float64Array(size * 2);
    alongs = new Float64Array(size * 2);
  }
  let many = 0;
  for (let at = 0; at < size; at++) {
    const value = row[at] ?? 0;
    if (value === 0) continue;
    places[many] = at;
    values[many++] = value;
  }
  return many;
}

/** `E[σ(a)]` for a normal `a`: `σ(m / √(1 + πv/8))` (MacKay 1992, eq. 30). */
export function averaged(logit: number, variance: number): number {
  return sigmoid(logit / Math.sqrt(1 + (Math.PI * Math.max(0, variance)) / 8));
}

/** Learns that the row's outcome was 1 or 0. Changes the model in place; `weight` counts it so often. */
export function learn(
  model: LaplaceLogistic,
  row: ArrayLike<number>,
  outcome: 0 | 1,
  weight = 1,
): void {
  const { size, mean } = model;
  const along = alongRow(model, row);
  let logit = 0;
  let variance = 0;
  for (let at = 0; at < size; at++) {
    const value = row[at] ?? 0;
    if (value === 0) continue;
    logit += (mean[at] ?? 0) * value;
    variance += value * (along[at] ?? 0);
  }
  model.seen += weight;
  if (variance <= 0) return;
  const mode = newMode(logit, variance, outcome, weight);
  const step = (mode - logit) / variance;
  const curvature = weight * slopeAt(mode);
  for (let at = 0; at < size; at++) mean[at] = (mean[at] ?? 0) + (along[at] ?? 0) * step;
  narrow(model, along, curvature / (1 + curvature * variance));
}

/**
 * Covariance times the row: rows of a symmetric matrix are its columns, and follow in memory. Two rows
 * at a time, here and below, halve the reading and writing that this costs.
 */
function alongRow({ size, covariance }: LaplaceLogistic, row: ArrayLike<number>): Float64Array {
  const many = findPlaces(row, size);
  alongs.fill(0, 0, size);
  const along = alongs;
  for (let at = 0; at < many; at += 2) {
    const one = values[at] ?? 0;
    const two = at + 1 < many ? (values[at + 1] ?? 0) : 0;
    let first = (places[at] ?? 0) * size;
    let second = at + 1 < many ? (places[at + 1] ?? 0) * size : first;
    for (let other = 0; other < size; other++, first++, second++)
      along[other] =
        (along[other] ?? 0) + one * (covariance[first] ?? 0) + two * (covariance[second] ?? 0);
  }
  return along;
}

/** Takes `shrink · along · alongᵀ` off the covariance. */
function narrow({ size, covariance }: LaplaceLogistic, along: Float64Array, shrink: number): void {
  let first = 0;
  for (let at = 0; at + 1 < size; at += 2) {
    const one = shrink * (along[at] ?? 0);
    const two = shrink * (along[at + 1] ?? 0);
    let second = first + size;
    for (let other = 0; other < size; other++, first++, second++) {
      const by = along[other] ?? 0;
      covariance[first] = (covariance[first] ?? 0) - one * by;
      covariance[second] = (covariance[second] ?? 0) - two * by;
    }
    first = second;
  }
  const last = size % 2 === 0 ? 0 : shrink * (along[size - 1] ?? 0);
  for (let other = 0; first < size * size; other++, first++)
    covariance[first] = (covariance[first] ?? 0) - last * (along[other] ?? 0);
}

/**
 * The log odds `a` at the new mode: the mean moves along one line only, so `a` solves
 * `a = logit + variance · weight · (outcome − σ(a))`, by Newton's method, which converges from the
 * old mode because the right side falls in `a`.
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
