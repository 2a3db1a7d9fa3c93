/*
 * How often the product's own intervals miss the known truth of a world. A run enrols its visitors
 * in equal looks. Arms, conversions and order values are drawn per look, which has the same
 * distribution as drawing visitor by visitor. Used by the tests and by the bench.
 */
import type { ArmSums, Comparison } from '../effect/arm-sums.ts';
import type { Certainty } from '../effect/confidence-sequence.ts';
import { rateEffect, valueEffect } from '../effect/effect.ts';
import type { Effect } from '../effect/effect.ts';
import { binomials, normals, seededRandom } from './random.test-support.ts';
import { capOf, truthOf } from './world-truth.test-support.ts';
import type { Measure, Truth, World } from './world-truth.test-support.ts';

export interface SimulationPlan {
  readonly measure: Measure;
  readonly visitors: number;
  readonly looks: number;
  readonly runs: number;
  readonly seed: number;
  /** The horizon of the intervals. Default: the visitors of the run. */
  readonly horizonVisitors?: number;
  /** The number of comparisons that share alpha. Default: 1. */
  readonly comparisons?: number;
  /**
   * Another way to make intervals, to show that a worse one is detected. Default: the product's.
   */
  readonly effectOf?: EffectOf;
}

/** The result of all runs in one world. */
export interface SimulationResult {
  readonly world: World;
  readonly runs: number;
  /** Runs in which the interval missed the true difference at any look. */
  readonly misses: number;
  /** Runs in which the interval of the relative gain missed the true one at any look. */
  readonly relativeMisses: number;
  /** Runs that called a gain or a loss at any look. */
  readonly findings: number;
  /** Mean over runs of width at the last look ÷ (2 · 1.96 · true standard error). */
  readonly widthRatio: number;
  /** Its standard deviation between runs. */
  readonly widthSpread: number;
  readonly expectedControlConversions: number;
}

export type EffectOf = (comparison: Comparison, certainty: Certainty) => Effect;

type MutableSums = { -readonly [Key in keyof ArmSums]: ArmSums[Key] };
type Mutable = { readonly treatment: MutableSums; readonly control: MutableSums };

const CERTAINTY_ALPHA = 0.05;
const NORMAL_975 = 1.959964;

/** Plays `runs` runs of a world and counts what the intervals did. */
export function simulate(world: World, plan: SimulationPlan): SimulationResult {
  const enrol = enroller(world, plan);
  const truth = truthOf(world, plan.measure, plan.visitors);
  let misses = 0;
  let relativeMisses = 0;
  let findings = 0;
  let widths = 0;
  let squares = 0;
  let widthsSeen = 0;
  for (let run = 0; run < plan.runs; run++) {
    const outcome = playRun(enrol, plan, truth);
    misses += outcome.missed ? 1 : 0;
    relativeMisses += outcome.relativeMissed ? 1 : 0;
    findings += outcome.found ? 1 : 0;
    if (outcome.finalWidth === undefined) continue;
    widths += outcome.finalWidth;
    squares += outcome.finalWidth ** 2;
    widthsSeen++;
  }
  const plain = 2 * NORMAL_975 * truth.standardError;
  const width = widths / widthsSeen;
  return {
    world,
    runs: plan.runs,
    misses,
    relativeMisses,
    findings,
    widthRatio: width / plain,
    widthSpread: Math.sqrt(Math.max(0, squares / widthsSeen - width ** 2)) / plain,
    expectedControlConversions: plan.visitors * world.controlShare * world.controlRate,
  };
}

/** The Monte Carlo standard error of a share of runs. */
export function monteCarloError(events: number, runs: number): number {
  const share = (events + 1) / (runs + 2);
  return Math.sqrt((share * (1 - share)) / runs);
}

interface RunOutcome {
  missed: boolean;
  relativeMissed: boolean;
  found: boolean;
  finalWidth: number | undefined;
}

function playRun(enrol: (sums: Mutable) => void, plan: SimulationPlan, truth: Truth): RunOutcome {
  const certainty = {
    alpha: CERTAINTY_ALPHA,
    comparisons: plan.comparisons ?? 1,
    horizonVisitors: plan.horizonVisitors ?? plan.visitors,
  } satisfies Certainty;
  const effectOf = plan.effectOf ?? (plan.measure === 'rate' ? rateEffect : valueEffect);
  const sums = emptySums();
  const outcome: RunOutcome = {
    missed: false,
    relativeMissed: false,
    found: false,
    finalWidth: undefined,
  };
  for (let look = 0; look < plan.looks; look++) {
    enrol(sums);
    const seen = effectOf(sums, certainty);
    if (seen.type === 'interval') judge(outcome, seen, truth);
  }
  return outcome;
}

function judge(
  outcome: RunOutcome,
  { difference, relative, finding }: Extract<Effect, { type: 'interval' }>,
  truth: Truth,
): void {
  outcome.missed ||= truth.difference < difference.lower || truth.difference > difference.upper;
  outcome.relativeMissed ||=
    truth.relative < relative.lower || truth.relative > (relative.upper ?? Infinity);
  outcome.found ||= finding !== 'open';
  outcome.finalWidth = difference.upper - difference.lower;
}

/** A function that enrols one look's visitors into the sums. */
function enroller(world: World, plan: SimulationPlan): (sums: Mutable) => void {
  const random = seededRandom(plan.seed);
  const normal = normals(random);
  const controlOf = binomials(random, world.controlShare);
  const convert = {
    control: binomials(random, world.controlRate),
    treatment: binomials(random, world.treatmentRate),
  };
  const perLook = plan.visitors / plan.looks;
  const cap = capOf(world);
  const add = (sums: MutableSums, visitors: number, converted: number, factor: number): void => {
    sums.visitors += visitors;
    sums.conversions += converted;
    if (plan.measure === 'rate') return;
    for (let order = 0; order < converted; order++) {
      const value = Math.min(cap, factor * Math.exp(world.sigma * normal()));
      sums.valueSum += value;
      sums.valueSquareSum += value * value;
    }
  };
  return (sums) => {
    const control = controlOf(perLook);
    const treated = perLook - control;
    add(sums.control, control, convert.control(control), 1);
    add(sums.treatment, treated, convert.treatment(treated), world.valueFactor);
  };
}

function emptySums(): Mutable {
  return {
    treatment: { visitors: 0, conversions: 0, valueSum: 0, valueSquareSum: 0 },
    control: { visitors: 0, conversions: 0, valueSum: 0, valueSquareSum: 0 },
  };
}
