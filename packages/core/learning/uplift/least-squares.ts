// Bayesian linear regression, learnt one row at a time: normal prior, known noise. It knows neither what
// its columns mean nor whether rows came by chance.
// Source: recursive least squares, as R. Plackett, Some theorems in least squares (1950).

export interface LeastSquares {
  readonly size: number;
  readonly mean: Float64Array;
  /** Row by row, `size` × `size`. */
  readonly covariance: Float64Array;
}

/** A regression without rows: weights of mean 0 with these variances. */
export function newLeastSquares(variances: readonly number[]): LeastSquares {
  const size = variances.length;
  const covariance = new Float64Array(size * size);
  variances.forEach((variance, at) => {
    covariance[at * size + at] = variance;
  });
  return { size, mean: new Float64Array(size), covariance };
}

export function fitted({ size, mean }: LeastSquares, row: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < size; at++) sum += (mean[at] ?? 0) * (row[at] ?? 0);
  return sum;
}

/** Learns that the row came with this target, whose variance around the line is `noise`. */
export function learnLine(
  model: LeastSquares,
  row: ArrayLike<number>,
  target: number,
  noise: number,
): void {
  const { size, mean, covariance } = model;
  const across = new Float64Array(size);
  let spread = noise;
  for (let at = 0; at < size; at++) {
    const value = row[at] ?? 0;
    if (value === 0) continue;
    // The covariance is symmetric: its rows are its columns, and lie together.
    for (let to = 0; to < size; to++)
      across[to] = (across[to] ?? 0) + value * (covariance[at * size + to] ?? 0);
  }
  for (let at = 0; at < size; at++) spread += (across[at] ?? 0) * (row[at] ?? 0);
  const step = (target - fitted(model, row)) / spread;
  for (let at = 0; at < size; at++) {
    const one = across[at] ?? 0;
    mean[at] = (mean[at] ?? 0) + one * step;
    const shrink = one / spread;
    const start = at * size;
    for (let to = 0; to < size; to++)
      covariance[start + to] = (covariance[start + to] ?? 0) - shrink * (across[to] ?? 0);
  }
}
