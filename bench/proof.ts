/*
 * What the statistical proof promises, measured in simulated worlds: false alarms, coverage and
 * width of the intervals over 81 worlds, false stops of harmless campaigns, the power of plans, and
 * false alarms and speed of the sample-ratio alarm. Each figure names its worst world and its Monte
 * Carlo standard error. It measures no time.
 */
import {
  COVARIATE_WORLDS,
  playAdjusted,
} from '@opportune/core/proof/effect/test/adjusted.test-support.ts';
import { QUIET, playHarm } from '@opportune/core/proof/alarms/test/harm.test-support.ts';
import { PLANNED, playPlan } from '@opportune/core/proof/test/plan.test-support.ts';
import { PLANNED_ARMS, playArms } from '@opportune/core/proof/test/plan-arms.test-support.ts';
import { simulateSampleRatio } from '@opportune/core/proof/alarms/test/simulate-sample-ratio.test-support.ts';
import {
  CELLS,
  missShare,
  missText,
  play,
  worst,
} from '@opportune/core/proof/test/worlds.test-support.ts';
import type { Played } from '@opportune/core/proof/test/worlds.test-support.ts';
import { monteCarloError } from '@opportune/core/proof/test/simulate.test-support.ts';
import { meanAndSpread } from './intent-measures.ts';
import type { BenchRow as Row } from './row.ts';

/** How many runs each figure uses. */
export interface ProofBenchSize {
  /** For each of the 81 worlds. */
  readonly runs: number;
  /** For the sample ratio as planned. Each run has 100,000 visitors and looks after every one. */
  readonly sampleRatioRuns: number;
}

const FULL_SIZE: ProofBenchSize = { runs: 5_000, sampleRatioRuns: 10_000 };

/**
 * The figures `proof.*`, each as soon as it is known. The full size takes about four minutes of one
 * core.
 */
export async function* proofRows(size: ProofBenchSize = FULL_SIZE): AsyncIterable<Row> {
  const played: Played[] = [];
  for (const cell of CELLS) {
    played.push(play(cell, size.runs));
    await new Promise((resume) => setImmediate(resume));
  }
  yield* intervalRows(played, size.runs);
  yield await adjustedCoverage(Math.ceil(size.runs / 10));
  yield falseStops(size.runs);
  yield plannedPower(size.runs);
  yield falseRatioAlarms(size.sampleRatioRuns);
  yield ratioDetection();
}

function intervalRows(played: readonly Played[], runs: number): readonly Row[] {
  const quiet = played.filter((each) => !each.hasEffect);
  const falseAlarms = worst(quiet, missShare);
  const missed = worst(played, missShare);
  const setUp = `20,000 visitors, 200 looks, ${runs} runs, worst of`;
  return [
    row(
      'proof.aa.false_alarms',
      missShare(falseAlarms),
      'share',
      '≤ 0.05',
      `${setUp} ${quiet.length} worlds without effect: ${missText(falseAlarms)}`,
    ),
    row(
      'proof.coverage',
      1 - missShare(missed),
      'share',
      '≥ 0.95',
      `${setUp} ${played.length} worlds; missed: ${missText(missed)}`,
    ),
    widthRow('proof.width', quiet, '≤ 1.62', 50, Infinity),
    widthRow('proof.width.sparse', quiet, '≤ 1.72', 10, 49),
  ];
}

/** The widest interval at the horizon among worlds with this many expected control conversions. */
function widthRow(
  name: string,
  played: readonly Played[],
  target: string,
  fewest: number,
  most: number,
): Row {
  const cells = played.filter(({ result }) => {
    const conversions = Math.round(result.expectedControlConversions);
    return conversions >= fewest && conversions <= most;
  });
  const widest = worst(cells, ({ result }) => result.widthRatio);
  const { runs, widthSpread } = widest.result;
  const how = `width ÷ (2 · 1.96 · true standard error), mean of ${runs} runs ± ${widthSpread.toFixed(3)} between them, worst of ${cells.length} worlds: ${widest.name}`;
  return row(name, widest.result.widthRatio, 'ratio', target, how);
}

