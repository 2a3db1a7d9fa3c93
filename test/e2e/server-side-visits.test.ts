// Visits in the funnel that no browser reports live: a queue that was offline, and a site to which
// only the business's server reports. Over the whole product, to the words on the page.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Funnel } from '@opportune/protocol/rest/report/report.ts';
import { barriers } from './looks.test-support.ts';
import { goTo, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

const minuteMs = 60_000;

interface Site {
  readonly id: string;
  readonly writeKey: string;
}

let product: Product;
let browser: Browser;
let page: Page;
before(async () => {
  [product, browser] = await startWithBrowser();
  page = await openConsole(browser, product, '/results/funnel');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

const makeSite = (name: string): Promise<Site> =>
  product.call<Site>('POST', '/sites', { name, origins: ['https://quiet.example'] });

async function secretOf({ id }: Site): Promise<string> {
  return (await product.call<{ secret: string }>('POST', `/sites/${id}/keys`, { name: 'Shop' }))
    .secret;
}

const call = (anonymousId: string, minutesAgo: number, more: object = {}): object => ({
  ...{ type: 'page', anonymousId, messageId: `${anonymousId}-${minutesAgo}` },
  timestamp: new Date(Date.now() - minutesAgo * minuteMs).toISOString(),
  ...more,
});
const order = (id: string): object => ({
  ...{ type: 'track', event: 'Order Completed' },
  properties: { order_id: id, revenue: 40, currency: 'EUR' },
});

async function send(writeKey: string, path: string, batch: readonly object[]): Promise<void> {
  const response = await fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ writeKey, sentAt: new Date().toISOString(), batch }),
  });
  assert.deepEqual(await response.json(), { success: true });
}

const funnelOf = ({ id }: Site): Promise<Funnel> => product.call('GET', `/sites/${id}/funnel`);

describe('[F10] the funnel of a site', () => {
  it('counts two visits of a queue that was offline, as for an import of the same events', async () => {
    const [queued, imported] = [await makeSite('Queued'), await makeSite('Imported')];
    const calls = (of: string): object[] => [
      call(of, 120),
      call(of, 60),
      call(of, 59, order(`o-${of}`)),
    ];
    await send(queued.writeKey, '/v1/batch', calls('queue'));
    await send(await secretOf(imported), '/v1/history', calls('history'));
    for (const site of [queued, imported]) {
      const { visits, visitors, withOrder, value } = await funnelOf(site);
      assert.deepEqual([visits, visitors, withOrder, value], [2, 1, 1, 40], JSON.stringify(site));
    }
  });

  it('shows server-side visits if only the server reports, and says so', async () => {
    const site = await makeSite('By the server');
    const calls = ['ada', 'ben', 'cy'].flatMap((who) => [
      call(who, 90),
      call(who, 85, order(who)),
      call(who, 20),
    ]);
    await send(await secretOf(site), '/v1/batch', calls);
    const { visits, fromServer } = await funnelOf(site);
    assert.deepEqual(
      [visits, fromServer],
      [0, { visits: 6, visitors: 3, withCart: 0, withOrder: 3 }],
    );
    await goTo(page, `/results/funnel?site=${site.id}`);
    await page.getByText('Only your server reports events here.').waitFor();
    const step = page.locator('.site-step').filter({ hasText: 'Server-side visits' });
    assert.match(await step.innerText(), /6\s+by 3 visitors/);
    assert.deepEqual(await barriers(page), []);
  });

  it('says how many server-side visits there are beside those of browsers', async () => {
    const site = await makeSite('Both');
    await send(site.writeKey, '/v1/batch', [call('dora', 0)]);
    await send(await secretOf(site), '/v1/batch', [call('eve', 0, order('eve'))]);
    await goTo(page, `/results/funnel?site=${site.id}`);
    await page.getByText('1 server-side visit not counted here').waitFor();
    await page.getByText('by 1 visitor', { exact: true }).waitFor();
    assert.deepEqual(await barriers(page), []);
  });
});
