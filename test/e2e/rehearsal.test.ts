// A draft rehearsed in the editor over imported visits, as a manager sees it before publishing.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type {
  Campaign,
  CampaignSummary,
  Plan,
} from '@opportune/protocol/rest/campaign/campaign.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import { barriers } from './looks.test-support.ts';
import { openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let campaign: Campaign;

const card = (): Locator => page.getByRole('region', { name: 'Rehearsal', exact: true });
const hourMs = 3600_000;

/** Calls of visitors who fill a cart, go to the checkout and stay there for a minute. */
function visitsOf(visitors: number, total: number, from: number): readonly object[] {
  const person =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
  return Array.from({ length: visitors }, (_, index) => {
    const anonymousId = `past-${from}-${index}`;
    const at = Date.now() - (from + index) * hourMs;
    const call = (second: number, path: string, more: object): object => ({
      messageId: `${anonymousId}-${second}`,
      anonymousId,
      timestamp: new Date(at + second * 1000).toISOString(),
      context: { userAgent: person, page: { path, url: `${product.shopUrl}${path}`, title: path } },
      ...more,
    });
    const view = (second: number, path: string): object =>
      call(second, path, {
        type: 'page',
        properties: { path, url: `${product.shopUrl}${path}`, title: path },
      });
    const track = (second: number, event: string, properties: object): object =>
      call(second, '/checkout', { type: 'track', event, properties });
    return [
      view(0, '/product/orla'),
      track(20, 'Cart Updated', { total, items: 1, currency: 'EUR' }),
      view(100, '/checkout'),
      track(160, 'Order Completed', { order_id: anonymousId, total, currency: 'EUR' }),
    ];
  }).flat();
}

async function importPast(calls: readonly object[]): Promise<void> {
  const { items } = await product.call<{ items: readonly Site[] }>('GET', '/sites');
  const { secret } = await product.call<{ secret: string }>('POST', `/sites/${items[0]?.id}/keys`, {
    name: 'import',
  });
  const response = await fetch(`${product.url}/v1/history`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}`,
    },
    body: JSON.stringify({ batch: calls }),
  });
  assert.equal(response.status, 200, await response.text());
}

before(async () => {
  [product, browser] = await startWithBrowser();
  const { items } = await product.call<{ items: CampaignSummary[] }>('GET', '/campaigns');
  campaign = await product.call<Campaign>('GET', `/campaigns/${items[0]?.id}`);
  page = await openConsole(browser, product, `/campaigns/${campaign.id}`);
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('[V7] the rehearsal in the editor', () => {
  it('explains where history comes from while nothing is stored', async () => {
    await card().getByText('No visits are stored yet').waitFor();
    await card().getByRole('button', { name: 'npm run import' }).waitFor();
  });

  it('shows without being asked how many visits the draft would have met, when, and what they did', async () => {
    await importPast([...visitsOf(6, 150, 24 * 9), ...visitsOf(4, 20, 24 * 12)]);
    await page.reload();
    await card().getByText('6 of 10 visits would have been eligible').waitFor();
    await card().getByText('half of them before 2:00').waitFor();
    const reached = card().getByRole('row', { name: /Reached Purchase/ });
    assert.match(await reached.innerText(), /100\.0%\s+100\.0%/);
    assert.deepEqual(await barriers(page), []);
  });

  it('has the table of its chart one click away', async () => {
    await card().getByRole('button', { name: 'As a table' }).click();
    const minute = card().getByRole('row', { name: /^2 to 3/ });
    assert.match(await minute.innerText(), /6\s+100%/);
    await card().getByText('Where', { exact: true }).click();
    await card()
      .getByRole('row', { name: /^\/checkout/ })
      .waitFor();
    assert.deepEqual(await barriers(page), []);
  });

  it('answers again after an edit, and keeps the previous answer until then', async () => {
    await page.getByRole('button', { name: 'Change €100', exact: true }).click();
    await page.getByRole('spinbutton', { name: 'Value' }).fill('151');
    await page.getByRole('button', { name: 'Done' }).click();
    await card().getByText('None of 10 visits would have been eligible').waitFor();
  });

  it('gives the plan measured traffic instead of a guess', async () => {
    const plan = await product.call<Plan>('POST', `/campaigns/${campaign.id}/plan`, {});
    assert.equal(plan.basis, 'rehearsed');
    await page
      .getByRole('region', { name: 'Plan', exact: true })
      .getByText('From the rehearsal')
      .waitFor();
  });
});
