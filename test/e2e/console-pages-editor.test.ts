// Audience and moment in the campaign editor: built by pointer and by keyboard alone, as a sentence
// and as JSON. The assertions read the document that the server stored.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { lookAt } from './looks.test-support.ts';
import { eventually, goTo, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let id: string;

const part = (name: string): Locator => page.getByRole('region', { name, exact: true });
const stored = (): Promise<Campaign> => product.call('GET', `/campaigns/${id}`);
const draftOnce = (holds: (draft: Campaign['draft']) => boolean): Promise<Campaign> =>
  eventually(stored, ({ draft }) => holds(draft));
/** The text of a part's rows. */
async function rows(name: string): Promise<readonly string[]> {
  const said = await part(name).getByRole('listitem').locator('.says').allInnerTexts();
  return said.map((row) => row.replaceAll(/\s+/g, ' ').trim());
}
const chip = (name: string, words: string): Locator =>
  part(name).getByRole('button', { name: `Change ${words}`, exact: true });

const focused = (field: Locator): Promise<void> => field.and(page.locator(':focus')).waitFor();
async function rowMenu(name: string, row: string, act: string): Promise<void> {
  await part(name)
    .getByRole('button', { name: `Change or remove: ${row}` })
    .click();
  await page.getByRole('menuitem', { name: act, exact: true }).click();
}

before(async () => {
  [product, browser] = await startWithBrowser();
  // Before the editor opens, because it caches the list of skills for some seconds.
  await product.call('POST', '/skills', { id: 'billing', name: 'Billing' });
  page = await openConsole(browser, product, '/campaigns');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('the editor of a campaign', () => {
  it('begins with a draft that is shown to nobody', async () => {
    await page.getByRole('link', { name: 'New campaign' }).click();
    await page.getByRole('radio', { name: /^Blank/ }).check();
    await page.getByRole('textbox', { name: 'Name' }).fill('Lamps looked at twice');
    await page.getByRole('button', { name: 'Create draft' }).click();
    await part('Audience').getByText('All visitors').waitFor();
    id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const { state, live, period } = await stored();
    assert.deepEqual([state, live, period], ['draft', null, null]);
  });

  it('begins blank if asked to, and goes live only once the missing words are there', async () => {
    const { revision, draft } = await stored();
    const { moment, variants } = draft.engagement;
    const { headline, text, action } = variants[0]?.offer.creative ?? {};
    assert.deepEqual([draft.audience, moment], [{ all: [] }, { all: [] }]);
    assert.deepEqual([headline, text, action], ['', '', '']);
    await part('Moment').getByText('As soon as they are in the audience').waitFor();
    await part('What publishing does')
      .getByText('2 things are missing before it can go live')
      .waitFor();
    await assert.rejects(
      product.call('POST', `/campaigns/${id}/publish`, { revision }),
      /campaign\.incomplete.*headline|headline.*campaign\.incomplete/s,
    );
    for (const [empty, label, words] of [
      ['not set', 'Headline', 'Lamps for you'],
      ['no button', 'Label of the button', 'Chat with us'],
    ] as const) {
      await chip('Engagement', empty).click();
      await page.getByRole('dialog').getByLabel(label).fill(words);
      await page.getByRole('button', { name: 'Done' }).click();
    }
    await draftOnce(({ engagement }) => JSON.stringify(engagement).includes('Chat with us'));
  });

  it('builds an audience by keyboard alone, and it reads as a sentence', async () => {
    await part('Audience').getByRole('button', { name: 'Condition', exact: true }).focus();
    await page.keyboard.press('Enter');
    await focused(page.getByRole('searchbox', { name: 'Find a fact' }));
    assert.deepEqual(await lookAt(page), []);
    await page.keyboard.type('cart total');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await chip('Audience', '€100').focus();
    await page.keyboard.press('Enter');
    await focused(page.getByRole('spinbutton', { name: 'Value' }));
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('250');
    await page.keyboard.press('Enter');
    await focused(chip('Audience', '€250'));
    assert.deepEqual(await rows('Audience'), ['Cart total is at least €250']);
    const { draft } = await draftOnce(({ audience }) => JSON.stringify(audience).includes('250'));
    assert.deepEqual(draft.audience, { all: [{ fact: 'cart.total', op: 'gte', value: 250 }] });
  });

  it('requires free places of one skill, and of all agents again', async () => {
    await part('Audience').getByRole('button', { name: 'Condition', exact: true }).click();
    await page.getByRole('searchbox', { name: 'Find a fact' }).fill('agents free');
    await page.getByRole('button', { name: 'Agents free for Billing', exact: true }).click();
    await eventually(
      () => rows('Audience'),
      (all) => all.some((row) => /agents free for billing is at least /i.test(row)),
    );
    await chip('Audience', 'billing').click();
    await page.getByLabel('Skill; empty: everybody').fill('sales');
    await page.keyboard.press('Enter');
    const facts = ({ audience }: Campaign['draft']): string => JSON.stringify(audience);
    await draftOnce((draft) => facts(draft).includes('"agents.free.sales"'));
    await chip('Audience', 'sales').click();
    await page.getByLabel('Skill; empty: everybody').fill('');
    await page.keyboard.press('Enter');
    await draftOnce((draft) => facts(draft).includes('"agents.free"'));
    const row = (await rows('Audience')).find((each) => /agents free/i.test(each)) ?? '';
    await rowMenu('Audience', row, 'Remove');
    await draftOnce((draft) => !facts(draft).includes('agents.free'));
  });

  it('explains that a search is compared as a whole, and how to look for a word within it', async () => {
    await part('Audience').getByRole('button', { name: 'Condition', exact: true }).click();
    await page.getByRole('searchbox', { name: 'Find a fact' }).fill('searched for');
    await page.getByRole('button', { name: 'Searched for', exact: true }).click();
    await chip('Audience', 'not set').click();
    await page.getByText(/^Matches the whole search.+query contains the word/).waitFor();
    await page.getByRole('textbox', { name: 'Value' }).fill('refund');
    await page.getByRole('button', { name: 'Done' }).click();
    await draftOnce(({ audience }) => JSON.stringify(audience).includes('search.words'));
    const row = (await rows('Audience')).find((each) => /searched for/i.test(each)) ?? '';
    await rowMenu('Audience', row, 'Remove');
    await draftOnce(({ audience }) => !JSON.stringify(audience).includes('search.words'));
  });

  it('says which value is missing, and does not go live without it', async () => {
    const publish = page.getByRole('button', { name: 'Publish', exact: true });
    assert.equal(await publish.isEnabled(), true);
    await part('Audience').getByRole('button', { name: 'Condition', exact: true }).click();
    await page.getByRole('searchbox', { name: 'Find a fact' }).fill('country');
    await page.getByRole('button', { name: 'Country', exact: true }).click();
    await part('Audience').getByText('Enter a value.').waitFor();
    await part('What publishing does')
      .getByText('1 thing is missing before it can go live')
      .waitFor();
    assert.equal(await publish.isEnabled(), false);
    await chip('Audience', 'not set').click();
    const value = page.getByRole('textbox', { name: 'Value' });
    assert.equal(await value.inputValue(), '');
    await value.fill('NL');
    await page.getByRole('button', { name: 'Done' }).click();
    await chip('Audience', 'Netherlands').waitFor();
    assert.equal(await publish.isEnabled(), true);
  });

  it('changes the comparison, negates it and joins with “any”, each by its chip', async () => {
    await chip('Audience', 'is').click();
    await page.getByRole('button', { name: 'is one of', exact: true }).click();
    await chip('Audience', 'Netherlands').click();
    await page.getByRole('textbox').fill('NL\nBE');
    await page.getByRole('button', { name: 'Done' }).click();
    await chip('Audience', 'all').click();
    await page.getByRole('button', { name: 'any of these holds' }).click();
    await rowMenu('Audience', 'Cart total', 'Turn into its opposite');
    await draftOnce(({ audience }) => JSON.stringify(audience).includes('{"any":[{"not":'));
    assert.deepEqual(await rows('Audience'), [
      'Not: cart total is at least €250',
      'Country is one of Netherlands Belgium',
    ]);
    const { draft } = await stored();
    assert.deepEqual(draft.audience, {
      any: [
        { not: { fact: 'cart.total', op: 'gte', value: 250 } },
        { fact: 'place.country', op: 'in', value: ['NL', 'BE'] },
      ],
    });
  });

  it('removes a row, and brings it back by undo', async () => {
    await rowMenu('Audience', 'Country is one of', 'Remove');
    await draftOnce(({ audience }) => !JSON.stringify(audience).includes('country'));
    await page.getByRole('button', { name: 'Undo' }).click();
    await draftOnce(({ audience }) => JSON.stringify(audience).includes('country'));
  });

  it('builds a moment from events, times and a group', async () => {
    await part('Moment').getByRole('button', { name: 'Condition', exact: true }).click();
    await page.getByRole('button', { name: 'An event happened' }).click();
    await chip('Moment', '2 times').click();
    await page.getByRole('spinbutton', { name: 'Value' }).fill('3');
    await page.keyboard.press('Enter');
    await chip('Moment', 'in this visit').click();
    await page.getByRole('button', { name: 'Within a time' }).click();
    await rowMenu('Moment', 'Product Viewed', 'Only where a property…');
    // The editor does not invent a value: it is missing until the manager enters it.
    await part('Moment').getByText('Enter a value.').waitFor();
    await chip('Moment', 'not set').click();
    await page.getByRole('textbox', { name: 'Value' }).fill('lamps');
    await page.getByRole('button', { name: 'Done' }).click();
    await part('Moment').getByRole('button', { name: 'Group', exact: true }).click();
    await part('Moment').getByRole('button', { name: 'Condition', exact: true }).first().click();
    await page.getByRole('button', { name: 'One event, then another' }).click();
    const { draft } = await draftOnce(({ engagement }) =>
      JSON.stringify(engagement.moment).includes('sequence'),
    );
    const viewed = { event: 'Product Viewed' };
    assert.deepEqual(draft.engagement.moment, {
      all: [
        {
          performed: { ...viewed, where: [{ path: 'category', op: 'eq', value: 'lamps' }] },
          count: { op: 'gte', value: 3 },
          withinS: 600,
        },
        {
          any: [
            { leaving: true },
            { idle: { forS: 30 } },
            { sequence: [viewed, viewed], withinS: 600 },
          ],
        },
      ],
    });
    assert.deepEqual(await rows('Moment'), [
      'Product Viewed where category is lamps happened at least 3 times within 10 min',
      'any of',
      'About to leave',
      'Idle for 30 s',
      'Product Viewed then Product Viewed within 10 min',
    ]);
  });

  it('shows a JSON error at its line, keeps the last valid version, and continues', async () => {
    await part('Audience').getByRole('button', { name: 'Edit as JSON' }).click();
    const json = page.getByRole('textbox', { name: 'Audience as JSON' });
    const { revision } = await stored();
    await json.fill(
      '{\n  "all": [\n    { "fact": "cart.total", "op": "gte", "value": "much" }\n  ]\n}',
    );
    const problem = part('Audience').getByRole('listitem').filter({ hasText: 'Line 3' });
    await problem.getByText('all.0.value').waitFor();
    assert.equal(await json.getAttribute('aria-invalid'), 'true');
    assert.deepEqual(await lookAt(page), []);
    await part('Audience')
      .getByText('1 problem. The draft keeps the last valid version.')
      .waitFor();
    assert.equal((await stored()).revision, revision);
    await json.fill('{ "all": [{ "fact": "cart.total", "op": "gte", "value": 90 }] }');
    await part('Audience').getByText('Valid. The sentence and the draft are updated.').waitFor();
    await draftOnce(({ audience }) => JSON.stringify(audience).includes('90'));
    await part('Audience').getByRole('button', { name: 'Edit as a sentence' }).click();
    assert.deepEqual(await rows('Audience'), ['Cart total is at least €90']);
  });

  it('[B8] accepts a custom attribute in JSON only as declared, and continues once it is declared', async () => {
    const audience = part('Audience');
    await audience.getByRole('button', { name: 'Edit as JSON' }).click();
    const json = page.getByRole('textbox', { name: 'Audience as JSON' });
    const { revision } = await stored();
    await json.fill('{\n  "fact": "custom.points", "op": "gte", "value": 40\n}');
    await audience.getByText('There is no fact "custom.points".').waitFor();
    assert.equal((await stored()).revision, revision);
    await product.call('POST', '/attributes', {
      ...{ name: 'points', type: 'number', privacy: 'public' },
    });
    // The attribute was declared in another tab, and the manager returns to this one.
    await eventually(
      async () => {
        await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
        return json.getAttribute('aria-invalid');
      },
      (invalid) => invalid === 'false',
    );
    await draftOnce(({ audience: now }) => JSON.stringify(now).includes('custom.points'));
    await json.fill('{\n  "fact": "custom.points",\n  "op": "contains", "value": "4"\n}');
    await audience.getByRole('listitem').filter({ hasText: 'Line 3' }).waitFor();
    await json.fill('{ "all": [{ "fact": "cart.total", "op": "gte", "value": 90 }] }');
    await draftOnce(({ audience: now }) => JSON.stringify(now).includes('cart.total'));
    await audience.getByRole('button', { name: 'Edit as a sentence' }).click();
  });

  it('never overwrites a colleague’s draft unasked: it names them and lets the manager choose', async () => {
    const theirs = async (value: number): Promise<void> => {
      const { revision, draft } = await stored();
      const audience = { all: [{ fact: 'visit.pages', op: 'gte', value }] };
      const document = { ...draft, audience };
      await product.call('PUT', `/campaigns/${id}/draft`, { revision, document });
    };
    const change = async (from: string, to: string): Promise<void> => {
      await chip('Audience', from).click();
      await page.getByRole('spinbutton', { name: 'Value' }).fill(to);
      await page.getByRole('button', { name: 'Done' }).click();
    };
    await theirs(4);
    await change('€90', '95');
    await page.getByText('Somebody else changed this draft in the meantime.').waitFor();
    assert.deepEqual(await rows('Audience'), ['Cart total is at least €95']);
    assert.match(JSON.stringify((await stored()).draft.audience), /visit\.pages/);
    await page.getByRole('button', { name: 'Load theirs' }).click();
    await chip('Audience', '4').waitFor();
    await theirs(5);
    await change('4', '6');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await draftOnce(({ audience }) => JSON.stringify(audience).includes('6'));
    await page.getByText(/^Draft saved/).waitFor();
  });

  it('lets the manager try the draft in their own browser, and counts nothing', async () => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Try it in your browser' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Open it' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Try it', exact: true }).click();
    const open = page.getByRole('dialog').getByRole('link', { name: 'Open it' });
    const url = (await open.getAttribute('href')) ?? '';
    assert.equal(new URL(url).origin, product.shopUrl);
    assert.deepEqual([(await stored()).state, (await stored()).period], ['draft', null]);
  });
});

describe('the look of the editor', () => {
  it('lets the parts of a group stand below its line, also after the inbox was open', async () => {
    await goTo(page, '/inbox');
    await page.locator('.convs').waitFor();
    await goTo(page, '/campaigns');
    await page.getByRole('link', { name: 'Help at checkout' }).click();
    const group = part('Moment').locator('.group').first();
    await group.locator('.nest').first().waitFor();
    const line = await group.locator(':scope > .says').boundingBox();
    const nest = await group.locator(':scope > .nest').boundingBox();
    assert.ok(line && nest && nest.y >= line.y + line.height - 1, JSON.stringify({ line, nest }));
  });

  it('has controls of one height in its bar on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const heights = await page
      .locator('.editor-top > :is(.btn, .seg)')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
    assert.ok(heights.length >= 3, `${heights}`);
    assert.deepEqual(new Set(heights), new Set([44]));
  });
});
