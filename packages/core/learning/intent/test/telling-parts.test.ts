// Which parts of a score are shown: none that most visits share, no page value with the opposite
// sign.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IntentFeature } from '../intent-feature.ts';
import { intentModelFromJson, intentModelToJson } from '../intent-json.ts';
import { learnVisit, newIntentModel, type IntentModel } from '../intent-model.ts';
import { tellingParts } from '../telling-parts.ts';

const features: readonly IntentFeature[] = [
  { key: 'cart', kind: 'amount', early: true },
  { key: 'worth', kind: 'signed', early: true, gated: true },
  { key: 'best', kind: 'signed' },
  { key: 'errors', kind: 'count', gated: true },
  { key: 'device', kind: 'choice', choices: 2 },
];
const all = { least: 0, most: 99 };

/**
 * Every value is drawn uniformly. One visit in ten has a cart, which leads to the goal, as `worth`
 * does.
 */
function taught(visits: number): IntentModel {
  const model = newIntentModel(features);
  let state = 11;
  const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2 ** 31;
  for (let at = 0; at < visits; at++) {
    const cart = next() < 0.1 ? 1 : 0;
    const worth = next() * 2 - 1.8;
    const values = [cart, worth, worth * 0.9 + next() * 0.2, next() < 0.3 ? 1 : 0, 1];
    learnVisit(model, values, next() < 0.05 + 0.6 * cart + (worth > -0.5 ? 0.15 : 0));
  }
  return model;
}

const model = taught(2_500);

test('[Q10] a value that four visits in five share is no reason, one that distinguishes a visit is', () => {
  const usual = tellingParts(model, [0, -0.8, -0.6, 0, 1], all);
  assert.ok(
    usual.every(({ feature, beside }) => feature !== 4 && beside !== 4),
    'the same device',
  );
  assert.ok(!usual.some(({ feature, beside }) => feature === 0 && beside === null), 'no cart');
  const [strongest] = tellingParts(model, [1, -0.8, -0.6, 0, 1], all);
  assert.equal(strongest?.feature, 0);
  assert.ok((strongest?.weight ?? 0) > 0);
});

test('[Q10] a page value is shown alone, and only if its part has the same sign', () => {
  let told = 0;
  for (let worth = -2; worth <= 2; worth += 0.1)
    for (const best of [-1.5, -0.7, 0, 1])
      for (const cart of [0, 1])
        for (const { feature, beside, weight } of tellingParts(
          model,
          [cart, worth, best, 1, 1],
          all,
        )) {
          if (feature !== 1 && feature !== 2) assert.ok(beside !== 1 && beside !== 2);
          else {
            const usual = model.usual[model.starts[feature] ?? 0] ?? 0;
            assert.equal(beside, null);
            assert.equal(Math.sign((feature === 1 ? worth : best) - usual), Math.sign(weight));
            told++;
          }
        }
  assert.ok(told > 100, `${told} worths told`);
});

test('[L6] a model stored without usual values opens and counts them from then on', () => {
  const { usually: _, ...old } = intentModelToJson(model);
  const back = intentModelFromJson(old, features);
  assert.ok(back !== null);
  assert.deepEqual([back.seen, back.usually.visits], [model.seen, 0]);
  assert.ok(tellingParts(back, [1, 0.5, 0, 0, 1], all).length > 0);
  learnVisit(back, [0, 0, 0, 0, 1], false);
  assert.equal(back.usually.visits, 1);
});

test('[L6] a model with half of its usual values is rejected', () => {
  const json = intentModelToJson(model);
  for (const usually of [null, [], [1, '', '', ''], [-1, ...list(json['usually']).slice(1)]])
    assert.equal(intentModelFromJson({ ...json, usually }, features), null);
});

function list(json: unknown): readonly string[] {
  return Array.isArray(json) ? json : [];
}
