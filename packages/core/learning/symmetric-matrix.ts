// Symmetric matrices as their upper triangle, row by row in one array, from the diagonal on. All
// operations that learners need on covariances, in place and without allocation. Half the numbers
// means half the memory traffic. It knows no model.

import type { RowRoom } from './row-room.ts';

/** The diagonal matrix with these numbers. */
export function diagonal(values: ArrayLike<number>): Float64Array {
  const size = values.length;
  const matrix = new Float64Array((size * (size + 1)) / 2);
  for (let at = 0, place = 0; at < size; place += size - at, at++) matrix[place] = values[at] ?? 0;
  return matrix;
}

/** The offset of the row as if it had its left half: add a column, from the diagonal on. */
export function rowFrom(size: number, row: number): number {
  return row * size - (row * (row + 1)) / 2;
}

export function entry(matrix: Float64Array, size: number, one: number, other: number): number {
  return matrix[rowFrom(size, Math.min(one, other)) + Math.max(one, other)] ?? 0;
}

/**
 * Fills `places` and `values` from a row whose columns begin at `from`. Returns how many are not
 * zero.
 */
function findPlaces(
  row: ArrayLike<number>,
  size: number,
  from: number,
  { arrays: { places: to, values: by } }: RowRoom,
): number {
  let many = 0;
  for (let at = from; at < size; at++) {
    const value = row[at - from] ?? 0;
    if (value === 0) continue;
    to[many] = at;
    by[many++] = value;
  }
  return many;
}

/**
 * `rowᵀ · matrix · row`, skipping zeros of the row. The row's first number is column `from`; the
 * columns before it are zero. Handles two rows of the matrix at a time, so that the two sums run in
 * parallel.
 */
export function quadratic(
  matrix: Float64Array,
  size: number,
  row: ArrayLike<number>,
  room: RowRoom,
  from = 0,
): number {
  const many = findPlaces(row, Math.min(size, from + row.length), from, room);
  const { places: to, values: by } = room.arrays;
  let sum = 0;
  for (let at = 0; at < many; at += 2) {
    const isLast = at + 1 === many;
    const place = to[at] ?? 0;
    const value = by[at] ?? 0;
    const next = isLast ? place : (to[at + 1] ?? 0);
    const nextValue = isLast ? 0 : (by[at + 1] ?? 0);
    const first = rowFrom(size, place);
    const second = rowFrom(size, next);
    let beside = (matrix[first + next] ?? 0) * nextValue;
    let nextBeside = 0;
    for (let after = at + 2; after < many; after++) {
      const column = to[after] ?? 0;
      const factor = by[after] ?? 0;
      beside += (matrix[first + column] ?? 0) * factor;
      nextBeside += (matrix[second + column] ?? 0) * factor;
    }
    sum += value * (2 * beside + value * (matrix[first + place] ?? 0));
    sum += nextValue * (2 * nextBeside + nextValue * (matrix[second + next] ?? 0));
  }
  return sum;
}

/** `matrix · row`, valid until the next call with this room. */
export function timesRow(
  matrix: Float64Array,
  size: number,
  row: ArrayLike<number>,
  { arrays: { whole: by, product: into } }: RowRoom,
): Float64Array {
  for (let at = 0; at < size; at++) by[at] = row[at] ?? 0;
  let end = size;
  while (end > 0 && by[end - 1] === 0) end--;
  into.fill(0, 0, size);
  multiply(matrix, size, by, into, end);
  return into;
}

/**
 * Two adjacent rows of the matrix at a time, up to where the row has only zeros. Each entry counts
 * for its row and for its column.
 */
function multiply(
  matrix: Float64Array,
  size: number,
  row: Float64Array,
  into: Float64Array,
  end: number,
): void {
  let first = 0;
  for (let at = 0; at + 1 < size && at < end; at += 2) {
    const one = row[at] ?? 0;
    const two = row[at + 1] ?? 0;
    const corner = matrix[first + 1] ?? 0;
    let second = first + size - at;
    let sum = (matrix[first] ?? 0) * one + corner * two;
    let nextSum = corner * one + (matrix[second] ?? 0) * two;
    first += 2;
    second++;
    for (let column = at + 2; column < size; column++, first++, second++) {
      const above = matrix[first] ?? 0;
      const below = matrix[second] ?? 0;
      const factor = row[column] ?? 0;
      sum += above * factor;
      nextSum += below * factor;
      into[column] = (into[column] ?? 0) + one * above + two * below;
    }
    into[at] = (into[at] ?? 0) + sum;
    into[at + 1] = (into[at + 1] ?? 0) + nextSum;
    first = second;
  }
  if (size % 2 === 1 && end === size)
    into[size - 1] = (into[size - 1] ?? 0) + (matrix[first] ?? 0) * (row[size - 1] ?? 0);
}

/** Subtracts `shrink · by · byᵀ` from the matrix, in place. */
export function narrow(matrix: Float64Array, size: number, by: Float64Array, shrink: number): void {
  let first = 0;
  for (let at = 0; at + 1 < size; at += 2) {
    const one = shrink * (by[at] ?? 0);
    const two = shrink * (by[at + 1] ?? 0);
    matrix[first] = (matrix[first] ?? 0) - one * (by[at] ?? 0);
    let second = first + size - at;
    first++;
    for (let column = at + 1; column < size; column++, first++, second++) {
      const factor = by[column] ?? 0;
      matrix[first] = (matrix[first] ?? 0) - one * factor;
      matrix[second] = (matrix[second] ?? 0) - two * factor;
    }
    first = second;
  }
  const last = by[size - 1] ?? 0;
  if (size % 2 === 1) matrix[first] = (matrix[first] ?? 0) - shrink * last * last;
}

/** The full square, row by row: the stored form of models. */
export function toSquare(matrix: Float64Array, size: number): Float64Array {
  const square = new Float64Array(size * size);
  for (let row = 0, place = 0; row < size; row++)
    for (let column = row; column < size; column++, place++) {
      square[row * size + column] = matrix[place] ?? 0;
      square[column * size + row] = matrix[place] ?? 0;
    }
  return square;
}

/** Writes the upper half of a square into the matrix. */
export function fromSquare(square: Float64Array, size: number, matrix: Float64Array): void {
  for (let row = 0, place = 0; row < size; row++)
    for (let column = row; column < size; column++, place++)
      matrix[place] = square[row * size + column] ?? 0;
}
