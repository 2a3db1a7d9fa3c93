/*
 * Worlds whose truth is known, and how often the product's own intervals miss it in them. A run
 * enrols its visitors in equal looks; arms, conversions and order values are drawn per look, which
 * is the same in law as drawing visitor by visitor. Used by the tests and by the bench.
 */
import type { ArmSums, Comparison } from './arm-sums.ts';
import type { Certainty } from './confidence-sequence.ts';
import { rateEffect, valueEffect } from './effect.ts';
import type { Effect } from './effect.ts';
import { binomials, normals, seededRandom } from './random.test-support.ts';

/** One world: a control share, the rate of each arm, and lognormal order values per arm. */
export interface World {
  readonly controlShare: number;
  readonly controlRate: number;
  readonly treatmentRate: number;
  /** Standard deviation of the logarithm of an order's value. */
  readonly sigma: number;
  /** What treatment multiplies each order's value by, before the cap. */
  readonly valueFactor: number;
}

export interface SimulationPlan {
  readonly measure: 'rate' | 'value';
  readonly visitors: number;
  readonly looks: number;
  readonly runs: number;
  readonly seed: number;
  /** What the intervals are tuned for; the visitors of the run unless given. */
  readonly horizonVisitors?: number;
  /** Another way to make intervals, to show that a worse one is caught; else the product's. */
  readonly effectOf?: EffectOf;
}

/** What became of all runs in one world. */
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
  readonly expectedControlConversions: number;
}

export type EffectOf = (comparison: Comparison, certainty: Certainty) => Effect;

type MutableSums = { -readonly [Key in keyof ArmSums]: ArmSums[Key] };
type Mutable = { readonly treatment: MutableSums; readonly control: MutableSums };

interface Truth {
  readonly difference: number;
  readonly relative: number;
  readonly standardError: number;
}

const CERTAINTY_ALPHA = 0.05;
const NORMAL_975 = 1.959964;
const NORMAL_95 = 1.644854;

/** Plays `runs` runs of a world and counts what the intervals did. */
export function simulate(world: World, plan: SimulationPlan): SimulationResult {
  const enrol = enroller(world, plan);
  const truth = truthOf(world, plan);
  let misses = 0;
  let relativeMisses = 0;
  let findings = 0;
  let widths = 0;
  let widthsSeen = 0;
  for (let run = 0; run < plan.runs; run++) {
    const outcome = playRun(enrol, plan, truth);
    misses += outcome.missed ? 1 : 0;
    relativeMisses += outcome.relativeMissed ? 1 : 0;
    findings += outcome.found ? 1 : 0;
    if (outcome.finalWidth === undefined) continue;
    widths += outcome.finalWidth;
    widthsSeen++;
  }
  return {
    world,
    runs: plan.runs,
    misses,
    relativeMisses,
    findings,
    widthRatio: widths / widthsSeen / (2 * NORMAL_975 * truth.standardError),
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
    comparisons: 1,
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

/** The 95th percentile of an order without treatment, as a careful manager would set it. */
function capOf(world: World): number {
  return Math.exp(NORMAL_95 * world.sigma);
}

function truthOf(world: World, plan: SimulationPlan): Truth {
  const control = momentsOf(plan.measure, world, world.controlRate, 1);
  const treatment = momentsOf(plan.measure, world, world.treatmentRate, world.valueFactor);
  const controlVisitors = plan.visitors * world.controlShare;
  return {
    difference: treatment.mean - control.mean,
    relative: treatment.mean / control.mean - 1,
    standardError: Math.sqrt(
      treatment.variance / (plan.visitors - controlVisitors) + control.variance / controlVisitors,
    ),
  };
}

/** Mean and variance of one visitor's outcome, exactly. */
function momentsOf(
  measure: 'rate' | 'value',
  world: World,
  rate: number,
  factor: number,
): { readonly mean: number; readonly variance: number } {
  if (measure === 'rate') return { mean: rate, variance: rate * (1 - rate) };
  const first = rate * cappedLognormalMoment(1, world, factor);
  return { mean: first, variance: rate * cappedLognormalMoment(2, world, factor) - first ** 2 };
}

/** E[min(cap, factor · e^(σZ))^power] for a standard normal Z. */
function cappedLognormalMoment(power: number, world: World, factor: number): number {
  const { sigma } = world;
  const cap = capOf(world);
  const reach = Math.log(cap / factor) / sigma;
  const below =
    factor ** power * Math.exp((power * sigma) ** 2 / 2) * normalBelow(reach - power * sigma);
  return below + cap ** power * (1 - normalBelow(reach));
}

/** The standard normal distribution function, by Simpson's rule from 0: exact to 10 digits. */
function normalBelow(z: number): number {
  const steps = 400;
  const width = z / steps;
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(z);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(i * width);
  return 0.5 + (sum * width) / 3;
}
