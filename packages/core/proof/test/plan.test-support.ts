/*
 * Compares plans with simulation: with the visitors that a plan names, does the gain show as often
 * as promised? Used by the tests and by the bench.
 */
import { comparisonsShown } from '../effect/confidence-sequence.ts';
import { planVisitors } from '../plan.ts';
import type { PlanQuestion } from '../plan.ts';
import { monteCarloError, simulate } from './simulate.test-support.ts';

export interface Planned {
  /** In basis points. */
  readonly controlShare: number;
  readonly rate: number;
  readonly gain: number;
  /** Shares of treated visitors. Default: one variant. The smallest is compared with control. */
  readonly variants?: readonly number[];
}

/**
 * Control shares from a half to a twentieth, common and rare goals, gains and a loss, variants of
 * unequal shares.
 */
export const PLANNED: readonly Planned[] = [
  { controlShare: 5_000, rate: 0.05, gain: 0.2 },
  { controlShare: 5_000, rate: 0.2, gain: 0.1 },
  { controlShare: 2_000, rate: 0.02, gain: 0.3 },
  { controlShare: 1_000, rate: 0.05, gain: 0.2 },
  { controlShare: 1_000, rate: 0.01, gain: 0.5 },
  { controlShare: 500, rate: 0.05, gain: -0.3 },
  { controlShare: 1_000, rate: 0.05, gain: 0.2, variants: [0.9, 0.1] },
  { controlShare: 2_000, rate: 0.05, gain: 0.3, variants: [0.5, 0.3, 0.2] },
];

export interface PlayedPlan {
  readonly name: string;
  /** Of control and the smallest variant. */
  readonly visitors: number;
  /** The share of runs in which the gain showed at any look up to the horizon. */
  readonly power: number;
  /** The Monte Carlo standard error of `power`. */
  readonly error: number;
}

/** Plays this many runs, of 100 looks, of the period that a plan requires. */
export function playPlan(
  { controlShare, rate, gain, variants = [1] }: Planned,
  runs: number,
): PlayedPlan {
  const baseline = { type: 'rate', rate } as const;
  const question = { baseline, gain, alpha: 0.05, variants, visitorsPerDay: 2_000 };
  const control = controlShare / 10_000;
  const smallest = (1 - control) * Math.min(...variants);
  const compared = lookedAt(visitorsFor(question, controlShare) * (control + smallest));
  const { findings } = simulate(
    {
      controlShare: control / (control + smallest),
      controlRate: rate,
      treatmentRate: rate * (1 + gain),
      sigma: 1,
      valueFactor: 1,
    },
    {
      ...{ measure: 'rate', visitors: compared, looks: 100, runs, seed: 21 },
      comparisons: comparisonsShown(1, variants.length),
    },
  );
  return {
    name: `control ${controlShare / 100} %, rate ${rate * 100} %, gain ${gain * 100} %, variants ${variants.join(' + ')}`,
    visitors: compared,
    power: findings / runs,
    error: monteCarloError(findings, runs),
  };
}

/** Rounded up to whole looks of the simulation. */
export function visitorsFor(question: PlanQuestion, controlShare: number): number {
  const visitors = planVisitors(question, [controlShare])[0]?.visitors ?? Infinity;
  return lookedAt(visitors);
}

function lookedAt(visitors: number): number {
  return Math.ceil(visitors / 100) * 100;
}
