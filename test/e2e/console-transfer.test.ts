// What it costs to open the console, measured in a real Chromium with an empty cache: the bytes of
// a cold inbox, and which pages load the charts.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { administrator, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;

before(async () => {
  [product, browser] = await startWithBrowser({ demo: false });
});
after(async () => {
  await browser?.close();
  await product?.close();
});

interface Transfer {
  /** Bytes transferred so far, including headers and socket frames. */
  bytes(): number;
}

/** Counts as the browser's network panel does: compressed bytes as transferred. */
async function transferOf(page: Page): Promise<Transfer> {
  let bytes = 0;
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  session.on('Network.webSocketFrameReceived', ({ response }) => {
    bytes += Buffer.byteLength(response.payloadData);
  });
  return { bytes: () => bytes };
}

/** A tab in a browser without a cache, in which the administrator is signed in. */
async function coldTab(locale: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale });
  const signed = await context.request.post(`${product.url}/api/v1/session`, {
    data: administrator,
  });
  assert.equal(signed.status(), 200);
  return context.newPage();
}

describe('the cost of opening the console', () => {
  for (const [locale, inbox] of [
    ['en', 'Inbox'],
    ['de', 'Posteingang'],
    ['es', 'Bandeja'],
  ] as const) {
    it(`a cold inbox transfers at most 400 KB (${locale}) [FT2]`, async () => {
      const page = await coldTab(locale);
      const transfer = await transferOf(page);
      await page.goto(`${product.url}/inbox`);
      await page.getByRole('heading', { name: inbox, level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      await page.evaluate(() => document.fonts.ready);
      const sent = transfer.bytes();
      assert.ok(sent > 100_000, `counts too little: ${sent}`);
      assert.ok(sent <= 400_000, `${sent} bytes`);
      await page.context().close();
    });
  }

  it('pages without charts do not load the code for charts [FT3]', async () => {
    const assets = path.resolve(import.meta.dirname, '../../packages/console/dist/assets');
    const charts = readdirSync(assets).filter((name) => /^effect-chart-.*\.js$/.test(name));
    assert.equal(charts.length, 1);
    const page = await coldTab('en');
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    for (const at of ['', 'inbox', 'visitors', 'campaigns', 'results', 'team', 'settings']) {
      await page.goto(`${product.url}/${at}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForFunction(() => document.querySelector('.bones') === null);
    }
    assert.ok(loaded.length > 30);
    assert.ok(!loaded.includes(`/assets/${charts[0]}`));
    await page.context().close();
  });
});
