// Bayesian linear regression, learnt one row at a time: normal prior, known noise. It knows neither
// the meaning of its columns nor whether rows were randomised. Source: recursive least squares, as
// R. Plackett, Some theorems in least squares (1950).
import { RowRoom } from '../../row-room.ts';
import { diagonal, narrow, timesRow } from '../../symmetric-matrix.ts';

export interface LeastSquares {
  readonly size: number;
  readonly mean: Float64Array;
  /** Stored as in symmetric-matrix.ts. */
  readonly covariance: Float64Array;
  readonly room: RowRoom;
}

/** A regression without rows: weights of mean 0 with these variances. */
export function newLeastSquares(variances: readonly number[]): LeastSquares {
  const size = variances.length;
  const mean = new Float64Array(size);
  return { size, mean, covariance: diagonal(variances), room: new RowRoom(size) };
}

export function fitted({ size, mean }: LeastSquares, row: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < size; at++) sum += (mean[at] ?? 0) * (row[at] ?? 0);
  return sum;
}

/** Learns that the row had this target, whose variance around the line is `noise`. */
export function learnLine(
  model: LeastSquares,
  row: ArrayLike<number>,
  target: number,
  noise: number,
): void {
  const { size, mean, covariance, room } = model;
  const across = timesRow(covariance, size, row, room);
  let spread = noise;
  for (let at = 0; at < size; at++) spread += (across[at] ?? 0) * (row[at] ?? 0);
  const step = (target - fitted(model, row)) / spread;
  for (let at = 0; at < size; at++) mean[at] = (mean[at] ?? 0) + (across[at] ?? 0) * step;
  narrow(covariance, size, across, 1 / spread);
}
