/*
 * Compares plans of three arms with simulation, under the horizon of a period: all three
 * comparisons use the same visitors, each with a third of alpha, as results do. Used by the tests
 * and by the bench.
 */
import type { ArmSums } from '../effect/arm-sums.ts';
import type { Certainty } from '../effect/confidence-sequence.ts';
import { rateEffect } from '../effect/effect.ts';
import { planComparison } from '../plan.ts';
import { binomials, seededRandom } from './random.test-support.ts';
import { monteCarloError } from './simulate.test-support.ts';

type Arm = 'control' | 'always' | 'optimise';
export type Between = 'optimise-control' | 'optimise-always' | 'always-control';

const PAIRS: Readonly<Record<Between, { readonly of: Arm; readonly against: Arm }>> = {
  'optimise-control': { of: 'optimise', against: 'control' },
  'optimise-always': { of: 'optimise', against: 'always' },
  'always-control': { of: 'always', against: 'control' },
};

export interface PlannedArms {
  readonly between: Between;
  /** Shares of all visitors. The rest is in the arm that optimises. */
  readonly control: number;
  readonly always: number;
  readonly rate: number;
  readonly gain: number;
  /** Of all visitors, as the period has it. Null: as the plan finds it. */
  readonly horizon: number | null;
}

const ALPHA = 0.05;

/** Large and small shares, horizons that fit and ones that are far off. */
export const PLANNED_ARMS: readonly PlannedArms[] = [
  armsOf('optimise-control', 0.1, 0.45, 0.05, 0.2, null),
  armsOf('optimise-always', 0.1, 0.45, 0.05, 0.2, null),
  armsOf('always-control', 0.2, 0.4, 0.02, 0.3, null),
  armsOf('optimise-always', 0.1, 0.09, 0.05, 0.2, null),
  armsOf('optimise-always', 0.1, 0.45, 0.05, 0.2, 1_000),
  armsOf('optimise-control', 0.1, 0.45, 0.05, 0.2, 1_000),
  armsOf('optimise-always', 0.1, 0.45, 0.05, 0.2, 1_000_000),
  armsOf('optimise-control', 0.1, 0.45, 0.05, 0.2, 1_000_000),
];

function armsOf(
  between: Between,
  ...[control, always, rate, gain, horizon]: [number, number, number, number, number | null]
): PlannedArms {
  return { between, control, always, rate, gain, horizon };
}

export interface PlayedArms {
  readonly name: string;
  readonly visitors: number;
  /** The share of runs in which the gain showed at any look up to the planned visitors. */
  readonly power: number;
  /** The Monte Carlo standard error of `power`. */
  readonly error: number;
}

/** Plays this many runs, of 100 looks, of the period that a plan requires. */
export function playArms(planned: PlannedArms, runs: number): PlayedArms {
  const visitors = visitorsOf(planned);
  const part = partsOf(planned, PAIRS[planned.between]).compared;
  const horizonVisitors = Math.max(1, Math.round((planned.horizon ?? visitors) * part));
  const certainty = { alpha: ALPHA, comparisons: 3, horizonVisitors };
  const enrol = enroller(planned, visitors / LOOKS);
  let shown = 0;
  for (let run = 0; run < runs; run++) if (showsGain(planned, enrol, certainty)) shown++;
  const { between, control, always, rate, gain, horizon } = planned;
  const name = `${between}, control ${control}, always ${always}, rate ${rate}, gain ${gain}, horizon ${horizon ?? 'as planned'}`;
  return { name, visitors, power: shown / runs, error: monteCarloError(shown, runs) };
}

const LOOKS = 100;

/** Rounded up to whole looks. */
function visitorsOf(planned: PlannedArms): number {
  const { rate, gain, horizon } = planned;
  const { treated, control, compared } = partsOf(planned, PAIRS[planned.between]);
  const visitors = planComparison(
    { baseline: { type: 'rate', rate }, gain, alpha: ALPHA },
    {
      ...{ treated, control, comparisons: 3 },
      ...(horizon === null ? {} : { horizonVisitors: Math.max(1, Math.round(horizon * compared)) }),
    },
  );
  return Math.ceil((visitors ?? Infinity) / LOOKS) * LOOKS;
}

function partsOf({ control, always }: PlannedArms, { of, against }: { of: Arm; against: Arm }) {
  const parts = { control, always, optimise: 1 - control - always };
  return { treated: parts[of], control: parts[against], compared: parts[of] + parts[against] };
}

type Sums = Record<Arm, ArmSums>;

function showsGain(
  { between }: PlannedArms,
  enrol: (sums: Sums) => Sums,
  certainty: Certainty,
): boolean {
  const { of, against } = PAIRS[between];
  let sums: Sums = { control: EMPTY, always: EMPTY, optimise: EMPTY };
  for (let look = 0; look < LOOKS; look++) {
    sums = enrol(sums);
    const effect = rateEffect({ treatment: sums[of], control: sums[against] }, certainty);
    if (effect.type === 'interval' && effect.finding === 'gain') return true;
  }
  return false;
}

const EMPTY: ArmSums = { visitors: 0, conversions: 0, valueSum: 0, valueSquareSum: 0 };

/** Enrols one look's visitors of all arms. The arm with the gain converts at the planned rate. */
function enroller(planned: PlannedArms, perLook: number): (sums: Sums) => Sums {
  const { between, control, always, rate, gain } = planned;
  const random = seededRandom(61);
  const toControl = binomials(random, control);
  const toAlways = binomials(random, always / (1 - control));
  const [usual, gaining] = [binomials(random, rate), binomials(random, rate * (1 + gain))];
  const added = (arm: Arm, sums: Sums, visitors: number): ArmSums => {
    const converted = (arm === PAIRS[between].of ? gaining : usual)(visitors);
    const before = sums[arm];
    return {
      ...before,
      visitors: before.visitors + visitors,
      conversions: before.conversions + converted,
    };
  };
  return (sums) => {
    const ofControl = toControl(perLook);
    const ofAlways = toAlways(perLook - ofControl);
    return {
      control: added('control', sums, ofControl),
      always: added('always', sums, ofAlways),
      optimise: added('optimise', sums, perLook - ofControl - ofAlways),
    };
  };
}
