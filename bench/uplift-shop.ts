/*
 * The learner against the best rule of the family in the simulated shop
 * (docs/benchmarks/simulated-shop). The figure is the value gained per staffed agent hour in each
 * world, over the last 100,000 of 400,000 visitors. Rule, oracle and learner meet the same
 * visitors. No seed was used to tune rule or oracle.
 */
import type { BenchRow } from './row.ts';
import { playLearner } from './shop-world/learner.ts';
import type { Told } from './shop-world/learner.ts';
import type { Played } from './shop-world/floor.ts';
import { playOracle } from './shop-world/oracle.ts';
import { momentsOf, playRules, ruleFamily } from './shop-world/rules.ts';
import { drawStream } from './shop-world/stream.ts';
import type { Stream } from './shop-world/stream.ts';
import { tunedFor } from './shop-world/tuned.ts';
import type { World } from './shop-world/world.ts';
import { worlds } from './shop-world/worlds.ts';
import { noGainRows } from './uplift-nogain.ts';

/** How much a run of this part measures. */
export interface ShopBenchSize {
  readonly visitors: number;
  /** Visitors to learn from before the measurement. */
  readonly learnFrom: number;
  readonly seeds: number;
  /** Campaigns of the world without gain whose agents' time is measured, and visitors of each. */
  readonly campaigns: number;
  readonly campaignVisitors: number;
  /** Campaigns of the world without gain whose claims are counted. */
  readonly claims: number;
}

const FULL_SIZE: ShopBenchSize = {
  visitors: 400_000,
  learnFrom: 300_000,
  seeds: 10,
  campaigns: 100,
  campaignVisitors: 40_000,
  claims: 4_000,
};

const FIRST_SEED = 301;

/** The figures `uplift.shop.*`. The full size takes about twenty minutes of one core. */
export async function* shopRows(size: ShopBenchSize = FULL_SIZE): AsyncIterable<BenchRow> {
  const found: { ratio: number; text: string }[] = [];
  for (const world of worlds.filter(({ kind }) => kind === 'differs')) {
    const runs = await playWorld(world, size);
    const each = worldRow(world, runs, size);
    const spread = deviation(runs.map(ratioOf)).toFixed(3);
    found.push({ ratio: each.value, text: `${world.name} ${each.value} ± ${spread}` });
    yield each;
  }
  const sorted = found.map(({ ratio }) => ratio).toSorted((one, other) => one - other);
  const how = `mean of ${size.seeds} seeds ± between them in each of ${found.length} worlds, value per staffed agent hour against the best of ${ruleFamily().length} rules: ${found.map(({ text }) => text).join(', ')}; see uplift.shop.world.*`;
  yield row('uplift.shop.median', middle(sorted), '≥ 1.10 (reach 1.25)', how);
  yield row('uplift.shop.worst', sorted[0] ?? Number.NaN, '≥ 0.97 (reach 1.0)', how);
  for (const world of worlds.filter(({ kind }) => kind === 'equal')) {
    const { value, how: equal } = worldRow(world, await playWorld(world, size), size);
    yield row('uplift.shop.equal', value, '0.95–1.05', equal);
  }
  for (const world of worlds.filter(({ kind }) => kind === 'none')) yield* idleRows(world, size);
  yield* noGainRows(size.claims);
}

interface Run {
  readonly rule: Played;
  readonly oracle: Played;
  readonly learner: Played;
  /** The learner's value divided by the rule's, from the first visitor on, including learning. */
  readonly fromFirst: number;
}

async function playWorld(world: World, size: ShopBenchSize): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (let at = 0; at < size.seeds; at++) {
    runs.push(playSeed(drawStream(world, size.visitors, FIRST_SEED + at), FIRST_SEED + at, size));
    await new Promise((resume) => setImmediate(resume));
  }
  return runs;
}

function playSeed(stream: Stream, seed: number, { learnFrom }: ShopBenchSize): Run {
  const { rules, plans } = tunedFor(stream.world);
  const learner = playLearner(stream, momentsOf(stream, rules, true), {
    measuredFrom: learnFrom,
    seed,
  });
  return {
    rule: playRules(stream, rules, learnFrom),
    oracle: playOracle(stream, plans, learnFrom),
    learner,
    fromFirst: learner.valueFromFirst / playRules(stream, rules).value,
  };
}

