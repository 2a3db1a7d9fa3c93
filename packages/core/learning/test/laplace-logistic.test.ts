import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { learn, newLaplaceLogistic, predict, sigmoid } from '../laplace-logistic.ts';

/** The mode of the whole posterior at once, by many small gradient steps. */
function modeOfAll(rows: readonly (readonly number[])[], outcomes: readonly (0 | 1)[]): number[] {
  const size = rows[0]?.length ?? 0;
  const weights: number[] = Array.from({ length: size }, () => 0);
  for (let turn = 0; turn < 20_000; turn++) {
    const uphill = weights.map((weight) => -weight);
    rows.forEach((row, at) => {
      const off =
        (outcomes[at] ?? 0) - sigmoid(row.reduce((sum, x, j) => sum + x * (weights[j] ?? 0), 0));
      row.forEach((x, j) => (uphill[j] = (uphill[j] ?? 0) + off * x));
    });
    uphill.forEach((slope, j) => (weights[j] = (weights[j] ?? 0) + 0.01 * slope));
  }
  return weights;
}

/** Reproducible numbers between 0 and 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('logistic regression, one outcome at a time', () => {
  it('finds the exact mode of a single outcome', () => {
    const model = newLaplaceLogistic([0, 0], [1, 1]);
    learn(model, [1, 2], 1);
    const [one, two] = modeOfAll([[1, 2]], [1]);
    assert.ok(Math.abs((model.mean[0] ?? 0) - (one ?? 0)) < 1e-6);
    assert.ok(Math.abs((model.mean[1] ?? 0) - (two ?? 0)) < 1e-6);
  });

  it('comes close to the mode of all outcomes at once, in any order', () => {
    const next = numbers(7);
    const rows = Array.from({ length: 400 }, () => [1, next() * 2 - 1, next() * 2 - 1]);
    const outcomes = rows.map(([, a = 0, b = 0]) =>
      next() < sigmoid(-1 + 2 * a - b) ? (1 as const) : (0 as const),
    );
    const all = modeOfAll(rows, outcomes);
    for (const order of [rows.map((_, at) => at), rows.map((_, at) => rows.length - 1 - at)]) {
      const model = newLaplaceLogistic([0, 0, 0], [1, 1, 1]);
      for (const at of order) learn(model, rows[at] ?? [], outcomes[at] ?? 0);
      all.forEach((weight, j) => assert.ok(Math.abs(weight - (model.mean[j] ?? 0)) < 0.15));
      assert.equal(model.seen, 400);
    }
  });

  it('becomes more certain with outcomes, and stays as uncertain about what it has not seen', () => {
    const model = newLaplaceLogistic([0, 0], [1, 1]);
    const before = predict(model, [0, 1]).variance;
    for (let at = 0; at < 50; at++) learn(model, [1, 0], at % 2 === 0 ? 1 : 0);
    assert.ok(predict(model, [1, 0]).variance < 0.1);
    assert.equal(predict(model, [0, 1]).variance, before);
  });

  it('returns what it would have predicted when it learns', () => {
    const model = newLaplaceLogistic([0.5, -1], [1, 2]);
    const said = predict(model, [1, 3]);
    const { logit, variance } = learn(model, [1, 3], 1);
    assert.ok(Math.abs(logit - said.logit) < 1e-12);
    assert.ok(Math.abs(variance - said.variance) < 1e-12);
  });

  it('predicts closer to one half if it is uncertain', () => {
    const sure = predict(newLaplaceLogistic([3], [1e-9]), [1]);
    const unsure = predict(newLaplaceLogistic([3], [4]), [1]);
    assert.ok(unsure.probability < sure.probability);
    assert.ok(unsure.probability > 0.5);
  });
});
