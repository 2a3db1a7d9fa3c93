// Switching a campaign to optimise in the editor: its explanation, its settings as sentences and as
// JSON, errors in place, and the plan of its three arms. The assertions read the document that the
// server stored.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { barriers } from './looks.test-support.ts';
import { eventually, openConsole, publishDraft, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let id: string;

const part = (name: string): Locator =>
  page.getByRole('region', { name: new RegExp(`^${name}( Differs from live)?$`) });
const draftOnce = (holds: (draft: Campaign['draft']) => boolean): Promise<Campaign> =>
  eventually(
    () => product.call<Campaign>('GET', `/campaigns/${id}`),
    ({ draft }) => holds(draft),
  );
const offered = (): Locator => part('Offered');
const open = (words: string): Promise<void> =>
  offered()
    .getByRole('button', { name: `Change ${words}`, exact: true })
    .click();
const done = (): Promise<void> => page.getByRole('button', { name: 'Done' }).click();
const field = (label: string | RegExp): Locator => page.getByRole('dialog').getByLabel(label);
const text = async (of: Locator): Promise<string> =>
  (await of.innerText()).replaceAll(/\s+/g, ' ').trim();

before(async () => {
  [product, browser] = await startWithBrowser();
  page = await openConsole(browser, product, '/campaigns/new');
  await page.getByRole('radio', { name: /^Large cart/ }).check();
  await page.getByRole('textbox', { name: 'Name' }).fill('Help where it helps');
  await page.getByRole('button', { name: 'Create draft' }).click();
  await part('Goal').waitFor();
  id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('a campaign', () => {
  it('always offers unless it is set to optimise', async () => {
    await offered()
      .getByText(/^Everybody in treatment gets the offer/)
      .waitFor();
    assert.ok(await offered().getByRole('radio', { name: 'Always' }).isChecked());
  });

  it('explains optimising and its settings once it is chosen', async () => {
    await offered().getByText('Optimise', { exact: true }).click();
    const { draft } = await draftOnce(({ mode }) => mode === 'optimise');
    assert.deepEqual(draft.optimise?.delayS, { from: 15, until: 60 });
    const said = await text(offered());
    for (const words of [
      'It asks at once, or 15 to 60 s later, whichever helps more.',
      'While fewer than 80% of conversations are answered within 20 s only Always goes on: Optimise asks nobody.',
      'Asking costs nothing each time, and nothing in goodwill.',
      'Of those not in control, 50% are always asked, to measure against.',
    ])
      assert.ok(said.includes(words), `${words}\nin: ${said}`);
    await part('Control')
      .getByRole('img', { name: /Optimise 25%, Always 25%, Control 50%/ })
      .waitFor();
    // A sentence wraps between its parts, so on a phone each part may begin a line.
    const parts = await offered()
      .locator('.says')
      .evaluateAll((sentences) =>
        sentences.flatMap(({ childNodes }) =>
          [...childNodes].map((part) => part.textContent ?? ''),
        ),
      );
    assert.ok(parts.length > 10, `${parts.length} parts`);
    assert.deepEqual(
      parts.filter((words) => /^\s*[;,.:]/.test(words)),
      [],
    );
    assert.deepEqual(await barriers(page), []);
  });

  it('changes each setting in its sentence', async () => {
    await open('15 to 60 s');
    await field('Until, in seconds').fill('5');
    await page
      .getByRole('dialog')
      .getByText('The first must not be more than the second.')
      .waitFor();
    await field('From, in seconds').fill('5');
    await field('Until, in seconds').fill('45');
    await done();
    await open('80%');
    await field(/^Share answered/)
      .first()
      .fill('90');
    await done();
    await open('20 s');
    await field(/^Seconds until/).fill('30');
    await done();
    await open('nothing');
    await field('What one invitation costs').fill('0.5');
    await done();
    await open('50%');
    await field(/^Share that is always/)
      .first()
      .fill('20');
    await done();
    const { draft } = await draftOnce(({ optimise }) => optimise?.always === 2000);
    assert.deepEqual(draft.optimise, {
      delayS: { from: 5, until: 45 },
      serviceLevel: { answeredInS: 30, share: 9000 },
      costPerInvitation: 0.5,
      annoyance: 0,
      always: 2000,
    });
    await part('Control')
      .getByRole('img', { name: /Optimise 40%, Always 10%, Control 50%/ })
      .waitFor();
  });

  it('shows the same as JSON, with errors at their lines', async () => {
    await offered().getByRole('button', { name: 'Edit as JSON' }).click();
    const json = page.getByRole('textbox', { name: 'Offered as JSON' });
    const before = await json.inputValue();
    assert.match(before, /"until": 45/);
    await json.fill(before.replace('"share": 9000', '"share": 90000'));
    await offered().getByText('optimise.serviceLevel.share').waitFor();
    await offered().getByText('Line 10').waitFor();
    await json.fill(before.replace('"until": 45', '"until": 30'));
    await draftOnce(({ optimise }) => optimise?.delayS.until === 30);
    await offered().getByRole('button', { name: 'Edit as a sentence' }).click();
    await offered().getByRole('button', { name: 'Change 5 to 30 s', exact: true }).waitFor();
  });

  it('plans how many visitors each comparison of two arms needs', async () => {
    const plan = part('Plan');
    await plan.getByRole('table', { name: 'The same gain, between each two arms' }).waitFor();
    for (const name of ['Optimise and control', 'Optimise and always', 'Always and control'])
      assert.match(
        await text(plan.getByRole('row', { name })),
        new RegExp(`^${name} [\\d,]+ [\\d,]+$`),
      );
    await offered()
      .getByText(/^The size of the audience is not known yet/)
      .waitFor();
  });

  it('begins a new period when a live campaign changes how it optimises', async () => {
    await publishDraft(page, 'Publish');
    await page.getByText('Running, period 1').waitFor();
    await offered().getByText('Always', { exact: true }).click();
    await part('What publishing does')
      .getByText('Offered changes, so period 1 closes and period 2 starts.')
      .waitFor();
    await page.getByText('Live', { exact: true }).click();
    await offered()
      .getByText(/^Learns whom an offer helps/)
      .waitFor();
    assert.equal(await offered().getByRole('radio').count(), 0);
    assert.deepEqual(await barriers(page), []);
  });

  it('fits a phone', async () => {
    await page.getByText('Draft, 1 change').click();
    await offered().getByText('Optimise', { exact: true }).click();
    await page.setViewportSize({ width: 390, height: 844 });
    await offered().scrollIntoViewIfNeeded();
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(wide <= 0, `${wide} px too wide`);
  });
});
