// Bursts on a results page: the flag, the exclusion of their visitors, and the figures with and
// without them. The data is six made-up weeks with a flood on one day, because no flood comes to the
// sample shop.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { openEngines } from '@opportune/server/adapter/engines.ts';
import { migratedDataFolder, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { writePast } from './results-past.test-support.ts';
import { lookAt, picture } from './looks.test-support.ts';
import {
  openConsole,
  startProduct,
  startWithBrowser,
  type Product,
} from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let campaign: CampaignSummary;
let untouched: CampaignResults;
const data = await migratedDataFolder();
const marked = 900;

const results = (): Promise<CampaignResults> =>
  product.call('GET', `/campaigns/${campaign.id}/results`);

before(async () => {
  await (await startProduct({ dataFolder: data.path })).close();
  await writePast(data.path, Date.now());
  await mark(data.path);
  [product, browser] = await startWithBrowser({ dataFolder: data.path });
  const { items } = await product.call<{ items: CampaignSummary[] }>('GET', '/campaigns');
  assert.ok(items[0] !== undefined);
  campaign = items[0];
  untouched = await results();
  page = await openConsole(browser, product, `/results/${campaign.id}`);
});
after(async () => {
  await browser?.close();
  await product?.close();
  data.remove();
});

/** The first visitors of the period came in one burst. */
async function mark(dataFolder: string): Promise<void> {
  const file = path.join(dataFolder, 'secrets', 'demo-shop.json');
  const account = AccountId.parse(JSON.parse(readFileSync(file, 'utf8')).account);
  const engines = await openEngines({ dataFolder }, testLog());
  try {
    const visitors = await engines.facts.query<{ visitor: string; at_ms: number }>(
      account,
      `SELECT visitor, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms FROM $decisions
       ORDER BY at LIMIT ${marked}`,
    );
    const sender = { account, burst: 'b1', kind: 'client', client: 'Chrome · Windows · desktop' };
    const bursts = visitors.map(({ visitor, at_ms: at }) => ({ ...sender, visitor, at }));
    await engines.facts.append({ token: 'bursts', tables: { bursts } });
  } finally {
    await engines.close();
  }
}

const section = () =>
  page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Bursts and exclusions' }) });
const beside = () => page.getByRole('table', { name: 'Results without them' });

describe('[F31][F32] the results page of a campaign with a burst', () => {
  it('flags it: how many visitors, in which arms, and their share of the conversions', async () => {
    const strip = page.getByRole('status').filter({ hasText: 'came in bursts' });
    const words = await strip.innerText();
    assert.match(
      words,
      /^900 visitors of this period came in bursts, .*\d+ in treatment and \d+ in control/,
    );
    assert.match(words, /\d+ of them converted, [\d.]+\s?% of all conversions so far/);
    const row = page.getByRole('table', { name: 'Bursts and exclusions' }).getByRole('row').nth(1);
    assert.match(
      await row.innerText(),
      /One address and browser\s+Chrome · Windows · desktop\s+900/,
    );
    assert.equal(await beside().count(), 0);
  });

  it('excludes its visitors in one step, and shows both figures, the second as a sensitivity analysis', async () => {
    await page.getByRole('button', { name: 'Exclude visitors' }).click();
    const dialog = page.getByRole('dialog', { name: 'Exclude visitors' });
    await dialog.getByLabel('Reason').fill('A flood in the first days');
    assert.deepEqual(await lookAt(page), []);
    await dialog.getByRole('button', { name: 'Exclude', exact: true }).click();
    await beside().waitFor();
    await section().getByText('Sensitivity analysis', { exact: true }).waitFor();
    await section()
      .getByText(/Excluded: \d+ in treatment and \d+ in control/)
      .waitFor();
    const cells = await beside().getByRole('row').nth(1).getByRole('cell').allInnerTexts();
    assert.equal(cells.length, 3);
    assert.match(cells[1] ?? '', /^[+−]\d/);
    assert.match(cells[2] ?? '', /^[+−]\d/);
    assert.notEqual(cells[1], cells[2]);
    await section().getByText('Visitors who came in bursts').waitFor();
    await section().getByText('A flood in the first days').waitFor();
    const now = await results();
    assert.deepEqual(now.incrementalConversions, untouched.incrementalConversions);
    await beside().scrollIntoViewIfNeeded();
    assert.deepEqual(await lookAt(page), []);
    await page.setViewportSize({ width: 390, height: 844 });
    await beside().scrollIntoViewIfNeeded();
    await picture(page, 'phone, light, both figures');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('excludes by a rule that uses only what was known before visitors were eligible', async () => {
    await page.getByRole('button', { name: 'Exclude visitors' }).click();
    const dialog = page.getByRole('dialog', { name: 'Exclude visitors' });
    await dialog.getByText('A rule').click();
    const offered = await dialog
      .getByLabel('When the visit began')
      .locator('option')
      .allInnerTexts();
    assert.ok(offered.includes('Country') && !offered.includes('Cart total'), offered.join());
    await dialog.getByLabel('Value').fill('Firefox');
    await dialog.getByRole('button', { name: 'Exclude', exact: true }).click();
    await section().getByText('When the visit began: Browser is Firefox').waitFor();
  });

  it('takes an exclusion back and still lists it', async () => {
    for (let left = 2; left > 0; left--) {
      const buttons = section().getByRole('button', { name: 'Take back' });
      assert.equal(await buttons.count(), left);
      await buttons.first().click();
      await section()
        .getByText('Taken back by')
        .nth(2 - left)
        .waitFor();
    }
    await beside().waitFor({ state: 'detached' });
  });
});
