// Chance alone distinguishes no visitors: over all looks of a campaign, and all features shown.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sigmoid } from '../../../laplace-logistic.ts';
import { boundedEffect } from '../effect-bounds.ts';
import type { BoundedEffect, Effect } from '../effect-bounds.ts';
import { seededRandom } from '../../../../proof/test/random.test-support.ts';
import { featureBelief, learnEffects, newFeatureEffects } from '../feature-effects.ts';
import { entry } from '../../../symmetric-matrix.ts';

const FEATURES = 20;
const CAMPAIGNS = 100;
const OUTCOMES = 3_000;
const LOOK_EVERY = 50;

describe('[U10] bounds of what features add', () => {
  it('are valid at every look: if nobody gains more, at most 5 campaigns of 100 ever show that somebody does', () => {
    let claimed = 0;
    let singly = 0;
    for (let campaign = 0; campaign < CAMPAIGNS; campaign++) {
      const seen = followed(campaign, 0);
      claimed += Number(seen.some(isClaim));
      singly += Number(seen.some(({ effect, error }) => Math.abs(effect) > 1.96 * error));
    }
    assert.ok(claimed <= 5, `${claimed} of ${CAMPAIGNS}`);
    // The simulation would detect errors: bounds for one look at one effect are left by most
    // campaigns.
    assert.ok(singly > 60, `${singly} of ${CAMPAIGNS}`);
  });

  it('show who gains more, and in which direction', () => {
    const last = followed(CAMPAIGNS, 1.2).slice(-FEATURES);
    assert.deepEqual(
      last.flatMap((each, at) => (isClaim(each) ? [[at, Math.sign(each.lower ?? 0)]] : [])),
      [[0, 1]],
    );
    for (const { effect, lower, upper } of last)
      assert.ok(lower !== null && upper !== null && lower < effect && effect < upper);
  });

  it('are absent while nothing is learnt, even if rounding narrows the prior', () => {
    for (const variance of [0.03, 0.4, 0.75, 1.2, 3.1]) {
      const error = Math.sqrt(variance) * (1 - Number.EPSILON);
      const { lower, upper } = boundedEffect({ effect: 0, error }, { mean: 0, variance }, 20);
      assert.deepEqual([lower, upper], [null, null], String(variance));
    }
  });

  it('are wider the more is shown, and exclude 0 exactly if the prior is 1 ÷ α times as dense there', () => {
    const belief = { mean: 0, variance: 0.04 };
    const width = (shown: number): number => {
      const { lower, upper } = boundedEffect({ effect: 0.1, error: 0.1 }, belief, shown);
      return (upper ?? NaN) - (lower ?? NaN);
    };
    assert.ok(width(20) > width(1));
    const error = 0.1;
    const edge = error * Math.sqrt(2 * Math.log((0.2 / error) * (20 / 0.05)));
    assert.ok(!isClaim(boundedEffect({ effect: edge * 0.999, error }, belief, 20)));
    assert.ok(isClaim(boundedEffect({ effect: edge * 1.001, error }, belief, 20)));
  });

  it('are absent before anything was learnt', () => {
    const belief = { mean: -0.2, variance: 0.04 };
    const { lower, upper } = boundedEffect({ effect: -0.2, error: 0.2 }, belief, 20);
    assert.deepEqual([lower, upper], [null, null]);
  });
});

function isClaim({ lower, upper }: BoundedEffect): boolean {
  return (lower !== null && lower > 0) || (upper !== null && upper < 0);
}

/**
 * All that is shown at all looks at one campaign whose first feature adds this much to the effect
 * of inviting.
 */
function followed(seed: number, adds: number): readonly BoundedEffect[] {
  const effects = newFeatureEffects(FEATURES);
  const random = seededRandom(seed);
  const shown: BoundedEffect[] = [];
  for (let at = 1; at <= OUTCOMES; at++) {
    const visitor = Array.from({ length: FEATURES }, () => 3.4 * (random() - 0.5));
    const [first = 0, keen = 0] = visitor;
    const logit = -1 + 0.5 * keen;
    const move = Number(random() < 0.5) - 0.5;
    const rate = sigmoid(logit);
    const reached = Number(random() < sigmoid(logit + (move > 0 ? 0.3 + adds * first : 0)));
    learnEffects(effects, visitor, { move, rate, unexplained: reached - rate });
    if (at % LOOK_EVERY === 0) shown.push(...boundsOf(effects));
  }
  return shown;
}

function boundsOf({
  size,
  mean,
  covariance,
}: ReturnType<typeof newFeatureEffects>): BoundedEffect[] {
  return Array.from({ length: FEATURES }, (_, feature) => {
    const error = Math.sqrt(entry(covariance, size, feature + 1, feature + 1));
    const effect: Effect = { effect: mean[feature + 1] ?? 0, error };
    return boundedEffect(effect, featureBelief([1]), FEATURES);
  });
}
