// RudderStack's own web library, unchanged, in a real Chromium on a page of another origin. It
// fetches its configuration from us and sends every call only to us, one by one, in batches, or by
// beacon.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRequire } from 'node:module';
import path from 'node:path';
import { problem } from '@opportune/protocol/errors.ts';
import { until, type TestCollect } from './collect.test-support.ts';
import { startLibraryShop, type LibraryShop, type ShopPage } from './library-shop.test-support.ts';
import { storedEvents, type StoredEvent } from './stored-events.test-support.ts';

/** The bundle in one file, so that no plugin is fetched from elsewhere. */
const library = path.resolve(
  path.dirname(createRequire(import.meta.url).resolve('@rudderstack/analytics-js/bundled')),
  '../umd/index.js',
);

let shop: LibraryShop;
let server: TestCollect;
before(async () => {
  shop = await startLibraryShop('/library.js', (url) => (url === '/library.js' ? library : null));
  ({ server } = shop);
});
after(() => shop.close());

interface LoadedPage extends ShopPage {
  readonly visitor: string;
}

/** A page with the library loaded as docs/integrate/rudderstack.md says. */
async function openShop(options: object = {}): Promise<LoadedPage> {
  const visit = await shop.visit('Asia/Kolkata');
  const { page } = visit;
  const load = { configUrl: server.url, ...options };
  await page.evaluate(`new Promise((resolve) => {
    window.analytics = new rudderanalytics.RudderAnalytics();
    analytics.load(${JSON.stringify(server.writeKey)}, ${JSON.stringify(server.url)}, ${JSON.stringify(load)});
    analytics.ready(resolve);
  })`);
  const visitor = await page.evaluate<string>('analytics.getAnonymousId()');
  return { ...visit, visitor };
}

const stored = (visitor: string) => storedEvents(server, 'visitor = {v: String}', { v: visitor });

test('[I12] RudderStack’s web library loads from our configuration, sends every call only to us, and each is stored field by field', async () => {
  const { page, context, asked, posted, visitor } = await openShop();
  await page.evaluate(`(() => {
    analytics.page('Shop', 'Lamps', { extra: 1 });
    analytics.identify('ada', { plan: 'gold' });
    analytics.track('Order Completed', { order_id: 'r-1', revenue: 249.5, products: [{ product_id: 'p-1', quantity: 1 }] });
    analytics.group('g-1', { seats: 5 });
    analytics.alias('ada-new');
  })()`);
  await until(async () => (await stored(visitor)).length === 5);
  const rows = await stored(visitor);
  const byKind = new Map(rows.map((row) => [row.kind, row]));
  // The library sends each call in a request of its own, so they may arrive in any order.
  assert.deepEqual([...byKind.keys()].sort(), ['alias', 'group', 'identify', 'page', 'track']);
  for (const row of rows) {
    const { trust, bot, device, browser, os, language, time_zone, country } = row;
    assert.deepEqual(
      [trust, bot, device, browser, os, language, time_zone, country],
      ['page', 0, 'desktop', 'Chrome', 'Linux', 'en-GB', '+05:30', 'DE'],
      row.kind,
    );
    const { url, path: at, search, title } = row;
    assert.deepEqual(
      [url, at, search, title],
      [`${shop.origin}/lamps?utm_source=letter`, '/lamps', '?utm_source=letter', 'Lamps'],
      row.kind,
    );
  }
  assert.equal(byKind.get('track')?.name, 'Order Completed');
  assert.deepEqual(propertiesOf(byKind.get('track')), {
    order_id: 'r-1',
    revenue: 249.5,
    products: [{ product_id: 'p-1', quantity: 1 }],
  });
  assert.deepEqual(propertiesOf(byKind.get('identify')), { plan: 'gold' });
  assert.deepEqual(propertiesOf(byKind.get('group')), { seats: 5, groupId: 'g-1' });
  assert.equal(byKind.get('identify')?.user_id, 'ada');
  assert.deepEqual(
    new Set(posted),
    new Set(['page', 'identify', 'track', 'group', 'alias'].map((kind) => `/v1/${kind}`)),
  );
  assert.deepEqual([...asked].sort(), [shop.origin, server.url].sort());
  await context.close();
});

test('[I12] batches of RudderStack’s web library are stored too', async () => {
  const batch = { enabled: true, maxItems: 5, flushInterval: 200 };
  const { page, context, posted, visitor } = await openShop({ queueOptions: { batch } });
  await page.evaluate(
    `[0, 1, 2, 3, 4, 5, 6].forEach((index) => analytics.track('Batched', { index }))`,
  );
  await until(async () => (await stored(visitor)).length === 7);
  const indexes = (await stored(visitor)).map(propertiesOf);
  assert.deepEqual(
    indexes,
    [0, 1, 2, 3, 4, 5, 6].map((index) => ({ index })),
  );
  assert.deepEqual([...new Set(posted)], ['/v1/batch']);
  await context.close();
});

test('[I12] beacons of RudderStack’s web library are stored too, with the key in the address', async () => {
  const { page, context, posted, visitor } = await openShop({
    useBeacon: true,
    beaconQueueOptions: { flushQueueInterval: 200 },
  });
  await page.evaluate(`analytics.track('By Beacon', {})`);
  await until(async () => (await stored(visitor)).length === 1);
  assert.equal((await stored(visitor))[0]?.name, 'By Beacon');
  assert.deepEqual(posted, ['/beacon/v1/batch']);
  await context.close();
});

test('[I12] RudderStack’s web library sends again after a 5xx, and the event is stored once', async () => {
  const { page, context, visitor } = await openShop({
    queueOptions: { minRetryDelay: 50, maxRetryDelay: 100 },
  });
  server.intake.failing = problem('server.failed');
  const refused = page.waitForResponse(
    (response) => response.url().endsWith('/v1/track') && response.status() === 500,
  );
  await page.evaluate(`analytics.track('Retried', {})`);
  await refused;
  server.intake.failing = null;
  await until(async () => (await stored(visitor)).length === 1);
  await page.evaluate(`analytics.track('After', {})`);
  await until(async () => (await stored(visitor)).length === 2);
  assert.deepEqual(
    (await stored(visitor)).map(({ name }) => name),
    ['Retried', 'After'],
  );
  await context.close();
});

function propertiesOf(row: StoredEvent | undefined): unknown {
  return JSON.parse(row?.properties ?? 'null');
}
