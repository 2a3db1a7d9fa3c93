import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IntentFeature } from '../intent-feature.ts';
import { learnVisit, newIntentModel, stagesOf, type IntentModel } from '../intent-model.ts';
import { scoreParts } from '../score-parts.ts';
import { tellingParts } from '../telling-parts.ts';

const features: readonly IntentFeature[] = [
  { key: 'cart', kind: 'amount', early: true },
  { key: 'pages', kind: 'count', early: true, gated: true },
  { key: 'channel', kind: 'choice', choices: 3, gated: true },
];

interface Ended {
  readonly values: readonly number[];
  readonly reached: boolean;
}

/** Many pages mean a purchase only if there is a cart. */
function drawn(visits: number): readonly Ended[] {
  let state = 7;
  const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2 ** 31;
  return Array.from({ length: visits }, () => {
    const cart = next() < 0.5 ? 2 : 0;
    const pages = next() < 0.5 ? 1 : 12;
    const values = [cart, pages, Math.floor(next() * 3)];
    return { values, reached: next() < (cart > 0 && pages > 1 ? 0.6 : 0.05) };
  });
}

function taught(visits: number): IntentModel {
  const model = newIntentModel(features);
  for (const { values, reached } of drawn(visits)) learnVisit(model, values, reached);
  return model;
}

/** Any of the visits that `taught` draws, and some with unknown values. */
function visits(): readonly (readonly number[])[] {
  return [0, 2].flatMap((cart) =>
    [1, 12, Number.NaN].flatMap((pages) =>
      [0, 1, 2, Number.NaN].map((channel) => [cart, pages, channel]),
    ),
  );
}

const sumOfParts = (model: IntentModel, values: readonly number[]): number => {
  const { alone, pairs } = scoreParts(model, values);
  return [...alone, ...pairs].reduce((all, weight) => all + weight, 0);
};

/** Log odds at the mode of the weights. */
function modeLogit(model: IntentModel, values: readonly number[]): number {
  const { row, added } = stagesOf(model, values);
  const [shift = 0, first = 1, second = 1] = model.calibration.mean;
  const main = row.reduce((all, value, at) => all + (model.main.mean[at] ?? 0) * value, 0);
  return shift + first * main + second * added;
}

test('[Q10] the parts of two scores differ by as much as their log odds, at every size', () => {
  for (const learnt of [0, 90, 140, 160, 400, 900, 2_500]) {
    const model = taught(learnt);
    const [first = [], ...others] = visits();
    for (const other of others) {
      const apart = modeLogit(model, other) - modeLogit(model, first);
      const parts = sumOfParts(model, other) - sumOfParts(model, first);
      assert.ok(Math.abs(apart - parts) < 1e-9, `${learnt}, ${String(other)}: ${apart}, ${parts}`);
    }
  }
});

test('[Q10] over the visits that were learnt, the parts of every feature and pair sum to 0', () => {
  for (const learnt of [400, 2_500]) {
    const model = taught(learnt);
    const sums = new Float64Array(features.length + model.usually.crosses.pairs.length);
    for (const values of drawn(learnt).map(({ values }) => values)) {
      const { alone, pairs } = scoreParts(model, values);
      [...alone, ...pairs].forEach((weight, at) => (sums[at] = (sums[at] ?? 0) + weight / learnt));
    }
    for (const [at, mean] of sums.entries())
      assert.ok(Math.abs(mean) < 0.06, `${learnt} visits, part ${at}: ${mean} on average`);
  }
});

test('[L2] what two features only do together is a part of its own, and the strongest of pairs', () => {
  const parts = tellingParts(taught(2000), [2, 12, 1], { least: 0, most: 99 });
  const sizes = parts.map(({ weight }) => Math.abs(weight));
  assert.deepEqual(
    sizes,
    sizes.toSorted((one, other) => other - one),
  );
  const [pair] = parts.filter(({ beside }) => beside !== null);
  assert.deepEqual([pair?.feature, pair?.beside], [0, 1]);
  assert.ok((pair?.weight ?? 0) > 0.2);
});

test('never names more parts than requested, weak ones, or unknown values', () => {
  const model = taught(2000);
  const few = tellingParts(model, [2, 12, 1], { least: 0, most: 2 });
  assert.deepEqual(few, tellingParts(model, [2, 12, 1], { least: 0, most: 99 }).slice(0, 2));
  assert.deepEqual(tellingParts(model, [2, 12, 1], { least: 9, most: 3 }), []);
  for (const { feature, beside } of tellingParts(model, [2, Number.NaN, 1], {
    least: 0,
    most: 99,
  }))
    assert.ok(feature !== 1 && beside !== 1);
});
