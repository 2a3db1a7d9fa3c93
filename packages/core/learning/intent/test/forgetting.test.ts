// A model that forgets follows a changing site and never becomes more uncertain than its prior.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { learn, newLaplaceLogistic, sigmoid } from '../../laplace-logistic.ts';
import { forgetPages, forgetWeights, keptAfter } from '../forgetting.ts';
import type { IntentFeature } from '../intent-feature.ts';
import { learnVisit, newIntentModel, scoreVisit } from '../intent-model.ts';
import { intentSettings } from '../intent-settings.ts';
import { learnPages, newPageValues, pageValue } from '../page-values.ts';

const prior = { means: Float64Array.from([-1, 0.5]), variances: Float64Array.from([4, 0.25]) };

function taught() {
  const model = newLaplaceLogistic(prior.means, prior.variances);
  for (let at = 0; at < 300; at++) learn(model, [1, at % 3], at % 3 === 2 ? 1 : 0);
  return model;
}

const near = (one: number | undefined, other: number | undefined): boolean =>
  Math.abs((one ?? 0) - (other ?? 9)) < 1e-9;

describe('forgetting', () => {
  it('of nothing changes nothing, and of all is the prior', () => {
    const [model, as] = [taught(), taught()];
    forgetWeights(model, prior, 1);
    assert.ok(model.covariance.every((value, at) => near(value, as.covariance[at])));
    assert.ok(model.mean.every((value, at) => near(value, as.mean[at])));
    forgetWeights(model, prior, 0);
    assert.ok(near(model.mean[0], -1) && near(model.covariance[2], 0.25));
    assert.ok(near(model.covariance[1], 0));
  });

  it('[L7] makes a weight more uncertain, never more than the prior', () => {
    const model = taught();
    let before = model.covariance[2] ?? 0;
    for (let turn = 0; turn < 200; turn++) {
      forgetWeights(model, prior, 0.9);
      const now = model.covariance[2] ?? 0;
      assert.ok(now >= before && now <= 0.25 + 1e-12, `${before} then ${now}`);
      before = now;
    }
    assert.ok(before > 0.249);
  });

  it('[L7] begins once there are more visits than the memory holds, and keeps that weight', () => {
    assert.equal(keptAfter(500, 20_000, 19_500), 1);
    let weight = 20_000;
    for (let turn = 0; turn < 50; turn++) weight = weight * keptAfter(500, 20_000, 1e6) + 500;
    assert.ok(near(weight, 20_000));
  });

  it('[L7] reduces pages with their visits, and drops what is nearly gone', () => {
    const values = newPageValues();
    for (let at = 0; at < 64; at++) learnPages(values, ['/a'], [], at % 2 === 0);
    for (let at = 0; at < 64; at++) learnPages(values, ['/b'], [], false);
    const worth = pageValue(values, '/a');
    forgetPages(values, 0.5);
    assert.ok(near(values.pages.get('/a')?.visits, 32));
    assert.ok(pageValue(values, '/a') > 0 && pageValue(values, '/a') < worth);
    forgetPages(values, 0.001);
    assert.equal(values.pages.size, 0);
  });
});

const features: readonly IntentFeature[] = [
  { key: 'cart', kind: 'flag', early: true },
  { key: 'pages', kind: 'count', early: true },
  { key: 'channel', kind: 'choice', choices: 3 },
];

/**
 * Visits to a shop before and after it changed: what predicted a purchase before then predicts the
 * opposite.
 */
function* drift(before: number, after: number) {
  let state = 11;
  const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2 ** 31;
  for (let at = 0; at < before + after; at++) {
    const way = at < before ? 1 : -1;
    const [cart, pages] = [next() < 0.4 ? 1 : 0, Math.floor(next() * 8)];
    const truth = sigmoid(-2.2 + way * (1.2 * cart + 0.15 * (pages - 4)) - (way < 0 ? 0.6 : 0));
    const values = [cart, pages, Math.floor(next() * 3)];
    yield { at: at - before, values, truth, reached: next() < truth };
  }
}

/** Mean loss over the last 3,000 visits, minus that of the true model. */
function regret(memory: number): number {
  const settings = { ...intentSettings, memory, slots: 1 << 10 };
  const calibrationMemory = memory === Infinity ? Infinity : settings.calibrationMemory;
  const model = newIntentModel(features, { ...settings, calibrationMemory });
  const last = 30_000;
  let sum = 0;
  for (const { at, values, truth, reached } of drift(30_000, last)) {
    if (at >= last - 3_000) {
      const { probability } = scoreVisit(model, values);
      sum += truth * Math.log(truth / probability);
      sum += (1 - truth) * Math.log((1 - truth) / (1 - probability));
    }
    learnVisit(model, values, reached);
  }
  return sum / 3_000;
}

describe('a site that changes', () => {
  it('[L7] is followed by a model that forgets, not by one that does not', () => {
    const [follows, stays] = [regret(intentSettings.memory), regret(Infinity)];
    assert.ok(follows < stays / 3, `${follows} and ${stays}`);
    assert.ok(follows < 0.003, String(follows));
  });
});
