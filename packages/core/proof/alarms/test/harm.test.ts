/*
 * A campaign that looks for harm after every look finds it where it is, and without an effect no
 * more often than promised. The worlds are those of the inference, with rates and order values.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harmOf, leavingEffect } from '../harm.ts';
import { QUIET, playHarm } from './harm.test-support.ts';
import { rateEffect } from '../../effect/effect.ts';
import { monteCarloError, simulate } from '../../test/simulate.test-support.ts';
import type { EffectOf } from '../../test/simulate.test-support.ts';
import type { World } from '../../test/world-truth.test-support.ts';
import { worst } from '../../test/worlds.test-support.ts';
import type { Played } from '../../test/worlds.test-support.ts';

const RUNS = 300;

function called(world: World): number {
  const cell = { name: '', measure: 'value', hasEffect: true, world } as const;
  return playHarm(cell, RUNS).result.findings / RUNS;
}

test('[ST7] without an effect, at most 5 % of campaigns are ever called harmful', (t) => {
  assert.equal(QUIET.length, 18);
  const share = ({ result }: Played): number => result.findings / result.runs;
  const most = worst(
    QUIET.map((cell) => playHarm(cell, RUNS)),
    share,
  );
  const error = monteCarloError(most.result.findings, RUNS);
  t.diagnostic(`worst of ${QUIET.length}: ${share(most)} ± ${error} (${most.name})`);
  assert.ok(share(most) <= 0.05, most.name);
});

test('[ST7] a campaign that loses two conversions of five is called harmful', (t) => {
  const rates = { controlRate: 0.05, treatmentRate: 0.03 };
  const share = called({ controlShare: 0.1, ...rates, sigma: 1, valueFactor: 1 });
  t.diagnostic(`called in ${share} of ${RUNS} runs`);
  assert.ok(share >= 0.9);
});

test('[ST7] as many conversions of half the value are harm to the guardrail', (t) => {
  const rates = { controlRate: 0.05, treatmentRate: 0.05 };
  const share = called({ controlShare: 0.5, ...rates, sigma: 1, valueFactor: 0.5 });
  t.diagnostic(`called in ${share} of ${RUNS} runs`);
  assert.ok(share >= 0.95);
});

test('[ST7] a gain is no harm, and below five conversions there is no verdict', () => {
  const certainty = { alpha: 0.05, comparisons: 1, horizonVisitors: 20_000 };
  const arm = (conversions: number, value: number) => ({
    visitors: 10_000,
    conversions,
    valueSum: conversions * value,
    valueSquareSum: conversions * value * value,
  });
  const harm = (treated: number, control: number) =>
    harmOf({ treatment: arm(treated, 10), control: arm(control, 10) }, certainty)?.measure;
  assert.deepEqual(
    [harm(800, 500), harm(500, 500), harm(4, 500), harm(200, 500)],
    [undefined, undefined, undefined, 'rate'],
  );
  const cheaper = harmOf({ treatment: arm(500, 4), control: arm(500, 10) }, certainty);
  assert.equal(cheaper?.measure, 'value');
  assert.ok(cheaper.difference.upper < 0);
});

test('[ST7] an increase of visitors who leave at once is harm to the visit, with half of alpha', () => {
  const certainty = { alpha: 0.05, comparisons: 1, horizonVisitors: 20_000 };
  const arm = (visitors: number, conversions: number) => ({
    visitors,
    conversions,
    valueSum: 0,
    valueSquareSum: 0,
  });
  const of = (left: number, leftOfControl: number) =>
    leavingEffect({ treatment: arm(10_000, left), control: arm(10_000, leftOfControl) }, certainty);
  const found = (left: number, leftOfControl: number): string => {
    const effect = of(left, leftOfControl);
    return effect.type === 'withheld' ? effect.reason : effect.finding;
  };
  assert.deepEqual(
    [found(3500, 3000), found(3000, 3000), found(2500, 3000), found(4, 3000)],
    ['gain', 'open', 'loss', 'few_conversions'],
  );
  const narrow = of(3000, 3000);
  const usual = rateEffect({ treatment: arm(10_000, 3000), control: arm(10_000, 3000) }, certainty);
  assert.ok(narrow.type === 'interval' && usual.type === 'interval');
  assert.ok(narrow.difference.upper > usual.difference.upper);
});

test('[ST7] without an effect, few campaigns are ever called to drive visitors away', (t) => {
  const runs = 400;
  const harmful = [0.02, 0.3].map((rate) => {
    const world: World = {
      controlShare: 0.5,
      controlRate: rate,
      treatmentRate: rate,
      sigma: 1,
      valueFactor: 1,
    };
    const plan = { measure: 'rate', visitors: 20_000, looks: 200, runs, seed: 77 } as const;
    const effectOf: EffectOf = (comparison, certainty) => {
      const effect = leavingEffect(comparison, certainty);
      return effect.type === 'interval' && effect.finding === 'loss'
        ? { ...effect, finding: 'open' }
        : effect;
    };
    return simulate(world, { ...plan, effectOf }).findings / runs;
  });
  t.diagnostic(`called at 2 %, at 30 %: ${harmful.join(', ')}`);
  assert.ok(Math.max(...harmful) <= 0.0125 + 2 * monteCarloError(5, runs));
});
