// Segment's own web library, unchanged, in a real Chromium on a page of another origin. It fetches
// its settings from us and sends every call only to us. The stored facts are compared field by
// field.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { problem } from '@opportune/protocol/errors.ts';
import { until, type TestCollect } from './collect.test-support.ts';
import { startLibraryShop, type LibraryShop, type ShopPage } from './library-shop.test-support.ts';
import { storedEvents } from './stored-events.test-support.ts';

const library = path.dirname(
  createRequire(import.meta.url).resolve('@segment/analytics-next/package.json'),
);

let shop: LibraryShop;
let server: TestCollect;
before(async () => {
  shop = await startLibraryShop('/umd/index.js', (url) =>
    url.startsWith('/umd/') ? path.join(library, 'dist', url) : null,
  );
  ({ server } = shop);
});
after(() => shop.close());

/** A page with the library loaded from our settings. */
async function openShop(load: object = {}): Promise<ShopPage> {
  const visit = await shop.visit('Europe/London');
  const { page } = visit;
  await page.evaluate(`(async () => {
    window.analytics = AnalyticsNext.AnalyticsBrowser.load(${JSON.stringify({ writeKey: server.writeKey, cdnURL: server.url })}, ${JSON.stringify(load)});
    await window.analytics;
  })()`);
  return visit;
}

const stored = (visitor: string) => storedEvents(server, 'visitor = {v: String}', { v: visitor });

async function anonymousId(page: Page): Promise<string> {
  return page.evaluate('analytics.user().then((user) => user.anonymousId())');
}

test('[I12] the web library loads from our settings, sends every call only to us, and each is stored field by field', async () => {
  const { page, context, asked } = await openShop();
  const visitor = await anonymousId(page);
  await page.evaluate(`(async () => {
    await analytics.page('Shop', 'Lamps', { extra: 1 });
    await analytics.identify('ada', { plan: 'gold' });
    await analytics.track('Product Added', { product_id: 'p-1', price: 249.5, nested: { list: [1, 'two', null, true] } });
    await analytics.group('g-1', { seats: 5 });
    await analytics.screen('Cart', { items: 2 });
    await analytics.alias('ada-new');
  })()`);
  await until(async () => (await stored(visitor)).length === 6);
  const rows = await stored(visitor);
  const byKind = new Map(rows.map((row) => [row.kind, row]));
  assert.deepEqual([...byKind.keys()].sort(), [
    'alias',
    'group',
    'identify',
    'page',
    'screen',
    'track',
  ]);
  for (const row of rows) {
    assert.deepEqual(
      [
        row.trust,
        row.device,
        row.browser,
        row.os,
        row.language,
        row.time_zone,
        row.country,
        row.url,
        row.path,
        row.search,
        row.title,
      ],
      [
        'page',
        'desktop',
        'Chrome',
        'Linux',
        'en-GB',
        'Europe/London',
        'DE',
        `${shop.origin}/lamps?utm_source=letter`,
        '/lamps',
        '?utm_source=letter',
        'Lamps',
      ],
      row.kind,
    );
    assert.match(row.id, /^ajs-next-/);
  }
  const properties = (kind: string): unknown => JSON.parse(byKind.get(kind)?.properties ?? 'null');
  assert.deepEqual(properties('track'), {
    product_id: 'p-1',
    price: 249.5,
    nested: { list: [1, 'two', null, true] },
  });
  assert.deepEqual(properties('identify'), { plan: 'gold' });
  assert.deepEqual(properties('group'), { seats: 5, groupId: 'g-1' });
  assert.deepEqual(properties('screen'), { items: 2, name: 'Cart' });
  assert.deepEqual(properties('page'), {
    extra: 1,
    name: 'Lamps',
    category: 'Shop',
    path: '/lamps',
    referrer: '',
    search: '?utm_source=letter',
    title: 'Lamps',
    url: `${shop.origin}/lamps?utm_source=letter`,
  });
  assert.equal(byKind.get('identify')?.user_id, 'ada');
  // The library puts the known user into both fields of an alias.
  assert.deepEqual(
    [byKind.get('alias')?.user_id, properties('alias')],
    ['ada', { previousId: 'ada' }],
  );
  assert.deepEqual([...asked].sort(), [shop.origin, server.url].sort());
  await context.close();
});

test('[I12] batches of the web library are stored too, in order', async () => {
  const { page, context } = await openShop({
    integrations: {
      'Segment.io': {
        deliveryStrategy: { strategy: 'batching', config: { size: 5, timeout: 100 } },
      },
    },
  });
  const visitor = await anonymousId(page);
  await page.evaluate(
    `Promise.all([0, 1, 2, 3, 4, 5, 6].map((index) => analytics.track('Batched', { index })))`,
  );
  await until(async () => (await stored(visitor)).length === 7);
  const indexes = (await stored(visitor)).map(
    ({ properties }) => (JSON.parse(properties) as { index: number }).index,
  );
  assert.deepEqual(indexes.toSorted(), [0, 1, 2, 3, 4, 5, 6]);
  await context.close();
});

test('[I12] the web library sends again after a 5xx, and the event is stored once', async () => {
  const { page, context } = await openShop();
  const visitor = await anonymousId(page);
  server.intake.failing = problem('server.failed');
  const refused = page.waitForResponse(
    (response) => response.url().endsWith('/v1/t') && response.status() === 500,
  );
  await page.evaluate(`void analytics.track('Retried', {})`);
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

test('[I1] on a page of another origin the library gets no settings and sends nothing', async () => {
  const { page, context } = await shop.elsewhere();
  const answer = await page.evaluate(
    `fetch(${JSON.stringify(`${server.url}/v1/projects/${server.writeKey}/settings`)}).then(() => 'read', () => 'refused')`,
  );
  assert.equal(answer, 'refused');
  await context.close();
});
