/*
 * A campaign that looks for harm after every look calls it where it is, and where there is no effect
 * no more often than promised. The worlds are those of the inference, with rates and order values.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harmOf } from './harm.ts';
import { rateEffect } from './effect.ts';
import { monteCarloError, simulate } from './simulate.test-support.ts';
import type { EffectOf } from './simulate.test-support.ts';
import { CELLS } from './worlds.test-support.ts';

const RUNS = 300;
const PLAN = { measure: 'value', visitors: 20_000, looks: 200, runs: RUNS } as const;

/** Calls a finding where harm is proved, of either measure, and nowhere else. */
const harmOnly: EffectOf = (comparison, certainty) => {
  const effect = rateEffect(comparison, certainty);
  if (effect.type === 'withheld') return effect;
  return { ...effect, finding: harmOf(comparison, certainty) === null ? 'open' : 'loss' };
};

test('Proof, harm: without an effect, at most 5 % of campaigns are ever called harmful', (t) => {
  const quiet = CELLS.filter(({ measure, hasEffect }) => measure === 'value' && !hasEffect);
  assert.equal(quiet.length, 18);
  const called = quiet.map(({ world, name }, at) => {
    const { findings } = simulate(world, { ...PLAN, seed: 500 + at, effectOf: harmOnly });
    return { name, findings };
  });
  const most = called.toSorted((one, other) => other.findings - one.findings)[0];
  assert.ok(most);
  const error = monteCarloError(most.findings, RUNS);
  t.diagnostic(`worst of ${quiet.length}: ${most.findings / RUNS} ± ${error} (${most.name})`);
  assert.ok(most.findings / RUNS <= 0.05, most.name);
});

test('Proof, harm: a campaign that loses two conversions of five is called harmful', (t) => {
  const world = { controlShare: 0.1, controlRate: 0.05, treatmentRate: 0.03, sigma: 1 };
  const plan = { ...PLAN, seed: 7, effectOf: harmOnly };
  const { findings } = simulate({ ...world, valueFactor: 1 }, plan);
  t.diagnostic(`called in ${findings} of ${RUNS}`);
  assert.ok(findings / RUNS >= 0.9);
});

test('Proof, harm: as many conversions of half the value are harm to the guardrail', (t) => {
  const world = { controlShare: 0.5, controlRate: 0.05, treatmentRate: 0.05, sigma: 1 };
  const plan = { ...PLAN, seed: 8, effectOf: harmOnly };
  const { findings } = simulate({ ...world, valueFactor: 0.5 }, plan);
  t.diagnostic(`called in ${findings} of ${RUNS}`);
  assert.ok(findings / RUNS >= 0.95);
});

test('Proof, harm: a gain is no harm, and under five conversions nothing is said', () => {
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
