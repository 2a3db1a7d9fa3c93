/*
 * The worlds in which the proof is checked: control shares of 50, 10 and 5 %, rates of 5, 1 and 0.5
 * %, orders with a long tail, without any effect and with gains and losses. Each has 20,000
 * visitors and 200 looks. Tests play few runs of each, the bench thousands.
 */
import { monteCarloError, simulate } from './simulate.test-support.ts';
import type { SimulationPlan, SimulationResult } from './simulate.test-support.ts';
import type { World } from './world-truth.test-support.ts';

export interface Cell {
  readonly name: string;
  readonly measure: SimulationPlan['measure'];
  /** Whether treatment differs from control. */
  readonly hasEffect: boolean;
  readonly world: World;
}

export interface Played extends Cell {
  readonly result: SimulationResult;
}

const CONTROL_SHARES = [0.5, 0.1, 0.05];
const RATES = [0.05, 0.01, 0.005];
const SIGMAS = [1, 1.5];
const RATE_FACTORS = [1, 0.6, 1.2];
const VALUE_FACTORS = [1, 0.7, 1.5];

/** All cells: 27 of rates and 54 of values, a third of each without an effect. */
export const CELLS: readonly Cell[] = CONTROL_SHARES.flatMap((controlShare) =>
  RATES.flatMap((rate) => [
    ...RATE_FACTORS.map((factor) => rateCell(controlShare, rate, factor)),
    ...SIGMAS.flatMap((sigma) =>
      VALUE_FACTORS.map((factor) => valueCell(controlShare, rate, sigma, factor)),
    ),
  ]),
);

/** Plays a cell with its own fixed seed. */
export function play(cell: Cell, runs: number): Played {
  const seed = 1_000 + CELLS.indexOf(cell);
  const plan = { measure: cell.measure, visitors: 20_000, looks: 200, runs, seed };
  return { ...cell, result: simulate(cell.world, plan) };
}

/** The share of runs that missed the truth at any look. */
export function missShare({ result }: Played): number {
  return result.misses / result.runs;
}

/** The cell with the largest figure. */
export function worst(played: readonly Played[], figure: (each: Played) => number): Played {
  return played.reduce((one, other) => (figure(other) > figure(one) ? other : one));
}

/** A figure with its Monte Carlo standard error and its cell. */
export function missText(played: Played): string {
  const error = monteCarloError(played.result.misses, played.result.runs);
  return `${missShare(played).toFixed(4)} ± ${error.toFixed(4)} (${played.name})`;
}

function rateCell(controlShare: number, rate: number, factor: number): Cell {
  return {
    name: `control ${controlShare * 100} %, rate ${rate * 100} %, rate × ${factor}`,
    measure: 'rate',
    hasEffect: factor !== 1,
    world: {
      controlShare,
      controlRate: rate,
      treatmentRate: rate * factor,
      sigma: 1,
      valueFactor: 1,
    },
  };
}

function valueCell(controlShare: number, rate: number, sigma: number, factor: number): Cell {
  return {
    name: `control ${controlShare * 100} %, rate ${rate * 100} %, σ ${sigma}, value × ${factor}`,
    measure: 'value',
    hasEffect: factor !== 1,
    world: { controlShare, controlRate: rate, treatmentRate: rate, sigma, valueFactor: factor },
  };
}
