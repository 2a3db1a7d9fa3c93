// The life of a campaign in the console: what it shows, when, to how many and how often; what
// publishing will do; periods, a pause, and the end. A visitor of the shop sees the effects.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  newPerson,
  openConsole,
  publishDraft,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { visitorIdOf, visitorRow } from './shop-person.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let id: string;

/** The name of a part also says whether it differs from the live version. */
const part = (name: string): Locator =>
  page.getByRole('region', { name: new RegExp(`^${name}( Differs from live)?$`) });
const stored = (): Promise<Campaign> => product.call('GET', `/campaigns/${id}`);
const once = (holds: (campaign: Campaign) => boolean): Promise<Campaign> =>
  eventually(stored, holds);
/** Opens the chip with these words. */
const open = (name: string, words: string): Promise<void> =>
  part(name)
    .getByRole('button', { name: `Change ${words}`, exact: true })
    .click();
const done = (): Promise<void> => page.getByRole('button', { name: 'Done' }).click();
const choose = (words: string): Promise<void> =>
  page.getByRole('dialog').getByRole('button', { name: words, exact: true }).click();

/** Types into the one field of a chip's form. */
async function write(
  name: string,
  words: string,
  label: string | RegExp,
  text: string,
): Promise<void> {
  await open(name, words);
  await page.getByRole('dialog').getByLabel(label).first().fill(text);
  await done();
}
async function act(name: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name }).click();
}

