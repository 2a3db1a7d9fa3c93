// Forgetting, so that a model follows a changing site: every few hundred visits the weight of what
// was learnt decreases a little and that of the prior increases. What is no longer seen returns to
// the prior and never becomes more uncertain than it. Sources: power priors, J. G. Ibrahim and
// M.-H. Chen (2000); R. Kulhavý and M. B. Zarrop, On a general concept of forgetting (1993).
import type { LaplaceLogistic } from '../laplace-logistic.ts';
import { fromSquare, toSquare } from '../symmetric-matrix.ts';
import type { CrossTable } from './cross-table.ts';
import type { PageValues, Tally } from './page-values.ts';

/** Independent weights as they were before any visit. */
export interface Prior {
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/**
 * The factor by which `every` more visits reduce what `seen` visits told: 1 up to the memory, then
 * as much as keeps the total weight of all visits at the memory.
 */
export function keptAfter(every: number, memory: number, seen: number): number {
  return seen < memory ? 1 : 1 - every / memory;
}

/**
 * The posterior to the power `kept`, times the prior to the power `1 − kept`: mixes precisions and
 * their products with the means. Changes the model in place. A model whose covariance has no
 * inverse stays as it is.
 */
export function forgetWeights(model: LaplaceLogistic, prior: Prior, kept: number): void {
  const { size, mean, covariance } = model;
  const precision = inverse(toSquare(covariance, size), size);
  if (precision === null) return;
  const pull = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let along = 0;
    for (let column = 0; column < size; column++) {
      const place = row * size + column;
      along += (precision[place] ?? 0) * (mean[column] ?? 0);
      precision[place] = (precision[place] ?? 0) * kept;
    }
    const first = (1 - kept) / (prior.variances[row] ?? 1);
    precision[row * size + row] = (precision[row * size + row] ?? 0) + first;
    pull[row] = along * kept + first * (prior.means[row] ?? 0);
  }
  const mixed = inverse(precision, size);
  if (mixed === null) return;
  fromSquare(mixed, size, covariance);
  for (let row = 0; row < size; row++) mean[row] = dot(mixed, row * size, pull);
}

function dot(matrix: Float64Array, from: number, vector: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += (matrix[from + at] ?? 0) * (vector[at] ?? 0);
  return sum;
}

/**
 * The inverse of a symmetric positive definite matrix, by its Cholesky factor. Null if it has none.
 */
function inverse(matrix: Float64Array, size: number): Float64Array | null {
  const factor = choleskyOf(matrix, size);
  if (factor === null) return null;
  const back = invertLower(factor, size);
  const whole = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let sum = 0;
      for (let at = row; at < size; at++)
        sum += (back[at * size + row] ?? 0) * (back[at * size + column] ?? 0);
      whole[row * size + column] = sum;
      whole[column * size + row] = sum;
    }
  return whole;
}

function choleskyOf(matrix: Float64Array, size: number): Float64Array | null {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let left = matrix[row * size + column] ?? 0;
      for (let at = 0; at < column; at++)
        left -= (factor[row * size + at] ?? 0) * (factor[column * size + at] ?? 0);
      if (row === column && !(left > 0)) return null;
      factor[row * size + column] =
        row === column ? Math.sqrt(left) : left / (factor[column * size + column] ?? 1);
    }
  return factor;
}

function invertLower(factor: Float64Array, size: number): Float64Array {
  const back = new Float64Array(size * size);
  for (let column = 0; column < size; column++)
    for (let row = column; row < size; row++) {
      let sum = row === column ? 1 : 0;
      for (let at = column; at < row; at++)
        sum -= (factor[row * size + at] ?? 0) * (back[at * size + column] ?? 0);
      back[row * size + column] = sum / (factor[row * size + row] ?? 1);
    }
  return back;
}

/** Reduces what a slot has seen, so that it learns faster again. Its weight stays until it does. */
export function forgetCrosses({ squares }: CrossTable, kept: number): void {
  for (let at = 0; at < squares.length; at++) squares[at] = (squares[at] ?? 0) * kept;
}

/** Reduces the counts of pages and sections. Drops those with less than a tenth of a visit. */
export function forgetPages(values: PageValues, kept: number): void {
  values.visits *= kept;
  values.reached *= kept;
  for (const tallies of [values.pages, values.sections]) forgetTallies(tallies, kept);
}

function forgetTallies(tallies: Map<string, Tally>, kept: number): void {
  for (const [name, tally] of tallies) {
    tally.visits *= kept;
    tally.reached *= kept;
    if (tally.visits < 0.1) tallies.delete(name);
  }
}
