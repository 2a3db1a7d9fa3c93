// How many standard visitors one server process holds, and what each costs in resident memory:
// sockets, profiles, timers and all. Twenty mixed events each, heartbeats on; the load's processes
// hold the other ends.
import type { Load, LoadResult } from './intake-client.ts';
import { processorUse, residentKb, usedText } from './process-use.ts';
import { percentile, rounded, type BenchRow } from './row.ts';
import { startStandardShop, type StandardShop } from './standard-shop.ts';

/** Below the 20,000 file descriptors that a process may have on the measuring machine. */
const visitors = 16_000;
/** Connected and active first, so that what the process needs anyway is no part of a visitor. */
const before = 2000;
const eventsEach = 20;
const eventsPerSecond = 10_000;
const connectPerSecond = 1000;
const restMs = 12_000;

/** Visitors connected to one process, and the server's resident memory for each. */
export async function* visitorRows(): AsyncIterable<BenchRow> {
  const shop = await startStandardShop();
  try {
    const first = await live(shop, 'before-', before);
    const beforeKb = residentKb(shop.product.pid);
    const rest = await live(shop, 'visitor-', visitors - before);
    const eachKb = (residentKb(shop.product.pid) - beforeKb) / (visitors - before);
    const lost = first.rested.socketsLost + rest.rested.socketsLost;
    yield {
      name: 'visitors.per_process',
      value: visitors - lost,
      unit: 'visitors',
      target: '≥ 15,000',
      how: `sockets of one server process, from 3 processes, an address for each visitor, heartbeat every 25 s; each sent ${eventsEach} events of the standard; ${rest.lived.eventsUnanswered} events not acknowledged, ${lost} sockets lost; at rest ${rest.used}`,
    };
    yield {
      name: 'visitor.memory.kb',
      value: rounded(eachKb),
      unit: 'KB',
      target: '≤ 16',
      how: `resident memory of the server from ${before} to ${visitors} visitors, each with socket and ${eventsEach} events, ${restMs / 1000} s after the last event; the standard's 30 further ids are 0.24 KB more; acknowledged p99 ${rounded(percentile(rest.lived.ackMs, 0.99))} ms`,
    };
    await Promise.all([first.load.close(), rest.load.close()]);
  } finally {
    await shop.close();
  }
}

interface Lived {
  readonly load: Load;
  readonly lived: LoadResult;
  readonly rested: LoadResult;
  readonly used: string;
}

/** Visitors arrive, live their events and rest. */
async function live(shop: StandardShop, prefix: string, many: number): Promise<Lived> {
  const load = await shop.load({ prefix, visitors: many, connectPerSecond });
  const durationMs = ((many * eventsEach) / eventsPerSecond) * 1000;
  const lived = await load.run({ eventsPerSecond, framesOf: 5, durationMs, graceMs: 30_000 });
  const from = processorUse(shop.product.pid);
  const rested = await load.run({ eventsPerSecond: 0, framesOf: 1, durationMs: restMs });
  const used = usedText(from, processorUse(shop.product.pid), restMs);
  return { load, lived, rested, used };
}