before(async () => {
  [product, browser] = await startWithBrowser();
  page = await openConsole(browser, product, '/campaigns/new');
  await page.getByRole('radio', { name: /^Order questions/ }).check();
  await page.getByRole('textbox', { name: 'Name' }).fill('Delivery banner');
  await page.getByRole('button', { name: 'Create draft' }).click();
  await part('Goal').waitFor();
  id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('a draft', () => {
  it('replaces example words by those of another channel, and undoes it with Ctrl+Z [ED2]', async () => {
    const preview = part('Preview');
    await preview.getByText('Looking for something?').waitFor();
    await open('Engagement', 'content');
    await choose('Chat');
    await write('Engagement', 'We are here and answer at once.', 'Text', 'Ask us anything.');
    // Changes of one part without a pause between them are undone together.
    await once(({ draft: now }) => JSON.stringify(now).includes('Ask us anything.'));
    await open('Engagement', 'chat');
    await choose('Content');
    await preview.getByText('Looking for something?').waitFor();
    await preview.getByText('Open the help page').waitFor();
    await preview.getByText('Ask us anything.').waitFor();
    await page.keyboard.press('ControlOrMeta+z');
    await preview.getByText('A question before you order?').waitFor();
    const { draft } = await once(({ draft: now }) => JSON.stringify(now).includes('A question'));
    const { headline, text, action } = draft.engagement.variants[0]?.offer.creative ?? {};
    assert.deepEqual(
      [headline, text, action],
      ['A question before you order?', 'Ask us anything.', 'Chat with us'],
    );
  });

  it('says what is shown when nobody is free, and the preview draws it', async () => {
    const preview = part('Preview');
    await preview.getByText('A question before you order?').waitFor();
    await preview.getByText('Nobody free').click();
    await preview.getByText('Nothing is shown when nobody is free.').waitFor();
    await open('Engagement', 'nothing');
    await choose('a way to leave a message');
    await preview.getByText('Nothing is shown when nobody is free.').waitFor({ state: 'detached' });
    const { draft } = await once(({ draft: now }) => JSON.stringify(now).includes('"message"'));
    const [variant] = draft.engagement.variants;
    assert.equal(variant?.offer.channel === 'chat' && variant.offer.fallback?.type, 'message');
  });

  it('becomes a banner with picture and link, drawn by the tag’s own renderer as it is typed', async () => {
    const preview = part('Preview');
    await open('Engagement', 'chat');
    await choose('Content');
    await open('Engagement', 'toast');
    await choose('banner');
    await open('Engagement', 'Looking for something?');
    const headline = page.getByRole('dialog').getByLabel('Headline');
    await headline.fill('Free delivery');
    await preview.getByText('Free delivery', { exact: true }).waitFor();
    await headline.pressSequentially(' this week');
    await preview.getByText('Free delivery this week').waitFor();
    await done();
    // The preview's page has no top slot, so the banner is at its foot, as the sentence says.
    await part('Engagement')
      .getByText('the foot of the screen, or in your page’s top slot')
      .waitFor();
    const bottom = await preview
      .locator('.preview-page, .preview-foot')
      .evaluateAll((boxes) => boxes.map((box) => Math.round(box.getBoundingClientRect().bottom)));
    assert.equal(bottom[0], bottom[1]);
    await write('Engagement', 'Open the help page', 'Label of the button', 'See delivery');
    await write('Engagement', 'nowhere yet', /^Address/, 'help');
    await part('Engagement').getByRole('button', { name: 'Change nowhere yet' }).waitFor();
    await write('Engagement', 'nowhere yet', /^Address/, '/help/delivery');
    // The shop's own picture. A picture that does not load is not drawn.
    await page.route(`${product.shopUrl}/van.svg`, (route) =>
      route.fulfill({
        contentType: 'image/svg+xml',
        body: '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"/>',
      }),
    );
    await open('Engagement', 'no picture');
    await page.getByLabel(/^Address of the picture/).fill('/van.svg');
    await page.getByLabel(/^Alt text/).fill('A van');
    await done();
    await preview.locator(`img[alt="A van"][src="${product.shopUrl}/van.svg"]`).waitFor();
    const { draft } = await once(({ draft: now }) => JSON.stringify(now).includes('A van'));
    const offer = draft.engagement.variants[0]?.offer;
    assert.deepEqual(
      [
        draft.engagement.zone,
        offer?.channel,
        offer?.creative.format,
        offer?.creative.link,
        offer?.creative.image,
      ],
      ['top', 'content', 'banner', '/help/delivery', { url: '/van.svg', alt: 'A van' }],
    );
  });

  it('has a goal, a schedule, a control share, caps and a priority, each in its sentence', async () => {
    await open('Goal', 'purchase');
    await choose('Payment reached');
    await write('Control', '50%', 'Control share in percent', '10');
    await write('Caps', 'once', /^Most times in one visit/, '3');
    await write('Caps', 'not for 7 days', /^Rest after/, '2');
    await write('Where', '50', /^Priority/, '80');
    await open('Schedule', 'every day');
    // A weekday on which this test does not run, because the live campaign is shown later in this
    // file.
    const off = new Date(Date.now() + 3 * 86_400_000).getUTCDay();
    await page.getByRole('checkbox', { name: weekdays[off]?.name ?? '' }).uncheck();
    await done();
    await write('Schedule', 'no end', /^Ends, in/, '2031-05-06T09:00');
    const { draft } = await once(({ draft: now }) => now.schedule.until !== null);
    assert.deepEqual(
      [draft.control, draft.caps.perVisit, draft.caps.afterDismissalS, draft.priority],
      [1000, 3, 2 * 86_400, 80],
    );
    const left = weekdays.filter((_, day) => day !== off).map(({ id }) => id);
    assert.deepEqual(draft.schedule.days?.toSorted(), left.toSorted());
    assert.equal(draft.schedule.until, Date.UTC(2031, 4, 6, 9));
    await part('Control')
      .getByRole('img', { name: /A 90%, Control 10%/ })
      .waitFor();
    await part('Goal').getByText('the same visit').waitFor();
  });

  it('says before it starts how many visitors are needed to detect a gain', async () => {
    const plan = part('Plan');
    await plan.getByText(/^About [\d,]+ visitors, .* to show a gain of 10%$/).waitFor();
    const row = plan.getByRole('row', { name: /10%, as set/ });
    const visitors = async (): Promise<number> =>
      Number(((await row.getByRole('cell').nth(1).textContent()) ?? '').replaceAll(',', ''));
    const forTen = await visitors();
    const days = (await row.getByRole('cell').nth(2).textContent()) ?? '';
    assert.match(days.replaceAll(',', ''), /^\d{1,2}0*$/, 'two digits that mean something');
    await plan.getByLabel('Gain to show, in percent').fill('20');
    await plan.getByText(/to show a gain of 20%$/).waitFor();
    const forTwenty = await visitors();
    assert.ok(
      forTwenty < forTen && forTwenty > 0,
      `${forTwenty} visitors for 20%, ${forTen} for 10%`,
    );
  });

  it('cannot be published while something is missing, and says where', async () => {
    await write('Control', '10%', 'Control share in percent', '0');
    await part('What publishing does')
      .getByText(/missing before it can go live/)
      .waitFor();
    await part('Plan')
      .getByText('No plan yet: without a control group no gain can be shown.')
      .waitFor();
    const publish = page.getByRole('button', { name: 'Publish', exact: true });
    assert.equal(await publish.isEnabled(), false);
    await part('What publishing does').getByRole('link', { name: 'Control' }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'part-control');
    await write('Control', '0%', 'Control share in percent', '10');
    await publish.and(page.locator(':enabled')).waitFor();
  });
});

const weekdays = [
  { id: 'sun', name: 'Sunday' },
  { id: 'mon', name: 'Monday' },
  { id: 'tue', name: 'Tuesday' },
  { id: 'wed', name: 'Wednesday' },
  { id: 'thu', name: 'Thursday' },
  { id: 'fri', name: 'Friday' },
  { id: 'sat', name: 'Saturday' },
] as const;

describe('publishing', () => {
  it('says what changes, for whom and what starts anew, and publishes nothing when it is cancelled', async () => {
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const summary = page.getByRole('dialog');
    await summary.getByText('It goes live for the first time.').waitFor();
    await summary.getByText('10% of them are control and see nothing.').waitFor();
    await summary.getByText(/starts with period 1/).waitFor();
    assert.deepEqual(await lookAt(page), []);
    await summary.getByRole('button', { name: 'Cancel' }).click();
    await summary.waitFor({ state: 'detached' });
    assert.deepEqual([(await stored()).publishing, (await stored()).state], [null, 'draft']);
  });

  it('can be undone for ten seconds, even after the browser was closed and reopened, and leaves no trace [PB2]', async () => {
    const before = await stored();
    await publishDraft(page, 'Publish');
    assert.notEqual((await stored()).publishing, null);
    await page.reload();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('Undone. Nothing was published.').waitFor();
    assert.deepEqual(await stored(), before);
    await page
      .getByRole('button', { name: 'Publish', exact: true })
      .and(page.locator(':enabled'))
      .waitFor();
  });

  it('Ctrl+Z undoes a change in the editor and then redoes it, and a text box keeps its own undo [ED1]', async () => {
    const headline = part('Preview').getByText('Free delivery this week');
    await headline.waitFor();
    await write('Engagement', 'Free delivery this week', 'Headline', 'Free delivery today');
    await part('Preview').getByText('Free delivery today').waitFor();
    await page.keyboard.press('ControlOrMeta+z');
    await headline.waitFor();
    await once(({ draft }) => JSON.stringify(draft).includes('this week'));
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await part('Preview').getByText('Free delivery today').waitFor();
    await page.keyboard.press('ControlOrMeta+y');
    await page.keyboard.press('ControlOrMeta+z');
    await headline.waitFor();
    await once(({ draft }) => JSON.stringify(draft).includes('this week'));
  });
});

describe('a live campaign', () => {
  it('starts with period 1, for visitors whose moment comes', async () => {
    await part('Moment').getByRole('button', { name: 'Edit as JSON' }).click();
    await page
      .getByRole('textbox', { name: 'Moment as JSON' })
      .fill('{ "fact": "page.section", "op": "contains", "value": "Product" }');
    await part('What publishing does')
      .getByText(/starts with period 1/)
      .waitFor();
    await publishDraft(page, 'Publish');
    assert.deepEqual(await lookAt(page), []);
    await page.getByText('Running, period 1').waitFor();
    const { state, period } = await stored();
    assert.deepEqual([state, period], ['running', 1]);
    const visitor = await shopper();
    await visitor.getByText('Free delivery this week').waitFor();
    assert.equal(await visitor.getByRole('link', { name: 'See delivery' }).count(), 1);
    await visitor.context().close();
  });

  it('saves a change automatically in the draft and marks it as different until it is published', async () => {
    await write('Engagement', 'Free delivery this week', 'Headline', 'Delivery in two days');
    await page.getByRole('region', { name: 'Engagement Differs from live' }).waitFor();
    await part('Engagement').locator('s', { hasText: 'Free delivery this week' }).waitFor();
    await page.getByText('Draft, 1 change').waitFor();
    assert.deepEqual(await lookAt(page), []);
    await once(({ draft }) => JSON.stringify(draft).includes('two days'));
    assert.match(JSON.stringify((await stored()).live), /this week/);
    await part('What publishing does')
      .getByText('Engagement changes, so period 1 closes and period 2 starts.')
      .waitFor();
    await page.getByText('Live', { exact: true }).click();
    await part('Preview').getByText('Free delivery this week').waitFor();
    assert.equal(
      await part('Engagement')
        .getByRole('button', { name: /^Change/ })
        .count(),
      0,
    );
    await page.getByText('Draft, 1 change').click();
    await part('Preview').getByText('Delivery in two days').waitFor();
  });

  it('shows the JSON of the selected version', async () => {
    const json = page.getByRole('textbox', { name: 'Moment as JSON' });
    await json.fill('{ "fact": "page.path", "op": "startsWith", "value": "/product" }');
    await page.getByText('Draft, 2 changes').waitFor();
    await page.getByText('Live', { exact: true }).click();
    await eventually(
      () => json.inputValue(),
      (text) => text.includes('page.section'),
    );
    assert.equal(await json.isEditable(), false);
    await page.getByText('Draft, 2 changes').click();
    await eventually(
      () => json.inputValue(),
      (text) => text.includes('page.path'),
    );
  });

  it('starts period 2 when it is published again, and visitors see the new words', async () => {
    await publishDraft(page, 'Publish as period 2');
    await page.getByText('Running, period 2').waitFor();
    assert.equal((await stored()).period, 2);
    const visitor = await shopper();
    await visitor.getByText('Delivery in two days').waitFor();
    await visitor.context().close();
  });

  it('continues its period when only caps or priority change', async () => {
    await write('Where', '80', /^Priority/, '90');
    await publishDraft(page, 'Publish in period 2');
    await page.getByRole('button', { name: 'Nothing to publish' }).waitFor();
    const { period, live } = await stored();
    assert.deepEqual([period, live?.priority], [2, 90]);
  });

  it('discards a draft only on request', async () => {
    await write('Where', '90', /^Priority/, '10');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Draft, 1 change').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await part('Where').getByRole('button', { name: 'Change 90' }).waitFor();
    assert.equal((await stored()).draft.priority, 90);
  });

  it('pauses at once, resumes, and is archived for good after a confirmation', async () => {
    const visitor = await shopper();
    await visitor.getByText('Delivery in two days').waitFor();
    await act('Pause');
    await page.getByText('Paused', { exact: true }).waitFor();
    await visitor.getByText('Delivery in two days').waitFor({ state: 'detached' });
    await visitor.context().close();
    await act('Resume');
    await page.getByText('Running, period 2').waitFor();
    await act('Archive');
    await page.getByRole('dialog').getByText('It stops permanently and its period ends.').waitFor();
    assert.deepEqual(await lookAt(page), []);
    await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
    await page.getByText('An archived campaign cannot be changed.').waitFor();
    assert.equal((await stored()).state, 'archived');
    assert.equal(await page.getByRole('button', { name: /^Publish|^Change/ }).count(), 0);
  });
});

/** A new person on a product page who is not in control. One in ten is, and then another comes. */
async function shopper(): Promise<Page> {
  for (let tried = 0; tried < 10; tried++) {
    const visitor = await newPerson(browser);
    await visitor.goto(`${product.shopUrl}/product/brae`);
    const who = await visitorIdOf(visitor);
    const row = await eventually(
      () => visitorRow(product, who),
      (found) => found?.campaign != null,
    );
    if (row?.campaign?.arm === 'treatment') {
      await visitor.getByRole('link', { name: 'See delivery' }).waitFor();
      return visitor;
    }
    await visitor.context().close();
  }
  throw new Error('all ten were in control');
}
