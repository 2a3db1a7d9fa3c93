// Half of a symmetric matrix does what the whole would, and learners on it learn what the plain
// formulas give, within rounding.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { RowRoom } from '../row-room.ts';
import { learn, newLaplaceLogistic, predict, sigmoid } from '../laplace-logistic.ts';
import {
  diagonal,
  entry,
  fromSquare,
  narrow,
  quadratic,
  timesRow,
  toSquare,
} from '../symmetric-matrix.ts';
import { learnLine, newLeastSquares } from '../uplift/estimate/least-squares.ts';

type Matrix = number[][];

const number = fc.double({ min: -3, max: 3, noNaN: true });
/** Many zeros, as rows of features have. */
const factor = fc.oneof({ arbitrary: fc.constant(0), weight: 2 }, { arbitrary: number, weight: 3 });
const rowOf = (size: number) => fc.array(factor, { minLength: size, maxLength: size });
const size = fc.integer({ min: 1, max: 11 });

const near = (one: number, other: number): boolean =>
  Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other));

function assertMatrix(matrix: Float64Array, whole: Matrix): void {
  whole.forEach((row, one) =>
    row.forEach((value, other) => {
      const found = entry(matrix, whole.length, one, other);
      assert.ok(near(found, value), `${one}, ${other}: ${found} is not ${value}`);
    }),
  );
}

const times = (matrix: Matrix, row: readonly number[]): number[] =>
  matrix.map((line) => dot(line, row));
const dot = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
const less = (matrix: Matrix, by: readonly number[], shrink: number): Matrix =>
  matrix.map((line, one) =>
    line.map((value, other) => value - shrink * (by[one] ?? 0) * (by[other] ?? 0)),
  );
const diagonalOf = (values: readonly number[]): Matrix =>
  values.map((value, one) => values.map((_, other) => (one === other ? value : 0)));

/** The half and the whole of the same matrix: a diagonal minus some products. */
const both = size.chain((many) =>
  fc
    .tuple(rowOf(many), fc.array(rowOf(many), { maxLength: 4 }), rowOf(many))
    .map(([values, products, row]) => {
      const matrix = diagonal(values);
      let whole = diagonalOf(values);
      for (const by of products) {
        narrow(matrix, many, Float64Array.from(by), 0.3);
        whole = less(whole, by, 0.3);
      }
      return { many, matrix, whole, row };
    }),
);

describe('half of a symmetric matrix', () => {
  it('narrows, multiplies and weighs a row as the whole does', () => {
    fc.assert(
      fc.property(both, ({ many, matrix, whole, row }) => {
        assertMatrix(matrix, whole);
        const product = times(whole, row);
        const found = timesRow(matrix, many, row, new RowRoom(many));
        product.forEach((value, at) => assert.ok(near(found[at] ?? NaN, value)));
        assert.ok(near(quadratic(matrix, many, row, new RowRoom(many)), dot(row, product)));
      }),
    );
  });

  it('weighs a row that begins at a later column as one with zeros before it', () => {
    fc.assert(
      fc.property(both, fc.nat(), ({ many, matrix, row }, any) => {
        const from = any % many;
        const late = row.map((value, at) => (at < from ? 0 : value));
        assert.ok(
          near(
            quadratic(matrix, many, row.slice(from), new RowRoom(many), from),
            quadratic(matrix, many, late, new RowRoom(many)),
          ),
        );
      }),
    );
  });

  it('is stored as the whole square, and read from it', () => {
    fc.assert(
      fc.property(both, ({ many, matrix, whole }) => {
        const square = toSquare(matrix, many);
        whole.flat().forEach((value, at) => assert.ok(near(square[at] ?? NaN, value)));
        const again = new Float64Array(matrix.length);
        fromSquare(square, many, again);
        assert.deepEqual(again, matrix);
      }),
    );
  });
});

/** Some rows with outcomes, and prior variances. */
const lessons = size.chain((many) =>
  fc.tuple(
    fc.array(fc.double({ min: 0.01, max: 2, noNaN: true }), { minLength: many, maxLength: many }),
    fc.array(fc.tuple(rowOf(many), fc.boolean()), { minLength: 1, maxLength: 12 }),
  ),
);

describe('what is learnt on it', () => {
  it('of outcomes is the posterior that the plain formulas give', () => {
    fc.assert(
      fc.property(lessons, ([variances, rows]) => {
        const model = newLaplaceLogistic(new Float64Array(variances.length), variances);
        let [mean, covariance] = [variances.map(() => 0), diagonalOf(variances)];
        for (const [row, reached] of rows) {
          const [along, logit] = [times(covariance, row), dot(mean, row)];
          const variance = dot(row, along);
          const said = predict(model, row);
          assert.ok(near(said.logit, logit) && near(said.variance, variance));
          learn(model, row, reached ? 1 : 0);
          const mode = modeOf(logit, variance, reached ? 1 : 0);
          const step = variance > 0 ? (mode - logit) / variance : 0;
          mean = mean.map((value, at) => value + step * (along[at] ?? 0));
          const curve = sigmoid(mode) * (1 - sigmoid(mode));
          covariance = less(covariance, along, curve / (1 + curve * variance));
        }
        mean.forEach((value, at) => assert.ok(near(model.mean[at] ?? NaN, value)));
        assertMatrix(model.covariance, covariance);
      }),
    );
  });

  it('of a line is the posterior of linear regression', () => {
    fc.assert(
      fc.property(lessons, ([variances, rows]) => {
        const model = newLeastSquares(variances);
        let [mean, covariance] = [variances.map(() => 0), diagonalOf(variances)];
        for (const [row, is] of rows) {
          const along = times(covariance, row);
          const spread = 0.5 + dot(row, along);
          const off = (is ? 1 : -1) - dot(mean, row);
          learnLine(model, row, is ? 1 : -1, 0.5);
          mean = mean.map((value, at) => value + (off / spread) * (along[at] ?? 0));
          covariance = less(covariance, along, 1 / spread);
        }
        mean.forEach((value, at) => assert.ok(near(model.mean[at] ?? NaN, value)));
        assertMatrix(model.covariance, covariance);
      }),
    );
  });
});

/** Solves `mode = logit + variance · (outcome − σ(mode))` by bisection. */
function modeOf(logit: number, variance: number, outcome: 0 | 1): number {
  let [low, high] = [logit - variance, logit + variance];
  for (let turn = 0; turn < 200; turn++) {
    const middle = (low + high) / 2;
    if (middle - logit - variance * (outcome - sigmoid(middle)) > 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
