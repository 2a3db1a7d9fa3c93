// How many standard visitors one server process holds, and how much resident memory each costs,
// including sockets, profiles and timers. Each sends twenty mixed events and heartbeats. The
// processes of the load hold the other ends of the sockets.
import type { Load, LoadResult } from './intake-client.ts';
import { processorUse, residentKb, usedText } from './process-use.ts';
import { percentile, rounded, type BenchRow } from './row.ts';
import { startStandardShop, type StandardShop } from './standard-shop.ts';

/** Below the limit of 20,000 file descriptors for a process on the measuring machine. */
const visitors = 16_000;
/** These visitors connect and act first, so that the fixed cost of the process is not counted. */
const before = 2000;
const eventsEach = 20;
const eventsPerSecond = 10_000;
const connectPerSecond = 1000;
const restMs = 12_000;

/** The visitors connected to one process, and the server's resident memory for each. */
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
      how: `sockets of one server process, from 3 processes, each visitor at its own address, heartbeat every 25 s; each sent ${eventsEach} standard events; ${rest.lived.eventsUnanswered} events not acknowledged, ${lost} sockets lost; at rest ${rest.used}`,
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

/** Visitors arrive, send their events and rest. */
async function live(shop: StandardShop, prefix: string, many: number): Promise<Lived> {
  const load = await shop.load({ prefix, visitors: many, connectPerSecond });
  const durationMs = ((many * eventsEach) / eventsPerSecond) * 1000;
  const lived = await load.run({ eventsPerSecond, framesOf: 5, durationMs, graceMs: 30_000 });
  const from = processorUse(shop.product.pid);
  const rested = await load.run({ eventsPerSecond: 0, framesOf: 1, durationMs: restMs });
  const used = usedText(from, processorUse(shop.product.pid), restMs);
  return { load, lived, rested, used };
}
