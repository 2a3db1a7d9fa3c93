// From which visit on each stage of the intent model takes part, and what the usual visit is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { averaged } from '../../laplace-logistic.ts';
import type { IntentFeature } from '../intent-feature.ts';
import {
  intentModelToJson,
  learnVisit,
  newIntentModel,
  scoreVisit,
  stagesOf,
  usualLogit,
} from '../intent-model.ts';
import { intentSettings } from '../intent-settings.ts';
import { visitFeatureList } from '../visit-features.ts';

const features: readonly IntentFeature[] = [
  { key: 'cart', kind: 'amount', early: true },
  { key: 'pages', kind: 'count', early: true, gated: true },
  { key: 'scroll', kind: 'share' },
];
const visit = [3, 4, 0.5];

/** A model that has learnt this many visits. Every third one reached the goal: those with a cart. */
function taught(visits: number): ReturnType<typeof newIntentModel> {
  const model = newIntentModel(features);
  for (let at = 0; at < visits; at++)
    learnVisit(model, [at % 3 === 0 ? 3 : 0, 1 + (at % 7), (at % 5) / 5], at % 3 === 0);
  return model;
}

test('[L1] the same visits in the same order give the same model, bit by bit', () => {
  assert.deepEqual(intentModelToJson(taught(600)), intentModelToJson(taught(600)));
});

test('[L2] weights have a prior variance of 0.1, those of products 0.3, and pairs 16,384 slots', () => {
  const { prior, layout, crosses } = newIntentModel(features);
  assert.ok(prior.variances.subarray(1, layout.productsFrom).every((each) => each === 0.1));
  assert.ok(prior.variances.subarray(layout.productsFrom).every((each) => each === 0.3));
  assert.ok(layout.size > layout.productsFrom);
  assert.equal(crosses.weights.length, 16_384);
});

test('[L2] the second stage learns from 100 visits on', () => {
  assert.equal(stagesOf(taught(100), visit).added, 0);
  assert.notEqual(stagesOf(taught(101), visit).added, 0);
});

test('[L2] up to 500 visits the sum of the first two stages stands as it is, then the third learns', () => {
  const { main, added, logit } = stagesOf(taught(500), visit);
  assert.equal(logit, main + added);
  assert.deepEqual([...taught(500).calibration.mean], [0, 1, 1]);
  assert.notDeepEqual([...taught(501).calibration.mean], [0, 1, 1]);
});

test('[L3] five features are early, and up to 150 visits no other one changes a score', () => {
  const early = visitFeatureList.filter((feature) => feature.early === true);
  assert.deepEqual(
    early.map(({ key }) => key),
    ['cartItems', 'pages', 'dwell', 'products', 'pageValues'],
  );
  const other = [3, 4, 0.9];
  const chances = (visits: number): readonly number[] =>
    [visit, other].map((values) => scoreVisit(taught(visits), values).probability);
  const [one, same] = chances(149);
  assert.equal(one, same);
  const [before, apart] = chances(200);
  assert.notEqual(before, apart);
});

test('[L5] the usual visit is the share that reached the goal, beside 20 imagined of the prior', () => {
  const model = taught(90);
  const first = averaged(intentSettings.firstLogit, intentSettings.firstVariance);
  const share = (30 + 20 * first) / (90 + 20);
  assert.ok(Math.abs(usualLogit(model) - Math.log(share / (1 - share))) < 1e-9);
});

test('[L5] of the share, older visits count less once there are more than are remembered', () => {
  const model = newIntentModel(features, { ...intentSettings, memory: 20 });
  for (let at = 0; at < 100; at++) learnVisit(model, visit, at < 50);
  assert.ok(model.usualShare < 0.1, String(model.usualShare));
});