/** The learner's ratio to the rule in one world, with the figures around it. */
function worldRow(world: World, runs: readonly Run[], size: ShopBenchSize): BenchRow {
  const ratios = runs.map(ratioOf);
  const oracle = mean(runs.map((run) => run.oracle.value / run.rule.value));
  const won = (mean(ratios) - 1) / (oracle - 1);
  const { rule, learner, fromFirst } = {
    rule: mean(runs.map((run) => run.rule.valuePerStaffedHour)),
    learner: mean(runs.map((run) => run.learner.valuePerStaffedHour)),
    fromFirst: mean(runs.map((run) => run.fromFirst)),
  };
  const headroom = oracle > 1.05 ? `, ${Math.round(100 * won)} % of the headroom won` : '';
  const how = [
    `${size.seeds} seeds, ± ${deviation(ratios).toFixed(3)} between them, least ${Math.min(...ratios).toFixed(3)}`,
    `value per staffed hour: rule ${rule.toFixed(1)}, learner ${learner.toFixed(1)}, oracle ${oracle.toFixed(2)} × the rule${headroom}`,
    `agent minutes a seed: rule ${minutes(runs, 'rule')}, learner ${minutes(runs, 'learner')}, oracle ${minutes(runs, 'oracle')}; the rule uses ${Math.round(100 * mean(runs.map((run) => run.rule.used)))} % of staffed time`,
    `from the first visitor on, including the cost of learning: ${fromFirst.toFixed(3)}`,
  ].join('; ');
  return row(`uplift.shop.world.${world.name}`, mean(ratios), '', how);
}

function ratioOf({ rule, learner }: Run): number {
  return learner.value / rule.value;
}

function minutes(runs: readonly Run[], who: 'rule' | 'oracle' | 'learner'): number {
  return Math.round(mean(runs.map((run) => run[who].busyS / 60)));
}

/**
 * If a chat changes nothing: the agents' time relative to the rule's, and what the screen claims.
 */
async function* idleRows(world: World, size: ShopBenchSize): AsyncIterable<BenchRow> {
  let [ruleS, learnerS] = [0, 0];
  const told: Record<Told, number> = { confirmed: 0, average: 0, who: 0 };
  const { rules } = tunedFor(world);
  for (let at = 0; at < size.campaigns; at++) {
    const stream = drawStream(world, size.campaignVisitors, 5000 + at);
    const play = playLearner(stream, momentsOf(stream, rules, true), {
      measuredFrom: 0,
      seed: at,
    });
    learnerS += play.busyS;
    for (const each of play.told) told[each]++;
    ruleS += playRules(stream, rules).busyS;
    await new Promise((resume) => setImmediate(resume));
  }
  yield toldRow(told, size);
  const how = `agent minutes divided by the rule's while learning, ${size.campaigns} campaigns, each a seed, of ${size.campaignVisitors} visitors; ${longRun(world, size)} after ${size.learnFrom} visitors`;
  yield row('uplift.shop.nogain.minutes', learnerS / ruleS, '≤ 1', how);
}

function toldRow({ confirmed, average, who }: Record<Told, number>, size: ShopBenchSize): BenchRow {
  const { campaigns, campaignVisitors } = size;
  const how = `${campaigns} campaigns, each a seed, of ${campaignVisitors} visitors, a look every 200 outcomes; campaigns in which the screen claims that chance confirms gains: ${confirmed}, that the average gain is not 0: ${average}, that somebody gains more or less than others: ${who}; the figure is the greatest`;
  const share = Math.max(confirmed, average, who) / campaigns;
  return { ...row('uplift.shop.nogain.told', share, '≤ 0.05', how), unit: 'share' };
}

function longRun(world: World, { visitors, learnFrom }: ShopBenchSize): string {
  const { rule, learner } = playSeed(drawStream(world, visitors, 5999), 5999, {
    ...FULL_SIZE,
    learnFrom,
  });
  return (learner.busyS / rule.busyS).toFixed(2);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((each) => (each - centre) ** 2)));
}

/** The median of sorted values. The mean of the middle two if their number is even. */
function middle(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2;
}

function row(name: string, value: number, target: string, how: string): BenchRow {
  return { name, value: Number(value.toFixed(4)), unit: 'ratio', target, how };
}

if (import.meta.main) {
  const seeds = Number(process.argv[2] ?? FULL_SIZE.seeds);
  const size = { ...FULL_SIZE, seeds };
  for await (const each of shopRows(size)) process.stdout.write(`${JSON.stringify(each)}\n`);
}
