import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entry } from '../../symmetric-matrix.ts';
import { textToNumbers } from '../base64.ts';
import type { IntentFeature } from '../intent-feature.ts';
import {
  intentModelFromJson,
  intentModelToJson,
  learnVisit,
  newIntentModel,
  scoreVisit,
} from '../intent-model.ts';

const features: readonly IntentFeature[] = [
  { key: 'cart', kind: 'amount', early: true },
  { key: 'pages', kind: 'count', early: true, gated: true },
  { key: 'channel', kind: 'choice', choices: 3 },
  { key: 'scroll', kind: 'share' },
];

/** Reproducible numbers between 0 and 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** A model taught by this many visits, of which those with a cart reach the goal more often. */
function taught(visits: number, seed = 1): ReturnType<typeof newIntentModel> {
  const next = numbers(seed);
  const model = newIntentModel(features);
  for (let at = 0; at < visits; at++) {
    const cart = next() < 0.3 ? Math.ceil(next() * 5) : 0;
    const values = [cart, Math.ceil(next() * 9), Math.floor(next() * 3), next()];
    learnVisit(model, values, next() < (cart > 0 ? 0.5 : 0.05));
  }
  return model;
}

describe('intent model', () => {
  it('[Q1] scores 50 for a visit of which nothing is known, before anything is learnt', () => {
    const nothing = features.map(() => Number.NaN);
    assert.equal(scoreVisit(newIntentModel(features), nothing).score, 50);
  });

  it('tells visits with a cart from visits without after a hundred', () => {
    const model = taught(100);
    const full = scoreVisit(model, [3, 4, 1, 0.5]);
    const empty = scoreVisit(model, [0, 4, 1, 0.5]);
    assert.ok(full.score > 60 && empty.score < 50, `${full.score} and ${empty.score}`);
  });

  it('[L1] learns nothing from a visit with an infinite number', () => {
    const model = taught(100);
    const before = JSON.stringify(intentModelToJson(model));
    for (const cart of [Infinity, -Infinity]) learnVisit(model, [cart, 4, 1, 0.5], true);
    assert.equal(JSON.stringify(intentModelToJson(model)), before);
    learnVisit(model, [Number.NaN, 4, 1, 0.5], true);
    assert.equal(model.seen, 101, 'what is unknown is learnt around');
  });

  it('[Q1] predicts calibrated probabilities', () => {
    const model = taught(4000);
    const full = scoreVisit(model, [3, 5, 1, 0.5]).probability;
    const empty = scoreVisit(model, [0, 5, 1, 0.5]).probability;
    assert.ok(Math.abs(full - 0.5) < 0.1, String(full));
    assert.ok(Math.abs(empty - 0.05) < 0.03, String(empty));
  });

  it('changes nothing by scoring', () => {
    const model = taught(600);
    const before = JSON.stringify(intentModelToJson(model));
    scoreVisit(model, [3, 4, 1, 0.5]);
    assert.equal(JSON.stringify(intentModelToJson(model)), before);
  });

  it('[L6] continues from its JSON bit by bit', () => {
    const one = taught(700);
    const other = intentModelFromJson(JSON.parse(JSON.stringify(intentModelToJson(one))), features);
    assert.ok(other !== null);
    for (const model of [one, other]) learnVisit(model, [2, 3, 0, 0.1], true);
    assert.deepEqual(intentModelToJson(other), intentModelToJson(one));
  });

  it('stores covariances as whole squares, row by row', () => {
    const model = taught(200);
    const { size, covariance } = model.main;
    const { numbers } = intentModelToJson(model);
    const text = Array.isArray(numbers) ? numbers[1] : null;
    const square = new Float64Array(size * size);
    assert.ok(typeof text === 'string' && textToNumbers(text, square));
    square.forEach((value, at) =>
      assert.equal(value, entry(covariance, size, Math.floor(at / size), at % size)),
    );
  });

  it('[L6] is not read from another version, from other features, or in part', () => {
    const json = intentModelToJson(taught(10));
    assert.equal(intentModelFromJson({ ...json, version: 0 }, features), null);
    assert.equal(intentModelFromJson(json, features.slice(1)), null);
    assert.equal(intentModelFromJson({ ...json, numbers: [] }, features), null);
    assert.equal(intentModelFromJson({ ...json, seen: -1 }, features), null);
    assert.ok(intentModelFromJson(json, features) !== null);
  });
});
