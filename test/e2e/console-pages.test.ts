// Every page of the console with something on it, in light and dark, on a wide screen and on a phone:
// nobody is kept from using it, and nothing is wider than the phone. What the pages do is tested apart.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { CampaignSummary } from '@opportune/protocol/rest/campaign.ts';
import { barriers, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { comeToShop } from './socket-visitor.test-support.ts';
import type { SocketVisitor } from './socket-visitor.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let visitor: SocketVisitor;
let campaign: string;

const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

before(async () => {
  [product, browser] = await startWithBrowser();
  const { items } = await product.call<{ items: CampaignSummary[] }>('GET', '/campaigns');
  campaign = items[0]?.id ?? '';
  visitor = await comeToShop(product, { path: '/product/orla', title: 'Orla floor lamp' });
  page = await openConsole(browser, product, '/team');
  await visitor.frame('welcome');
  visitor.send({
    type: 'chat.start',
    request: 'start',
    message: { id: 'first', text: 'Is the lamp in stock?' },
  });
});
after(async () => {
  visitor?.close();
  await browser?.close();
  await product?.close();
});

async function wear(colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction(
    (theme) => document.documentElement.dataset['theme'] === theme,
    colorScheme,
  );
}

/** Opens a page and looks at it in both themes and widths; colours alone change with the theme. */
async function lookAt(at: string, ready: (page: Page) => Promise<void>): Promise<void> {
  const found: string[] = [];
  const look = async (where: string, rules?: readonly string[]): Promise<void> => {
    found.push(...(await barriers(page, rules)).map((finding) => `${where}, ${finding}`));
  };
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(product.url + at);
  await ready(page);
  await look('wide light');
  await wear('dark');
  await look('wide dark', ['color-contrast']);
  await page.setViewportSize(phone);
  await look('phone dark');
  await wear('light');
  await look('phone light', ['color-contrast']);
  assert.deepEqual(found, []);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= phone.width, `${width} px wide`);
}

const heading = (name: string) => (on: Page) =>
  on.getByRole('heading', { name, exact: true }).first().waitFor();
// On a wide screen the lines of a phone are there, and not seen.
const text = (words: string | RegExp) => (on: Page) =>
  on.getByText(words).filter({ visible: true }).first().waitFor();

describe('no page of the console has a barrier, in light and dark, wide and on a phone', () => {
  it('the live list with a visitor’s panel open', () =>
    lookAt(`/visitors?visitor=${visitor.id}`, async (on) => {
      await on.getByRole('complementary').getByRole('heading', { name: visitor.name }).waitFor();
      await text('Cart total is at least €100')(on);
    }));

  it('the inbox with a conversation', () =>
    lookAt('/inbox', async (on) => {
      await on.setViewportSize(wide);
      await on.getByRole('link', { name: new RegExp(visitor.name) }).click();
      await text('Is the lamp in stock?')(on);
    }));

  it('the team', () => lookAt('/team', text('Administrator')));
  it('the list of campaigns', () => lookAt('/campaigns', text('Help at checkout')));
  it('a new campaign', () => lookAt('/campaigns/new', heading('New campaign')));
  it('the editor', () => lookAt(`/campaigns/${campaign}`, text('Draft saved')));
  it('the results of all campaigns', () => lookAt('/results', text('Help at checkout')));
  it('the results of one campaign', () => lookAt(`/results/${campaign}`, heading('By day')));
  it('the funnel of a site', () => lookAt('/results/funnel', text('With a cart')));
  it('the holdout', () => lookAt('/results/holdout', text('The account has no holdout')));
  it('the definitions', () => lookAt('/results/definitions', text('The query')));
  it('sites', () => lookAt('/settings/sites', text('Allowed origins')));
  it('goals', () => lookAt('/settings/goals', text('Payment reached')));
  it('sections', () => lookAt('/settings/sections', text('/product/*')));
  it('attributes', () => lookAt('/settings/attributes', text('No attribute declared yet')));
  it('people', () => lookAt('/settings/people', text('mara@aldermoor.example')));
  it('the account', () => lookAt('/settings/account', text('Time zone')));
});
