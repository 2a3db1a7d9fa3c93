// The sites on which a campaign runs: one at first, and a question when a site is added, in a real
// browser.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { Browser, Page } from 'playwright-core';
import { lookAt } from './looks.test-support.ts';
import { eventually, openConsole, publishDraft, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;

before(async () => {
  [product, browser] = await startWithBrowser();
  page = await openConsole(browser, product, '/campaigns/new');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

interface Listed {
  readonly items: readonly { readonly id: string; readonly name: string }[];
}

async function begin(name: string, site: string | null): Promise<Campaign> {
  await page.goto(`${product.url}/campaigns/new`);
  await page.getByRole('radio', { name: /^Large cart/ }).check();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  if (site !== null) await page.getByLabel('Where does it run?').selectOption({ label: site });
  await page.getByRole('button', { name: 'Create draft' }).click();
  await page.getByRole('heading', { name }).waitFor();
  const id = new URL(page.url()).pathname.split('/').at(-1);
  return product.call<Campaign>('GET', `/campaigns/${id}`);
}

async function siteIds(): Promise<readonly string[]> {
  return (await product.call<Listed>('GET', '/sites')).items.map(({ id }) => id);
}

describe('sites of a campaign', () => {
  it('start with one site, the newest, or all sites if that is chosen [SC1]', async () => {
    const [first] = await siteIds();
    assert.deepEqual((await begin('On one', null)).draft.sites, [first]);
    const second = await product.call<{ id: string }>('POST', '/sites', {
      ...{ name: 'Second', origins: ['https://second.example'] },
    });
    await page.goto(`${product.url}/campaigns/new`);
    await page.getByLabel('Where does it run?').waitFor();
    assert.deepEqual(await lookAt(page), []);
    assert.deepEqual((await begin('On the newest', null)).draft.sites, [second.id]);
    const all = await begin('Everywhere', 'All sites, including those added later');
    assert.deepEqual(all.draft.sites, []);
    await publishDraft(page, 'Publish');
    await page.getByText('Running, period 1').waitFor();
    await begin('Everywhere too', 'All sites, including those added later');
  });

  it('are asked for when a site is added, and unticked campaigns stay on the other sites [SC2]', async () => {
    const before = [...(await siteIds())].sort();
    await page.goto(`${product.url}/settings/sites`);
    await page.getByRole('button', { name: 'Aldermoor' }).click();
    await page.getByRole('menuitem', { name: 'New site' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Third');
    await dialog.getByRole('textbox', { name: /^Allowed origins/ }).fill('https://third.example');
    await dialog.getByRole('group', { name: 'Campaigns that include the new site' }).waitFor();
    assert.equal(await dialog.getByRole('checkbox', { checked: true }).count(), 0);
    await dialog.getByRole('checkbox', { name: 'Everywhere too' }).check();
    assert.deepEqual(await lookAt(page), []);
    await dialog.getByRole('button', { name: 'Add the site' }).click();
    await eventually(siteIds, ({ length }) => length === before.length + 1);
    const { items } = await product.call<Listed>('GET', '/campaigns');
    const sitesOf = async (name: string) => {
      const id = items.find((each) => each.name === name)?.id;
      const { draft, live, period } = await product.call<Campaign>('GET', `/campaigns/${id}`);
      return { draft: [...draft.sites].sort(), live: live && [...live.sites].sort(), period };
    };
    assert.deepEqual(await sitesOf('Everywhere'), { draft: before, live: before, period: 1 });
    assert.deepEqual(await sitesOf('Everywhere too'), { draft: [], live: null, period: null });
  });
});
