// Campaigns as managers make them, seen from a visitor's browser: content that needs no agent, a
// draft that is tried before it is live and counted nowhere, periods, and a pause with immediate
// effect.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Campaign, CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import type { VisitorDetail, VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { eventually, newPerson, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let template: CampaignDocument;
let banner: Campaign;

const act = (id: string, what: string, revision: number): Promise<Campaign> =>
  product.call('POST', `/campaigns/${id}/${what}`, { revision });
const results = (id: string): Promise<CampaignResults> =>
  product.call('GET', `/campaigns/${id}/results`);
const eligible = (of: CampaignResults): number =>
  of.arms.filter((arm) => arm.variant === null).reduce((sum, arm) => sum + arm.soFar.eligible, 0);

/** A banner on product pages, for everybody but one in a thousand. */
function bannerDocument(headline: string): CampaignDocument {
  const [variant] = template.engagement.variants;
  assert.ok(variant !== undefined);
  const creative = {
    format: 'banner' as const,
    headline,
    text: '',
    action: 'See delivery',
    image: null,
    link: '/help/delivery',
    slot: null,
    side: 'right' as const,
    mutable: false,
  };
  return {
    ...template,
    name: headline,
    audience: { all: [] },
    control: 10,
    engagement: {
      ...template.engagement,
      moment: { fact: 'page.section', op: 'contains', value: 'Product' },
      zone: 'top',
      variants: [{ ...variant, offer: { channel: 'content', creative } }],
    },
  };
}

/** Opens a product page as a new person who is not in control. */
async function onProductPage(at = `${product.shopUrl}/product/brae`): Promise<Page> {
  const page = await newPerson(browser);
  await page.goto(at);
  return page;
}

before(async () => {
  [product, browser] = await startWithBrowser({ whole: true });
  const { items } = await product.call<{ items: CampaignSummary[] }>('GET', '/campaigns');
  template = (await product.call<Campaign>('GET', `/campaigns/${items[0]?.id}`)).draft;
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('a campaign with content', () => {
  it('can be tried in the manager’s own browser before it is live, and counts nowhere', async () => {
    banner = await product.call<Campaign>('POST', '/campaigns', {
      document: bannerDocument('Free delivery this week'),
    });
    const trial = await product.call<{ url: string }>('POST', `/campaigns/${banner.id}/trial`);
    const beside = await newPerson(browser);
    await beside.goto(`${product.shopUrl}/product/brae`);
    await beside.getByRole('button', { name: 'Ask us' }).waitFor();
    // In another tab of a browser that has the shop open already.
    const own = await beside.context().newPage();
    await own.goto(trial.url);
    await own.getByRole('button', { name: 'Ask us' }).waitFor();
    await own.goto(`${product.shopUrl}/product/brae`);
    await own.getByText('Free delivery this week').waitFor();
    assert.equal(await beside.getByText('Free delivery this week').count(), 0);
    const id = await own.evaluate(
      () =>
        new Promise<string>((resolve) =>
          (window as never as { opportune: (...call: unknown[]) => void }).opportune(
            'visitor',
            resolve,
          ),
        ),
    );
    const detail = await eventually(
      () => product.call<VisitorDetail>('GET', `/visitors/${id}`),
      (of) => of.timeline.length > 3,
    );
    assert.ok(
      !detail.timeline.some(({ name }) => name.startsWith('Engagement')),
      'no trace of the trial in the visitor’s log',
    );
    const stranger = await onProductPage();
    await stranger.getByRole('button', { name: 'Ask us' }).waitFor();
    assert.equal(await stranger.getByText('Free delivery this week').count(), 0);
    const { items } = await product.call<{ items: CampaignSummary[] }>('GET', '/campaigns');
    assert.equal(items.find(({ id }) => id === banner.id)?.eligible, 0);
    await own.context().close();
    await stranger.context().close();
    // A visitor who is still there when it is published would count in its first period.
    await eventually(
      () => product.call<{ items: VisitorRow[] }>('GET', '/visitors'),
      ({ items }) => items.every(({ online }) => !online),
    );
  });

  it('needs no agent, shows at its moment once published, and its link leads on', async () => {
    banner = await act(banner.id, 'publish', banner.revision);
    assert.equal(banner.period, 1);
    const page = await onProductPage();
    await page.getByText('Free delivery this week').waitFor();
    await page.getByRole('link', { name: 'See delivery' }).click();
    await page.getByRole('heading', { name: 'Delivery and returns' }).waitFor();
    const counted = await eventually(
      () => results(banner.id),
      (of) => (of.arms[0]?.soFar.engaged ?? 0) === 1,
    );
    assert.equal(counted.arms[0]?.offers.content, eligible(counted));
    await page.context().close();
  });

  it('starts a new period when its words change, and keeps the results of the old one apart', async () => {
    const change = { revision: banner.revision, document: bannerDocument('Delivery in two days') };
    banner = await product.call<Campaign>('PUT', `/campaigns/${banner.id}/draft`, change);
    banner = await act(banner.id, 'publish', banner.revision);
    assert.equal(banner.period, 2);
    const page = await onProductPage();
    await page.getByText('Delivery in two days').waitFor();
    const newest = await eventually(
      () => results(banner.id),
      (of) => eligible(of) === 1,
    );
    assert.equal(newest.period, 2);
    const first = await product.call<CampaignResults>(
      'GET',
      `/campaigns/${banner.id}/results?period=1`,
    );
    assert.equal(eligible(first), 1);
    await page.context().close();
  });

  it('disappears from open pages when it is paused', async () => {
    const page = await onProductPage();
    await page.getByText('Delivery in two days').waitFor();
    banner = await act(banner.id, 'pause', banner.revision);
    await page.getByText('Delivery in two days').waitFor({ state: 'detached' });
    await page.context().close();
  });
});
