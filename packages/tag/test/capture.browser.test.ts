// The tag in a real browser: what the page and its visitor do arrives at the server.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { buildTag } from '../build.ts';
import { openBrowser, shopPage } from './browser.ts';
import { engagement, startPeer } from './peer.ts';
import type { Peer } from './peer.ts';

let browser: Browser;
let peer: Peer;
let context: BrowserContext;

before(async () => {
  await buildTag();
  browser = await openBrowser();
});
after(() => browser.close());
beforeEach(async (each) => {
  peer = await startPeer();
  context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  peer.pages.set('/', { html: shopPage() });
  if ('after' in each) each.after(async () => {
    await context.close();
    await peer.close();
  });
});

test('a page view and a track call, queued before the tag loaded, arrive over the socket', async () => {
  const page = await context.newPage();
  peer.pages.set('/', { html: shopPage({ head: `<script>opportune('track', 'Product Viewed', {sku: 'orla', price: 289})</script>` }) });
  await page.goto(`${peer.pageOrigin}/?utm_source=x`);
  const viewed = await peer.until('Product Viewed', () => peer.events().find(({ name }) => name === 'Product Viewed'));
  assert.deepEqual(viewed.properties, { sku: 'orla', price: 289 });
  const first = peer.events()[0];
  assert.equal(first?.kind, 'page');
  assert.equal(first?.page?.path, '/');
  assert.equal(first?.page?.search, '?utm_source=x');
  assert.equal(first?.page?.title, 'Orla floor lamp');
  assert.equal(viewed.pageView, first?.pageView);
});

test('a toast shows from an engage frame and reports Engagement Shown', async () => {
  const page = await context.newPage();
  await page.goto(`${peer.pageOrigin}/`);
  await peer.until('page', () => peer.names().includes('Page'));
  peer.send({ type: 'engage', engagement: engagement() });
  const shown = await peer.until('shown', () => peer.events().find(({ name }) => name === 'Engagement Shown'));
  assert.equal(shown.properties['decision'], 'decision-1');
  await page.screenshot({ path: process.env['SHOTS'] ? `${process.env['SHOTS']}/slice.png` : undefined! });
});
