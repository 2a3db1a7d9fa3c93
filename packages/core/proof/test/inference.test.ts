/*
 * The promise of the proof, checked in worlds with a known truth: looking 200 times raises no more
 * false alarms than promised, the interval contains the truth, and its extra width is bounded.
 * Seeds are fixed. Each title's figure is printed with its Monte Carlo standard error.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { EMPTY_ARM } from '../effect/arm-sums.ts';
import { addArms } from './arm-sums.test-support.ts';
import type { ArmSums } from '../effect/arm-sums.ts';
import { rateEffect } from '../effect/effect.ts';
import type { Effect } from '../effect/effect.ts';
import { binomials, seededRandom } from './random.test-support.ts';
import { simulate } from './simulate.test-support.ts';
import type { EffectOf } from './simulate.test-support.ts';
import type { World } from './world-truth.test-support.ts';
import { CELLS, missShare, missText, play, worst } from './worlds.test-support.ts';
import type { Played } from './worlds.test-support.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';

const RUNS = rounds({ usual: 100, full: 400 });
const ALPHA = 0.05;

describe('[ST12] 20,000 visitors, 200 looks', () => {
  let played: readonly Played[];
  before(() => {
    played = CELLS.map((cell) => play(cell, RUNS));
  });

  test('without an effect, at most 5 % of runs ever call one', (t) => {
    const quiet = played.filter((each) => !each.hasEffect);
    const most = worst(quiet, missShare);
    t.diagnostic(`false alarms, worst of ${quiet.length} worlds: ${missText(most)}`);
    assert.equal(quiet.length, 27);
    for (const { result } of quiet) assert.equal(result.findings, result.misses);
    assert.ok(missShare(most) <= ALPHA, missText(most));
  });

  test('with or without an effect, at least 95 % of runs contain the truth at every look', (t) => {
    const most = worst(played, missShare);
    t.diagnostic(`missed, worst of ${played.length} worlds: ${missText(most)}`);
    assert.ok(missShare(most) <= ALPHA, missText(most));
    const overall = played.reduce((sum, each) => sum + missShare(each), 0) / played.length;
    assert.ok(overall <= ALPHA / 2, String(overall));
  });

  test('the relative gain contains the truth as often', (t) => {
    const share = ({ result }: Played): number => result.relativeMisses / result.runs;
    const most = worst(played, share);
    t.diagnostic(`missed, worst of ${played.length} worlds: ${share(most)} (${most.name})`);
    assert.ok(share(most) <= ALPHA, most.name);
  });

  test('at the horizon it is at most 1.65 times as wide as an interval for one look', (t) => {
    const dense = played.filter((each) => expectedConversions(each) >= 50);
    const widest = worst(dense, ({ result }) => result.widthRatio);
    t.diagnostic(
      `width, worst of ${dense.length}: ${widest.result.widthRatio.toFixed(3)} (${widest.name})`,
    );
    assert.ok(dense.length >= 40);
    assert.ok(widest.result.widthRatio <= 1.65, widest.name);
  });
});

const WORLD: World = {
  controlShare: 0.1,
  controlRate: 0.05,
  treatmentRate: 0.05,
  sigma: 1.5,
  valueFactor: 1,
};

test('[ST12] intervals of values are valid if rate and order size both change, and if nothing varies', (t) => {
  const plan = { measure: 'value', visitors: 20_000, looks: 200, runs: RUNS, seed: 6 } as const;
  for (const change of [
    { treatmentRate: 0.1 },
    { treatmentRate: 0.025, valueFactor: 2 },
    { valueFactor: 3 },
    { sigma: 2, valueFactor: 0.5 },
    { sigma: 0.01 },
    { controlShare: 0.95, valueFactor: 1.5 },
  ]) {
    const { misses } = simulate({ ...WORLD, ...change }, plan);
    t.diagnostic(`${JSON.stringify(change)}: missed ${misses} of ${RUNS}`);
    assert.ok(misses / RUNS <= ALPHA);
  }
});

test('[ST12] traffic that misses the horizon by a factor of five costs width, not validity', (t) => {
  for (const horizonVisitors of [4_000, 100_000]) {
    const plan = { measure: 'rate', visitors: 20_000, looks: 200, runs: RUNS, seed: 3 } as const;
    const { misses } = simulate(WORLD, { ...plan, horizonVisitors });
    t.diagnostic(`horizon ${horizonVisitors}: missed ${misses} of ${RUNS}`);
    assert.ok(misses / RUNS <= ALPHA);
  }
});

test('[ST12] the check itself detects intervals that are too narrow', (t) => {
  const plan = { measure: 'rate', visitors: 20_000, looks: 200, runs: RUNS, seed: 4 } as const;
  const { findings } = simulate(WORLD, { ...plan, effectOf: singleLook });
  t.diagnostic(`intervals for one look, looked at 200 times: ${findings} false alarms in ${RUNS}`);
  assert.ok(findings / RUNS > 0.2);
});

test('[ST12] of three variants against one control, any interval misses in at most 5 % of runs', (t) => {
  let wrong = 0;
  for (let run = 0; run < RUNS; run++) wrong += anyVariantMisses(run) ? 1 : 0;
  t.diagnostic(`missed ${wrong} of ${RUNS}`);
  assert.ok(wrong / RUNS <= ALPHA);
});

test('[ST12] if rates and effect drift, each look contains the mean effect so far', (t) => {
  let wrong = 0;
  for (let run = 0; run < RUNS; run++) wrong += driftMisses(run) ? 1 : 0;
  t.diagnostic(`missed ${wrong} of ${RUNS}`);
  assert.ok(wrong / RUNS <= ALPHA);
});

/** A textbook interval for one look, used at every look. */
const singleLook: EffectOf = ({ treatment, control }, certainty) => {
  const seen = rateEffect({ treatment, control }, certainty);
  if (seen.type === 'withheld') return seen;
  const variance = (arm: ArmSums): number => {
    const rate = arm.conversions / arm.visitors;
    return (rate * (1 - rate)) / arm.visitors;
  };
  const halfWidth = 1.96 * Math.sqrt(variance(treatment) + variance(control));
  const { estimate } = seen.difference;
  const difference = { estimate, lower: estimate - halfWidth, upper: estimate + halfWidth };
  return { ...seen, difference, finding: Math.abs(estimate) > halfWidth ? 'gain' : 'open' };
};

