// Every page of the console with content, in light and dark, on a wide screen and on a phone: each
// is accessible, and none is wider than the phone. Other tests cover what the pages do.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import { barriers, lookAt } from './looks.test-support.ts';
import { goTo, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { comeToShop } from './socket-visitor.test-support.ts';
import type { SocketVisitor } from './socket-visitor.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let visitor: SocketVisitor;
let campaign: string;

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

/** Opens a page and checks it in both themes and widths. */
async function seen(at: string, ready: (page: Page) => Promise<void>): Promise<void> {
  await goTo(page, at);
  await ready(page);
  assert.deepEqual(await lookAt(page), []);
}

const heading = (name: string) => (on: Page) =>
  on.getByRole('heading', { name, exact: true }).first().waitFor();
// On a wide screen the phone's layout is in the document but invisible.
const text = (words: string | RegExp) => (on: Page) =>
  on.getByText(words).filter({ visible: true }).first().waitFor();

describe('[KB8] every page of the console is accessible, in light and dark, wide and on a phone', () => {
  it('the live list with a visitor’s panel open', () =>
    seen(`/visitors?visitor=${visitor.id}`, async (on) => {
      await on.getByRole('complementary').getByRole('heading', { name: visitor.name }).waitFor();
      await text('Cart total is at least €100')(on);
    }));

  it('the inbox with a conversation', () =>
    seen('/inbox', async (on) => {
      await on.getByRole('link', { name: new RegExp(visitor.name) }).click();
      await text('Is the lamp in stock?')(on);
    }));

  it('the live list alone, with its legend of arms', () =>
    seen('/visitors', async (on) => {
      await text(visitor.name)(on);
      const arms = on.locator('.foot .arm');
      assert.deepEqual(await arms.allInnerTexts(), [
        'Treatment or Always',
        'Optimise',
        'Control, nothing shown',
      ]);
    }));
  it('the search', () => seen('/search', text('Is the lamp in stock?')));
  it('one’s own answers', () => seen('/answers', text('No answer yet')));
  it('the team', () => seen('/team', text('Administrator')));
  it('the list of campaigns', () => seen('/campaigns', text('Help at checkout')));
  it('a new campaign', () => seen('/campaigns/new', heading('New campaign')));
  it('the editor', () => seen(`/campaigns/${campaign}`, text('Draft saved')));
  it('the results of all campaigns', () => seen('/results', text('Help at checkout')));
  it('the lists of campaigns, without a cut column at the width of a laptop', async () => {
    for (const at of ['/campaigns', '/results']) {
      await goTo(page, at);
      await text('Help at checkout')(page);
      for (const width of [1280, 1440]) {
        await page.setViewportSize({ width, height: 800 });
        const past = await page
          .getByRole('table')
          .first()
          .evaluate((table) => table.getBoundingClientRect().right - window.innerWidth);
        assert.ok(past <= 0, `${at} at ${width}: ${past} px`);
      }
    }
  });
  it('the results of one campaign', () => seen(`/results/${campaign}`, heading('By day')));
  it('the funnel of a site', () => seen('/results/funnel', text('With a cart')));
  it('the holdout', () => seen('/results/holdout', text('The account has no holdout')));
  it('the definitions', () => seen('/results/definitions', text('The query')));
  it('sites', () => seen('/settings/sites', text('Allowed origins')));
  it('goals', () => seen('/settings/goals', text('Payment reached')));
  it('sections', () => seen('/settings/sections', text('/product/*')));
  it('attributes', () => seen('/settings/attributes', text('No attribute declared yet')));
  it('people', () => seen('/settings/people', text('mara@aldermoor.example')));
  it('the account', () => seen('/settings/account', text('Time zone')));
});

describe('[KB8] everything that opens over a page is accessible', () => {
  it('the menu of the user, which is elsewhere on a phone', async () => {
    await goTo(page, '/team');
    await page.getByRole('button', { name: /^You: / }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    assert.deepEqual(await barriers(page), []);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await barriers(page, ['color-contrast']), []);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.keyboard.press('Escape');
  });

  it('the list of shortcuts', async () => {
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor();
    assert.deepEqual(await lookAt(page), []);
    await page.keyboard.press('Escape');
  });
});
