import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adjustedRateEffect } from '../adjusted-effect.ts';
import type { CovariateSums } from '../adjusted-effect.ts';
import { COVARIATE_WORLDS, playAdjusted } from './adjusted.test-support.ts';
import { rateEffect } from '../effect.ts';

const certainty = { alpha: 0.05, comparisons: 1, horizonVisitors: 10_000 };

/**
 * Half of the visitors have x = 1. The arguments are the conversions of these and of the others.
 */
function armOf(visitors: number, withIt: number, without: number): CovariateSums {
  return {
    visitors,
    conversions: withIt + without,
    covariateSum: visitors / 2,
    covariateSquareSum: visitors / 2,
    convertedCovariateSum: withIt,
  };
}

describe('the adjusted effect', () => {
  it('is the plain one if both arms have the same visitors, with less noise', () => {
    const [treatment, control] = [armOf(2_000, 600, 100), armOf(2_000, 500, 50)];
    const adjusted = adjustedRateEffect({ treatment, control }, certainty);
    const plain = rateEffect(
      {
        treatment: { ...treatment, valueSum: 0, valueSquareSum: 0 },
        control: { ...control, valueSum: 0, valueSquareSum: 0 },
      },
      certainty,
    );
    assert.ok(adjusted.type === 'interval' && plain.type === 'interval');
    assert.ok(Math.abs(adjusted.difference.estimate - 0.075) < 1e-9);
    assert.ok(adjusted.varianceLeft < 0.8);
    assert.ok(adjusted.difference.lower > plain.difference.lower);
  });

  it('[F21] removes an imbalance that the draw caused', () => {
    // No effect at all: of those with x = 1 half convert in both arms, but treatment got more of
    // them.
    const treatment = { ...armOf(1_000, 300, 0), covariateSum: 600, covariateSquareSum: 600 };
    const control = { ...armOf(1_000, 200, 0), covariateSum: 400, covariateSquareSum: 400 };
    const adjusted = adjustedRateEffect({ treatment, control }, certainty);
    assert.ok(adjusted.type === 'interval' && Math.abs(adjusted.difference.estimate) < 1e-9);
  });

  it('needs enough conversions, and a covariate that differs between visitors', () => {
    const few = { treatment: armOf(100, 3, 1), control: armOf(100, 10, 10) };
    const none = adjustedRateEffect(few, certainty);
    assert.deepEqual(none, { type: 'withheld', reason: 'few_conversions' });
    const same = { ...armOf(100, 10, 10), covariateSum: 100, covariateSquareSum: 100 };
    const alike = adjustedRateEffect({ treatment: same, control: same }, certainty);
    assert.deepEqual(alike, { type: 'withheld', reason: 'no_covariate' });
  });
});

describe('over all looks together, the adjusted interval', () => {
  const chosen = COVARIATE_WORLDS.filter(
    ({ controlShare, rate, tells }) => controlShare !== 0.1 && rate !== 0.01 && tells !== 4,
  ).filter(({ factor }) => factor !== 0.6);
  for (const [at, world] of chosen.entries())
    it(`misses the truth in at most five runs of a hundred: ${world.name}`, () => {
      const runs = 60;
      const { misses } = playAdjusted(world, runs, 300 + at);
      assert.ok(misses / runs <= 0.05, `${misses} of ${runs}`);
    });
});
