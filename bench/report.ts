// How soon a report counts what happened. One new visitor after another opens a page of a quiet
// site while a busy site has its load, and the bench asks for the funnel until it counts the visit.
// Both sites share one account, so the busy site's events are in the tables that each report reads.
import type { Funnel } from '@opportune/protocol/rest/report/report.ts';
import { percentile, rounded, type BenchRow } from './row.ts';
import { shopOrigin, startStandardShop, type StandardShop } from './standard-shop.ts';

const visitors = 500;
const loadPerSecond = 500;
const measuredMs = 40_000;
const patienceMs = 15_000;

interface Site {
  readonly id: string;
  readonly writeKey: string;
}

/** Yields `report.fresh.p99.ms`. */
export async function* reportRows(): AsyncIterable<BenchRow> {
  const shop = await startStandardShop();
  try {
    const load = await shop.load({ prefix: 'busy-', visitors });
    const site = await shop.product.call<Site>('POST', '/sites', {
      name: 'Quiet',
      origins: [shopOrigin],
    });
    const busy = load.run({ eventsPerSecond: loadPerSecond, framesOf: 5, durationMs: measuredMs });
    const delays = await measure(shop, site, performance.now() + measuredMs);
    await busy;
    await load.close();
    yield row(delays.sort());
  } finally {
    await shop.close();
  }
}

function row(delays: Float64Array): BenchRow {
  return {
    name: 'report.fresh.p99.ms',
    value: rounded(percentile(delays, 0.99), 0),
    unit: 'ms',
    target: '≤ 2,000',
    how: `${delays.length} new visitors one after the other by HTTP, each from the page view until GET …/funnel counts the visit, beside ${loadPerSecond} events/s of ${visitors} visitors of the same account, each at its own address; p50 ${rounded(percentile(delays, 0.5), 0)}, most ${rounded(percentile(delays, 1), 0)} ms`,
  };
}

async function measure(shop: StandardShop, site: Site, until: number): Promise<Float64Array> {
  const delays: number[] = [];
  while (performance.now() < until) {
    const happenedAt = performance.now();
    await happen(shop.product.url, site.writeKey, `new-${delays.length}`);
    await counted(shop, site, delays.length + 1);
    delays.push(performance.now() - happenedAt);
  }
  return Float64Array.from(delays);
}

async function happen(url: string, key: string, visitor: string): Promise<void> {
  const at = Date.now();
  const page = { url: `${shopOrigin}/`, path: '/' };
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: shopOrigin, 'user-agent': person },
    body: JSON.stringify({
      key,
      visitor,
      sentAt: at,
      events: [{ id: `${visitor}.page`, kind: 'page', name: 'Page', at, page }],
    }),
  });
  const { refused } = (await response.json()) as { readonly refused?: readonly unknown[] };
  if (refused?.length !== 0) throw new Error(`the page view was refused: ${response.status}`);
}
const person = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

async function counted({ product }: StandardShop, site: Site, visits: number): Promise<void> {
  const late = performance.now() + patienceMs;
  for (;;) {
    const funnel = await product.call<Funnel>('GET', `/sites/${site.id}/funnel`);
    if (funnel.visits >= visits) return;
    if (performance.now() > late) throw new Error(`visit ${visits} was not counted`);
  }
}