/**
 * The adjusted interval in the same worlds, with a covariate that explains nothing, some or much.
 */
async function adjustedCoverage(runs: number): Promise<Row> {
  let most = { misses: -1, name: '' };
  let width = Infinity;
  for (const [at, world] of COVARIATE_WORLDS.entries()) {
    const played = playAdjusted(world, runs, 900 + at);
    if (played.misses > most.misses) most = { misses: played.misses, name: world.name };
    width = Math.min(width, played.width);
    await new Promise((resume) => setImmediate(resume));
  }
  const error = monteCarloError(most.misses, runs).toFixed(4);
  const how = `adjusted interval, 20,000 visitors, 200 looks, ${runs} runs, worst of ${COVARIATE_WORLDS.length} worlds: ± ${error} (${most.name}); narrowest ${width.toFixed(3)} of the plain width`;
  return row('proof.adjusted.coverage', 1 - most.misses / runs, 'share', '≥ 0.95', how);
}

/** Campaigns without any effect that would pause themselves at any look, by either measure. */
function falseStops(runs: number): Row {
  const played = QUIET.map((cell) => playHarm(cell, runs));
  const most = worst(played, ({ result }) => result.findings / result.runs);
  const error = monteCarloError(most.result.findings, runs).toFixed(4);
  const how = `called harmful by rate or value, 20,000 visitors, 200 looks, ${runs} runs, worst of ${played.length} worlds without effect: ± ${error} (${most.name})`;
  return row('proof.harm.false_stops', most.result.findings / runs, 'share', '≤ 0.05', how);
}

/** How often the planned gain is found with the planned number of visitors, in the worst world. */
function plannedPower(runs: number): Row {
  const played = [
    ...PLANNED.map((each) => playPlan(each, runs)),
    ...PLANNED_ARMS.map((each) => playArms(each, runs)),
  ];
  const least = played.reduce((one, other) => (other.power < one.power ? other : one));
  const most = Math.max(...played.map(({ power }) => power));
  const how = `share of runs that find the planned gain with the planned visitors, ${runs} runs, lowest of ${played.length} worlds, ${PLANNED_ARMS.length} of them with three arms, with fitting and other horizons: ± ${least.error.toFixed(4)} (${least.name}, ${least.visitors} visitors); highest ${most.toFixed(3)}`;
  return row('proof.plan.power', least.power, 'share', '≥ 0.8', how);
}

function falseRatioAlarms(runs: number): Row {
  const visitors = 100_000;
  const [two, three] = [
    [0.1, 0.9],
    [0.45, 0.45, 0.1],
  ].map(
    (planned) => simulateSampleRatio({ planned, actual: planned, visitors, runs, seed: 41 }).alarms,
  );
  const alarms = Math.max(two ?? 0, three ?? 0);
  const error = Math.sqrt((alarms + 1) / runs ** 2).toFixed(5);
  const how = `control 10 %, the worse of two arms (${two} alarms) and three (${three}), ${visitors} visitors, a look after each, ${runs} runs, ± ${error}`;
  return row('proof.srm.false_alarms', alarms / runs, 'share', '≤ 0.001', how);
}

function ratioDetection(): Row {
  const [seeds, runs] = [10, 1_000];
  const medians = Array.from({ length: seeds }, (_, at) => {
    const plan = {
      ...{ planned: [0.1, 0.9], actual: [0.09, 0.91] },
      ...{ visitors: 100_000, runs, seed: 42 + at },
    };
    return simulateSampleRatio(plan).medianVisitors;
  });
  const { mean, spread } = meanAndSpread(medians);
  const how = `median number of visitors until the alarm at 9 % instead of 10 % in control, ${runs} runs of each of ${seeds} seeds, mean of their medians ± ${spread.toFixed(0)} between them`;
  return row('proof.srm.visitors', mean, 'visitors', '≤ 16,000', how);
}

function row(name: string, value: number, unit: string, target: string, how: string): Row {
  return { name, value: Number(value.toPrecision(5)), unit, target, how };
}

if (import.meta.main) {
  for await (const each of proofRows()) process.stdout.write(`${JSON.stringify(each)}\n`);
}
