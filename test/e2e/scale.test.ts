// The inbox with more conversations than fit a screen: only few rows are drawn, each states its
// position, and neither the pointer nor the focus loses its row while others come and go. The same
// for the live list.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  beginConversations,
  besideProxy,
  type Talking,
} from '../support/talking-visitors.test-support.ts';
import { barriers } from './looks.test-support.ts';
import { eventually, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

const waiting = 120;

let product: Product;
let browser: Browser;
let page: Page;
let talks: readonly Talking[] = [];

const rows = (): Locator => page.locator('.convs li[data-row]');
const row = (at: number): Locator => page.locator(`.convs li[data-row][aria-posinset="${at}"]`);
const idOf = async (at: number): Promise<string> =>
  (await row(at).getAttribute('data-row')) ?? 'no row';
const topOf = async (id: string): Promise<number> =>
  Math.round((await page.locator(`li[data-row="${id}"]`).boundingBox())?.y ?? Number.NaN);

/** The first three waiting visitors leave. Resolves when the list shows it. */
async function leave(): Promise<void> {
  const there = await count();
  const gone = new Set(await Promise.all([1, 2, 3].map(idOf)));
  for (const { conversation, end } of talks) if (gone.has(conversation)) end();
  talks = talks.filter(({ conversation }) => !gone.has(conversation));
  await eventually(count, (now) => now === there - gone.size);
}

const count = async (): Promise<number> =>
  Number(await page.locator('.convs h2', { hasText: 'Waiting' }).locator('.num').textContent());

before(async () => {
  [product, browser] = await startWithBrowser(besideProxy);
  const routing = await product.call<object>('GET', '/routing');
  await product.call('PUT', '/routing', { ...routing, mode: 'pick' });
  page = await openConsole(browser, product, '/inbox');
  const { items } = await product.call<{ items: { writeKey: string; origins: string[] }[] }>(
    'GET',
    '/sites',
  );
  const shop = {
    url: product.url,
    key: items[0]?.writeKey ?? '',
    origin: items[0]?.origins[0] ?? '',
  };
  talks = await beginConversations(shop, waiting);
  await eventually(count, (now) => now === waiting, 30_000);
});
after(async () => {
  for (const { socket } of talks) socket.terminate();
  await browser.close();
  await product.close();
});

describe(`an inbox with ${waiting} who wait`, () => {
  it('[C41] draws only the visible rows, and states the position of each among all', async () => {
    await eventually(
      () => rows().count(),
      (drawn) => drawn > 5 && drawn < 50,
    );
    assert.equal(await row(1).getAttribute('aria-setsize'), String(waiting));
    await page.locator('.convs .scroller').evaluate((list) => list.scrollTo({ top: 1e6 }));
    await row(waiting).waitFor();
    assert.equal(await row(1).count(), 0);
    assert.deepEqual(await barriers(page), []);
    await page.locator('.convs .scroller').evaluate((list) => list.scrollTo({ top: 0 }));
    await row(1).waitFor();
  });

  it('[C41] keeps the row under the pointer in place, even at the top of the list', async () => {
    const id = await idOf(5);
    await row(5).hover();
    const before = await topOf(id);
    await leave();
    assert.equal(await idOf(2), id);
    assert.equal(await topOf(id), before);
    await page.mouse.move(900, 400);
    await eventually(
      () => topOf(id),
      (top) => top === before - 3 * 52,
    );
  });

  it('[C41] keeps the focus on its row, scrolled out and back, and continues from there with Tab', async () => {
    const id = await idOf(4);
    await row(4).locator('a').focus();
    await page.locator('.convs .scroller').evaluate((list) => list.scrollTo({ top: 3000 }));
    await row(60).waitFor();
    const focused = (): Promise<string | null> =>
      page.evaluate(
        () => document.activeElement?.closest('[data-row]')?.getAttribute('data-row') ?? null,
      );
    assert.equal(await focused(), id);
    await page.keyboard.press('Tab');
    assert.notEqual(await focused(), null);
    assert.notEqual(await focused(), id);
  });

  it('[C41] scrolls to the conversation that the keyboard opens', async () => {
    await page.locator('.convs .scroller').evaluate((list) => list.scrollTo({ top: 0 }));
    await row(1).locator('a').click();
    await page.keyboard.press('Alt+ArrowUp');
    const last = row(talks.length);
    await last.waitFor();
    const box = await last.boundingBox();
    assert.ok(box !== null && box.y > 0 && box.y < 900, `at ${box?.y}`);
  });
});

describe(`a live list with ${waiting} on the site`, () => {
  it('never says that nobody is there while it loads', async () => {
    const empty = 'Nobody is on the site just now';
    await page.addInitScript((text) => {
      new MutationObserver(() => {
        if (document.body?.textContent.includes(text))
          document.documentElement.dataset['said'] = '';
      }).observe(document, { childList: true, subtree: true, characterData: true });
    }, empty);
    for (let load = 0; load < 3; load++) {
      await page.goto(`${product.url}/visitors`);
      await page.getByRole('region', { name: 'Visitors' }).getByRole('row').nth(5).waitFor();
      assert.equal(await page.locator('html[data-said]').count(), 0);
    }
    // Shows that the check works: this is how the sentence would have been noticed.
    await page.evaluate((text) => document.body.append(text), empty);
    await page.locator('html[data-said]').waitFor();
  });
});
