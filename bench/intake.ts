// The intake's figures for the whole product: how soon an event is decided and acknowledged as
// stored at a given rate, and the highest rate that does not grow a queue. Generator and server
// share the machine's cores. Each row states the server's own use of them.
import type { Load, LoadResult } from './intake-client.ts';
import { processorUse, usedText } from './process-use.ts';
import { percentile, rounded, type BenchRow } from './row.ts';
import { beginFigures, type ServerFigures } from './server-figures.ts';
import { startStandardShop, type StandardShop } from './standard-shop.ts';

const visitors = 5000;
/**
 * Until each visitor is older than the longest time that a condition waits for, 89 s, and has sent the
 * standard visitor's twenty events. Visitors without such conditions cost less.
 */
const warmUp = { eventsPerSecond: 2500, framesOf: 5, durationMs: 95_000 } as const;
const atRateMs = 15_000;
const confirmMs = 60_000;
/** Rates tried briefly in turn, until one is not held. */
const rates = [2500, 5000, 10_000, 15_000, 20_000, 25_000, 30_000, 40_000];
const tryMs = 6000;
const settleMs = 60_000;
/** A rate is held if nearly all frames are acknowledged within this time until the end. */
const heldAckMs = 1000;

/** Latency at 200, 10,000 and at 20,000 events a second, and the most events a second. */
export async function* intakeRows(): AsyncIterable<BenchRow> {
  const shop = await startStandardShop();
  try {
    const load = await shop.load({ prefix: 'bench-', visitors, processes: 1 });
    await load.run(warmUp);
    yield await fewRow(shop, load);
    yield* latencyRows(shop, load);
    yield await mostRow(shop, load);
    await load.close();
  } finally {
    await shop.close();
  }
}

/** An idle store takes what comes at once. One event a frame, as single calls send them. */
async function fewRow(shop: StandardShop, load: Load): Promise<BenchRow> {
  const { result, how } = await measure(
    shop,
    load,
    { eventsPerSecond: 200, framesOf: 1 },
    atRateMs,
  );
  return {
    name: 'ack.p50.200.ms',
    value: rounded(percentile(result.ackMs, 0.5)),
    unit: 'ms',
    target: '≤ 60',
    how: `${how}; ${spread(result.ackMs)}`,
  };
}

async function* latencyRows(shop: StandardShop, load: Load): AsyncIterable<BenchRow> {
  const ten = await measure(shop, load, { eventsPerSecond: 10_000 }, atRateMs);
  yield {
    name: 'decide.p99.ms',
    value: rounded(percentile(ten.result.decisionMs, 0.99)),
    unit: 'ms',
    target: '≤ 10',
    how: `${ten.how}; ${spread(ten.result.decisionMs)}`,
  };
  yield {
    name: 'ack.p99.ms',
    value: rounded(percentile(ten.result.ackMs, 0.99)),
    unit: 'ms',
    target: '≤ 250',
    how: `${ten.how}; ${spread(ten.result.ackMs)}`,
  };
  const twenty = await measure(shop, load, { eventsPerSecond: 20_000 }, atRateMs);
  yield {
    name: 'decide.p99.20k.ms',
    value: rounded(percentile(twenty.result.decisionMs, 0.99)),
    unit: 'ms',
    target: '≤ 50',
    how: `${twenty.how}; ${spread(twenty.result.decisionMs)}`,
  };
  yield {
    name: 'ack.p99.20k.ms',
    value: rounded(percentile(twenty.result.ackMs, 0.99)),
    unit: 'ms',
    target: '≤ 500',
    how: `${twenty.how}; ${spread(twenty.result.ackMs)}`,
  };
  yield* threadRows(twenty);
}

/** What an event costs the thread that decides, and what its memory costs, at 20,000 a second. */
function* threadRows({ figures, how }: Measured): Iterable<BenchRow> {
  yield {
    name: 'intake.main.us',
    value: rounded(figures.mainUs),
    unit: 'µs',
    target: '≤ 22',
    how,
  };
  yield {
    name: 'intake.collections',
    value: rounded(figures.collections),
    unit: '/min',
    target: '≤ 1',
    how,
  };
}

/**
 * Climbs until a rate is not held, then holds the last good one for a minute. If that fails, tries
 * the next lower one.
 */
async function mostRow(shop: StandardShop, load: Load): Promise<BenchRow> {
  let held = 0;
  for (const [at, rate] of rates.entries()) {
    const { result } = await measure(shop, load, { eventsPerSecond: rate }, tryMs);
    if (!holds(result, rate)) break;
    held = at;
  }
  const atStep = (step: number) =>
    measure(shop, load, { eventsPerSecond: rates[step] ?? 0 }, confirmMs);
  let confirmed = await atStep(held);
  if (!holds(confirmed.result, rates[held] ?? 0) && held > 0) {
    confirmed = await atStep(held - 1);
  }
  const { result, how } = confirmed;
  const kept = holds(result, result.eventsSent / (result.elapsedMs / 1000));
  return {
    name: 'intake.events.per_s',
    value: kept ? Math.round(result.eventsAcknowledged / (result.elapsedMs / 1000)) : 0,
    unit: '/s',
    target: '≥ 20,000',
    how: `${how}; acknowledged ${spread(result.ackMs)}${kept ? '' : '; the queue grew: no rate tried was held'}`,
  };
}

function holds(result: LoadResult, rate: number): boolean {
  const sent = result.eventsSent / (result.elapsedMs / 1000);
  const whole = result.eventsUnanswered === 0 && Object.keys(result.eventsRefused).length === 0;
  return whole && sent >= rate * 0.98 && percentile(result.ackMs, 0.99) <= heldAckMs;
}

interface Measured {
  readonly result: LoadResult;
  readonly figures: ServerFigures;
  readonly how: string;
}

async function measure(
  { product }: StandardShop,
  load: Load,
  { eventsPerSecond, framesOf = 5 }: { eventsPerSecond: number; framesOf?: number },
  durationMs: number,
): Promise<Measured> {
  // Waits until the backlog of a rate that was too high is gone, so that it does not affect the
  // next figure.
  await load.run({ eventsPerSecond: 0, framesOf: 1, durationMs: 0, graceMs: settleMs });
  const figuresSince = await beginFigures(product);
  const before = processorUse(product.pid);
  const startedAt = performance.now();
  const result = await load.run({ eventsPerSecond, framesOf, durationMs });
  const used = usedText(before, processorUse(product.pid), performance.now() - startedAt);
  const figures = await figuresSince();
  const { eventsSent, eventsUnanswered, eventsRefused, decisions, timed } = result;
  const { slipMs, elapsedMs } = result;
  if (decisions + timed < eventsSent / 2000)
    throw new Error('too few events decide: the load is not the standard');
  const sent = Math.round(eventsSent / (elapsedMs / 1000));
  const faults =
    eventsUnanswered + Object.values(eventsRefused).reduce((sum, each) => sum + each, 0);
  const how = [
    `standard thousand, ${visitors} visitors on sockets from 1 process of the same machine, each at its own address`,
    `${sent} events/s of ${eventsPerSecond} planned, in frames of ${framesOf}, ${durationMs / 1000} s`,
    `${decisions} engagements arrived that events caused, ${timed} that time may have caused, ${faults} events not acknowledged`,
    `generator late by ${rounded(percentile(slipMs, 0.99))} ms (p99)`,
    used,
    figures.text,
  ];
  return { result, figures, how: how.join('; ') };
}

function spread(sorted: Float64Array): string {
  const at = (share: number): number => rounded(percentile(sorted, share));
  return `p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, most ${at(1)} ms of ${sorted.length}`;
}
