// A linear margin for each need against all others, by a support vector machine with squared hinge
// loss, solved by coordinate descent on the dual. The order of the steps is drawn from a seed,
// which affects nothing else. Source: C.-J. Hsieh et al., A dual coordinate descent method for
// large-scale linear SVM (2008), algorithms 1 and 3 (L2 loss, random order, shrinking).
import type { Vector } from './vocabulary.ts';

export interface Learning {
  readonly vectors: readonly Vector[];
  /** The need that each vector shows. */
  readonly labels: Int32Array;
  readonly needs: number;
  /** Columns of the vectors. */
  readonly terms: number;
  readonly seed: number;
}

/** Quantised weights in whole steps, by column, then need. The last column is the constant. */
export interface Weights {
  readonly steps: Int8Array;
  /** The size of a step, by need. */
  readonly scales: Float32Array;
}

/** The penalty for an example on the wrong side. */
const cost = 1;
const mostPasses = 30;
const enough = 0.1;

export function learnMargins(learning: Learning, { price = cost } = {}): Weights {
  const { needs, terms } = learning;
  const steps = new Int8Array((terms + 1) * needs);
  const scales = new Float32Array(needs);
  const rows = rowsOf(learning.vectors);
  for (let need = 0; need < needs; need++) {
    const own = separate(learning, rows, need, price);
    const scale = own.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
    scales[need] = scale;
    for (let column = 0; column <= terms && scale > 0; column++)
      steps[column * needs + need] = Math.round((own[column] ?? 0) / scale);
  }
  return { steps, scales };
}

/** By need. Above zero is its own side. */
export function marginsOf({ steps, scales }: Weights, vector: Vector): Float64Array {
  const needs = scales.length;
  const margins = new Float64Array(needs);
  const constant = steps.length - needs;
  for (let need = 0; need < needs; need++) margins[need] = steps[constant + need] ?? 0;
  for (let at = 0; at < vector.columns.length; at++) {
    const from = (vector.columns[at] ?? 0) * needs;
    const weight = vector.weights[at] ?? 0;
    for (let need = 0; need < needs; need++)
      margins[need] = (margins[need] ?? 0) + weight * (steps[from + need] ?? 0);
  }
  return margins.map((margin, need) => margin * (scales[need] ?? 0));
}

/** The weights that separate one need from the rest. */
function separate(
  { vectors, labels, terms, seed }: Learning,
  rows: Rows,
  need: number,
  price: number,
): Float64Array {
  const weights = new Float64Array(terms + 1);
  const duals = new Float64Array(vectors.length);
  const slack = 1 / (2 * price);
  const active = Int32Array.from(vectors.keys());
  let left = active.length;
  let bound = Infinity;
  const next = draws(seed * 0x9e37 + need);
  for (let pass = 0; pass < mostPasses; pass++) {
    let worst = 0;
    for (let at = 0; at < left; at++) {
      const other = at + (next() % (left - at));
      const row = active[other] ?? 0;
      active[other] = active[at] ?? 0;
      active[at] = row;
      const sign = labels[row] === need ? 1 : -1;
      const dual = duals[row] ?? 0;
      const slope = sign * product(weights, rows, row) - 1 + slack * dual;
      if (dual === 0 && slope > 0) {
        if (slope > bound) {
          left--;
          active[at] = active[left] ?? 0;
          active[left] = row;
          at--;
        }
        continue;
      }
      worst = Math.max(worst, Math.abs(slope));
      const moved = Math.max(0, dual - slope / (2 + slack));
      duals[row] = moved;
      addTo(weights, rows, row, (moved - dual) * sign);
    }
    if (worst <= enough) {
      if (left === active.length) break;
      left = active.length;
      bound = Infinity;
    } else bound = worst;
  }
  return weights;
}

/** Vectors one after another: row `r` is from `starts[r]` to `starts[r + 1]`. */
interface Rows {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

function rowsOf(vectors: readonly Vector[]): Rows {
  const starts = new Int32Array(vectors.length + 1);
  for (const [row, { columns }] of vectors.entries())
    starts[row + 1] = (starts[row] ?? 0) + columns.length;
  const columns = new Int32Array(starts[vectors.length] ?? 0);
  const values = new Float32Array(columns.length);
  for (const [row, vector] of vectors.entries()) {
    columns.set(vector.columns, starts[row]);
    values.set(vector.weights, starts[row]);
  }
  return { starts, columns, values };
}

function product(weights: Float64Array, { starts, columns, values }: Rows, row: number): number {
  let sum = weights[weights.length - 1] ?? 0;
  const end = starts[row + 1] ?? 0;
  for (let at = starts[row] ?? 0; at < end; at++)
    sum += (weights[columns[at] ?? 0] ?? 0) * (values[at] ?? 0);
  return sum;
}

function addTo(
  weights: Float64Array,
  { starts, columns, values }: Rows,
  row: number,
  step: number,
): void {
  if (step === 0) return;
  const end = starts[row + 1] ?? 0;
  for (let at = starts[row] ?? 0; at < end; at++) {
    const column = columns[at] ?? 0;
    weights[column] = (weights[column] ?? 0) + step * (values[at] ?? 0);
  }
  const constant = weights.length - 1;
  weights[constant] = (weights[constant] ?? 0) + step;
}

/** Numbers from a seed (xorshift32, Marsaglia 2003). */
function draws(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e37_79b1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
