import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IntentFeature } from './intent-feature.ts';
import { learnVisit, newIntentModel, stagesOf } from './intent-model.ts';
import { scoreParts, strongestParts } from './score-parts.ts';

const features: readonly IntentFeature[] = [
  { key: 'cart', kind: 'amount', early: true },
  { key: 'pages', kind: 'count', early: true, gated: true },
  { key: 'channel', kind: 'choice', choices: 3, gated: true },
];

/** Many pages mean a purchase only where there is a cart. */
function taught(visits: number) {
  const model = newIntentModel(features);
  let state = 7;
  const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2 ** 31;
  for (let at = 0; at < visits; at++) {
    const cart = next() < 0.5 ? 2 : 0;
    const pages = next() < 0.5 ? 1 : 12;
    const values = [cart, pages, Math.floor(next() * 3)];
    learnVisit(model, values, next() < (cart > 0 && pages > 1 ? 0.6 : 0.05));
  }
  return model;
}

test('the parts of a score add up to its distance from the usual visit', () => {
  const model = taught(900);
  const values = [2, 12, 1];
  const { alone, pairs } = scoreParts(model, values);
  const sum = [...alone, ...pairs].reduce((all, weight) => all + weight, 0);
  const { row, added } = stagesOf(model, values);
  const [, first = 1, second = 1] = model.calibration.mean;
  const main = row.reduce(
    (all, value, at) => all + (model.main.mean[at] ?? 0) * (value - (model.usual[at] ?? 0)),
    0,
  );
  assert.ok(Math.abs(sum - (first * main + second * added)) < 1e-9);
});

test('what two features do only together is a part of its own, and the strongest of pairs', () => {
  const parts = strongestParts(taught(2000), [2, 12, 1], { least: 0, most: 99 });
  const sizes = parts.map(({ weight }) => Math.abs(weight));
  assert.deepEqual(
    sizes,
    sizes.toSorted((one, other) => other - one),
  );
  const [pair] = parts.filter(({ beside }) => beside !== null);
  assert.deepEqual([pair?.feature, pair?.beside], [0, 1]);
  assert.ok((pair?.weight ?? 0) > 0.2);
});

test('no more parts are named than asked for, none too weak, none of what is unknown', () => {
  const model = taught(2000);
  const few = strongestParts(model, [2, 12, 1], { least: 0, most: 2 });
  assert.deepEqual(few, strongestParts(model, [2, 12, 1], { least: 0, most: 99 }).slice(0, 2));
  assert.deepEqual(strongestParts(model, [2, 12, 1], { least: 9, most: 3 }), []);
  for (const { feature, beside } of strongestParts(model, [2, Number.NaN, 1], {
    least: 0,
    most: 99,
  }))
    assert.ok(feature !== 1 && beside !== 1);
});
