// What the market leader of 2013 carried in all, on one machine: visitors who come and go, their events, and
// agents in conversations. The load grows by shares of the whole until one is not held. The last one that was
// is played for ten minutes, and what was acknowledged is compared with what is stored afterwards.
import type { AccountId } from '@opportune/protocol/ids.ts';
import { testDataFolder, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { openEngines } from '@opportune/server/adapter/engines.ts';
import { homesOf } from '@opportune/server/processes/shard-of.ts';
import type { Product } from '../test/e2e/product.test-support.ts';
import { shopOf } from './conversations.ts';
import { type Load, type LoadResult, openLoad } from './intake-client.ts';
import { openLeaderTalks, type LeaderTalks } from './leader-talks.ts';
import { startMeasured } from './measured-product.ts';
import { productUse, type ProductUse } from './product-use.ts';
import { percentile, rounded, type BenchRow } from './row.ts';
import { type SeededShop, seedShops, shopOrigin, standardSteps } from './standard-shop.ts';
import { timedAmong } from './standard-thousand.ts';

/** All of it at once, each rate for a second. Each visitor in a conversation writes every ten seconds. */
export const whole = {
  ...{ visitors: 125_000, visits: 700, events: 10_000, engagements: 8 },
  ...{ agents: 50, conversations: 400, messages: 40 },
} as const;

export interface LeaderSize {
  /** Of the whole, rising. */
  readonly shares: readonly number[];
  /** How long the first share is played before anything is measured: longer than any dwell of a campaign. */
  readonly warmMs: number;
  readonly tryMs: number;
  readonly holdMs: number;
  /** Server processes, each with a shop, whose visitors one process of the generator holds. */
  readonly processes: number;
}

const usual: LeaderSize = {
  shares: [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1],
  ...{ warmMs: 100_000, tryMs: 30_000, holdMs: 600_000, processes: 7 },
};
/** For each shop. They bring more than the leader's eight a second, enough for a p99. */
const engagements = 40;
const settleMs = 60_000;
const most = { decideMs: 50, messageMs: 50 } as const;
const prefix = 'leader-';

interface Stage {
  readonly product: Product;
  readonly load: Load;
  readonly talks: LeaderTalks;
  visitors: number;
  acknowledged: number;
}

interface Played {
  readonly share: number;
  readonly visitors: number;
  readonly result: LoadResult;
  readonly messageMs: Float64Array<ArrayBuffer>;
  /** Messages that reached no agent. */
  readonly unheard: number;
  readonly use: ProductUse;
}

/** Yields the share that is held, its figures, and what the whole would need. */
export async function* leaderRows(size: LeaderSize = usual): AsyncIterable<BenchRow> {
  const folder = testDataFolder();
  try {
    const homeOf = homesOf(size.processes);
    const shops = await seedShops(folder.path, size.processes, { homeOf, engagements });
    const stage = await openStage(folder.path, shops);
    try {
      const held = await mostHeld(stage, size);
      yield* rowsOf(size, held.tried, await hold(stage, held.share, size));
    } finally {
      stage.talks.close();
      await stage.load.close();
      await stage.product.close();
    }
    yield await storedRow(folder.path, shops, stage.acknowledged);
  } finally {
    folder.remove();
  }
}

async function openStage(dataFolder: string, shops: readonly SeededShop[]): Promise<Stage> {
  const product = await startMeasured({
    ...{ dataFolder, demo: false },
    environment: {
      OPPORTUNE_PROCESSES: String(shops.length),
      OPPORTUNE_TRUSTED_PROXIES: '127.0.0.0/8',
    },
  });
  const keys = shops.map(({ key }) => key);
  const visitors = keys.length;
  const load = await openLoad({
    ...{ url: product.url, key: '', keys, origin: shopOrigin, prefix, visitors },
    ...{ events: standardSteps(), answerEngagements: false, connectPerSecond: 700 },
    timed: timedAmong(engagements),
  });
  const talks = await openLeaderTalks(product, await shopOf(product), whole);
  return { product, load, talks, visitors, acknowledged: 0 };
}

/**
 * Tries one share after the other, until two in a row are not held: the small ones bring so few messages
 * that a single late one is their p99.
 */
async function mostHeld(stage: Stage, { shares, warmMs, tryMs }: LeaderSize) {
  const [first = 0] = shares;
  await play(stage, first, warmMs);
  const tried: Played[] = [];
  let share = 0;
  let failed = 0;
  for (const next of shares) {
    const played = await play(stage, next, tryMs);
    tried.push(played);
    failed = isHeld(played) ? 0 : failed + 1;
    if (failed === 2) break;
    if (failed === 0) share = next;
  }
  return { tried, share };
}

/** Null: none is held. */
async function hold(stage: Stage, share: number, { holdMs }: LeaderSize): Promise<Played | null> {
  return share === 0 ? null : play(stage, share, holdMs);
}

async function play(stage: Stage, share: number, durationMs: number): Promise<Played> {
  const { product, load, talks } = stage;
  const visitors = Math.round(whole.visitors * share);
  await load.grow(visitors - stage.visitors);
  stage.visitors = visitors;
  await talks.open(Math.ceil(whole.conversations * share));
  // What the last share or the coming of visitors left behind is none of this one.
  const rest = { eventsPerSecond: 0, framesOf: 1, durationMs: 0, graceMs: settleMs };
  stage.acknowledged += (await load.run(rest)).eventsAcknowledged;
  const use = productUse(product.pid);
  const [result, { messageMs, unheard }] = await Promise.all([
    load.run({
      ...{ eventsPerSecond: whole.events * share, framesOf: 2, durationMs },
      visitsPerSecond: whole.visits * share,
    }),
    talks.talk({ perSecond: whole.messages * share, seconds: durationMs / 1000 }),
  ]);
  stage.acknowledged += result.eventsAcknowledged;
  return { share, visitors, result, messageMs, unheard, use: use() };
}

function isHeld({ result, messageMs, unheard }: Played): boolean {
  const { eventsUnanswered, eventsRefused, socketsLost, decisionMs } = result;
  const isWhole = eventsUnanswered + socketsLost + unheard === 0;
  const inTime =
    percentile(messageMs, 0.99) <= most.messageMs &&
    (decisionMs.length === 0 || percentile(decisionMs, 0.99) <= most.decideMs);
  return isWhole && Object.keys(eventsRefused).length === 0 && inTime;
}

function* rowsOf(
  { holdMs, processes }: LeaderSize,
  tried: readonly Played[],
  held: Played | null,
): Iterable<BenchRow> {
  const last = held ?? tried.at(-1);
  if (last === undefined) throw new Error('no share was tried');
  const isKept = held !== null && isHeld(held);
  const how = `${processes} server and ${processes} generator processes on one machine; ${textOf(last)}; tried before: ${tried.map(textOf).join(' | ')}`;
  yield {
    ...{ name: 'leader.share', value: isKept ? rounded(last.share, 4) : 0, unit: '' },
    target: '>= 1',
    how: `the share of ${whole.visitors} visitors, ${whole.visits} new visits, ${whole.events} events and ${whole.messages} messages a second that is held for ${holdMs / 1000} s; ${how}`,
  };
  yield {
    ...{ name: 'leader.decide.p99.ms', value: rounded(percentile(last.result.decisionMs, 0.99)) },
    ...{ unit: 'ms', target: '<= 50', how },
  };
  yield {
    ...{ name: 'leader.message.p99.ms', value: rounded(percentile(last.messageMs, 0.99)) },
    ...{ unit: 'ms', target: '<= 50', how },
  };
  const [beforeMb, afterMb] = last.use.memoryMb;
  yield {
    ...{ name: 'leader.memory.growth', value: rounded(afterMb / beforeMb - 1, 3), unit: '' },
    target: '<= 0.05',
    how: `resident memory of server and engines from ${rounded(beforeMb, 0)} to ${rounded(afterMb, 0)} MB; ${how}`,
  };
  yield {
    ...{ name: 'leader.cores', value: rounded(coresOfWhole(tried, last)), unit: 'cores' },
    target: '',
    how: `what server and engines would use for the whole, if they went on growing as from the first share to the last; the generator is not counted; ${how}`,
  };
}

/** On a line through the first share that was tried and the last one. A resting product uses some, too. */
function coresOfWhole([first]: readonly Played[], last: Played): number {
  if (first === undefined || first.share === last.share) return last.use.cores / last.share;
  const slope = (last.use.cores - first.use.cores) / (last.share - first.share);
  return first.use.cores + slope * (1 - first.share);
}

function textOf({ share, visitors, result, messageMs, unheard, use }: Played): string {
  const { decisionMs, ackMs, eventsSent, elapsedMs, came, socketsLost, timed } = result;
  const refused = Object.values(result.eventsRefused).reduce((sum, each) => sum + each, 0);
  const at99 = (sorted: Float64Array): number => rounded(percentile(sorted, 0.99));
  const perSecond = (count: number): number => rounded(count / (elapsedMs / 1000));
  return [
    `${rounded(share, 4)} of the whole: ${visitors} visitors`,
    `${perSecond(came)} new visits, ${perSecond(eventsSent)} events and ${perSecond(decisionMs.length + timed)} engagements/s`,
    `p99 of decisions ${at99(decisionMs)}, acknowledgements ${at99(ackMs)} and messages ${at99(messageMs)} ms`,
    `${result.eventsUnanswered} unanswered, ${refused} refused, ${socketsLost} cut off, ${unheard} unheard`,
    use.text,
  ].join(', ');
}

/** Everything that was acknowledged is there, once. */
async function storedRow(
  dataFolder: string,
  shops: readonly SeededShop[],
  acknowledged: number,
): Promise<BenchRow> {
  const engines = await openEngines({ dataFolder }, testLog());
  try {
    const counted = async (account: AccountId) => {
      const [row] = await engines.facts.query<{ ids: number; rows: number }>(
        account,
        `SELECT toFloat64(uniqExact(id)) AS ids, toFloat64(count()) AS rows FROM $events
         WHERE startsWith(id, {prefix: String})`,
        { prefix },
      );
      return { ids: row?.ids ?? 0, rows: row?.rows ?? 0 };
    };
    const all = await Promise.all(shops.map(({ account }) => counted(account)));
    const ids = all.reduce((sum, each) => sum + each.ids, 0);
    const rows = all.reduce((sum, each) => sum + each.rows, 0);
    return {
      ...{ name: 'leader.lost', value: Math.max(0, acknowledged - ids), unit: 'events' },
      target: '0',
      how: `${acknowledged} events acknowledged, ${ids} stored, ${rows - ids} of them more than once`,
    };
  } finally {
    await engines.close();
  }
}