/** One run without any effect: control and each of three variants get a quarter. */
function anyVariantMisses(seed: number): boolean {
  const random = seededRandom(seed);
  const convert = binomials(random, 0.02);
  const certainty = { alpha: ALPHA, comparisons: 3, horizonVisitors: 10_000 };
  const arms = [EMPTY_ARM, EMPTY_ARM, EMPTY_ARM, EMPTY_ARM];
  for (let look = 0; look < 100; look++) {
    for (const [index, arm] of arms.entries())
      arms[index] = addArms(arm, visitors(50, convert(50)));
    const [control = EMPTY_ARM, ...variants] = arms;
    if (variants.some((treatment) => misses(rateEffect({ treatment, control }, certainty), 0))) {
      return true;
    }
  }
  return false;
}

/** One run of 28 days whose rate follows the weekday and whose effect wears off. */
function driftMisses(seed: number): boolean {
  const random = seededRandom(seed);
  const certainty = { alpha: ALPHA, comparisons: 1, horizonVisitors: 28_000 };
  let [treatment, control, effectSum] = [EMPTY_ARM, EMPTY_ARM, 0];
  for (let day = 0; day < 28; day++) {
    const rate = 0.03 + 0.015 * Math.sin((2 * Math.PI * day) / 7);
    const effect = 0.02 * (1 - day / 14);
    const controls = binomials(random, 0.3)(1_000);
    control = addArms(control, visitors(controls, binomials(random, rate)(controls)));
    const treated = 1_000 - controls;
    const converted = binomials(random, Math.max(0.001, rate + effect))(treated);
    treatment = addArms(treatment, visitors(treated, converted));
    effectSum += Math.max(0.001, rate + effect) - rate;
    if (misses(rateEffect({ treatment, control }, certainty), effectSum / (day + 1))) return true;
  }
  return false;
}

function visitors(howMany: number, conversions: number): ArmSums {
  return { visitors: howMany, conversions, valueSum: 0, valueSquareSum: 0 };
}

function misses(effect: Effect, truth: number): boolean {
  if (effect.type === 'withheld') return false;
  return truth < effect.difference.lower || truth > effect.difference.upper;
}

function expectedConversions({ result }: Played): number {
  return Math.round(result.expectedControlConversions);
}
