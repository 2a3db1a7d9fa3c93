// The documents in a real browser, as the started product serves them: opened from the console,
// searched, read wide and on a phone, without a request to another origin.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { barriers, lookAt } from './looks.test-support.ts';
import { leaveConsole, openConsole, startWithBrowser } from './product.test-support.ts';
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

interface Reader {
  readonly page: Page;
  /** Errors in the browser's console, and requests to other origins. */
  readonly faults: readonly string[];
}

/** Somebody without a session. */
async function newReader(width: number): Promise<Reader> {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== product.url) faults.push(request.url());
  });
  return { page, faults };
}

describe('the documents', () => {
  for (const width of [1280, 390]) {
    it(`are searched and read by keyboard, at a width of ${width}`, async () => {
      const { page, faults } = await newReader(width);
      await page.goto(`${product.url}/docs`);
      await page.getByRole('heading', { name: 'Documentation' }).waitFor();
      assert.deepEqual(await lookAt(page), []);
      await page.keyboard.press('/');
      const field = page.getByRole('combobox', { name: 'Search the documents' });
      await field.fill('predefined answer');
      const hits = page.getByRole('option');
      await hits.first().waitFor();
      assert.deepEqual(await barriers(page), []);
      await field.press('ArrowDown');
      const selected = page.getByRole('option', { selected: true });
      const heading = await selected.locator('.hit-heading').innerText();
      const wanted = await selected.getAttribute('href');
      assert.equal(wanted, await hits.nth(1).getAttribute('href'));
      await field.press('Enter');
      await page.waitForURL(`**${wanted}`);
      await page.getByRole('article').getByRole('heading', { name: heading }).first().waitFor();
      assert.deepEqual(await lookAt(page), []);
      assert.deepEqual(faults, []);
      await page.context().close();
    });
  }

  it('follow the system’s light or dark theme, even if the browser stores nothing', async () => {
    for (const keeps of [true, false]) {
      const { page, faults } = await newReader(1280);
      if (!keeps)
        await page.addInitScript(() =>
          Object.defineProperty(window, 'localStorage', {
            get() {
              throw new DOMException('no storage here', 'SecurityError');
            },
          }),
        );
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.goto(`${product.url}/docs/operate/`);
      await page.locator('html[data-theme=dark]').waitFor();
      await page.emulateMedia({ colorScheme: 'light' });
      await page.locator('html[data-theme=light]').waitFor();
      await page.locator('.theme[aria-pressed=false]').click();
      await page.locator('html[data-theme=dark]').waitFor();
      assert.deepEqual(faults, []);
      await page.context().close();
    }
  });

  it('put their list behind a button on a phone', async () => {
    const { page, faults } = await newReader(390);
    await page.goto(`${product.url}/docs/operate/`);
    const list = page.getByRole('navigation', { name: 'All documents' });
    assert.equal(await list.isVisible(), false);
    await page.getByRole('button', { name: 'Menu' }).click();
    assert.deepEqual(await barriers(page), []);
    await list.getByRole('link', { name: 'Channels', exact: true }).click();
    await page.getByRole('heading', { name: 'Channels', level: 1 }).waitFor();
    assert.deepEqual(faults, []);
    await page.context().close();
  });

  it('keep the choice of light or dark', async () => {
    const { page } = await newReader(1280);
    await page.goto(`${product.url}/docs/`);
    await page.getByRole('button', { name: 'Dark', pressed: false }).click();
    await page.goto(`${product.url}/docs/spec/`);
    await page.getByRole('button', { name: 'Dark', pressed: true }).waitFor();
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
    await page.context().close();
  });

  it('are one click away from the console', async () => {
    const page = await openConsole(browser, product, '/visitors');
    await page.getByRole('button', { name: /Your state/ }).click();
    const opening = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Documentation' }).click();
    const documents = await opening;
    await documents.getByRole('heading', { name: 'Documentation' }).waitFor();
    await documents.close();
    leaveConsole(page);
  });
});
