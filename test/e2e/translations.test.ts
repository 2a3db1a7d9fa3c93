// A campaign in several languages through the whole product: a German browser reads German, a
// French one the account's fallback, and a browser in control receives no word of it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import { opened } from '../../packages/tag/test/browser.test-support.ts';
import { campaignDocument } from '../support/examples.test-support.ts';
import { eventually, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { visitorIdOf, visitorRow } from './shop-person.test-support.ts';

let product: Product;
let browser: Browser;

const words = {
  en: 'Welcome to our autumn lamps',
  de: 'Willkommen bei den Herbstlampen',
  es: 'Bienvenidos a las lámparas de otoño',
};
const anyWord = new RegExp(Object.values(words).join('|'));

before(async () => {
  [product, browser] = await startWithBrowser();
  const { call } = product;
  const languages = { written: 'en', others: ['de', 'es'], fallback: 'es' };
  await call('PATCH', '/account', { languages });
  const { items: sites } = await call<{ items: Site[] }>('GET', '/sites');
  const { items: goals } = await call<{ items: Goal[] }>('GET', '/goals');
  const document = documentFor(goals[0]?.id ?? '', sites[0]?.id ?? '');
  const made = await call<Campaign>('POST', '/campaigns', { document });
  await call('POST', `/campaigns/${made.id}/publish`, { revision: made.revision });
  const { home: _, ...site } = sites[0] ?? assert.fail();
  await call('PATCH', `/sites/${site.id}`, {
    contactButton: { ...site.contactButton, label: 'Ask us' },
    home: { shown: true, greeting: 'Good to see you', items: [] },
    translations: { de: { button: 'Fragen Sie uns', 'home/greeting': 'Schön, Sie zu sehen' } },
  });
});
after(async () => {
  await browser?.close();
  await product?.close();
});

/** Shown to half of the visitors of any page, in English, German and Spanish. */
function documentFor(goal: string, site: string) {
  const document = campaignDocument(goal, [site]);
  const [variant] = document.engagement.variants;
  assert.ok(variant !== undefined);
  const creative = { ...variant.offer.creative, headline: words.en };
  const variants = [{ ...variant, offer: { ...variant.offer, creative } }];
  return {
    ...document,
    audience: { all: [] },
    engagement: {
      ...document.engagement,
      moment: { fact: 'visit.pages', op: 'gte', value: 1 },
      variants,
    },
    control: 5000,
    priority: 90,
    translations: { de: { 'a/headline': words.de }, es: { 'a/headline': words.es } },
  };
}

interface Visitor {
  readonly page: Page;
  /** Everything that the server sent to this browser. */
  readonly received: string[];
  readonly arm: string;
}

/** A new person on the shop's first page, whose page says this language, or none. */
async function comer(locale: string, pageLanguage: string): Promise<Visitor> {
  const page = await (await opened(browser, { locale })).newPage();
  const received: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => received.push(String(payload))),
  );
  await page.addInitScript((language) => {
    const say = (): void => void (document.documentElement.lang = language);
    document.addEventListener('readystatechange', say);
    say();
  }, pageLanguage);
  await page.goto(`${product.shopUrl}/`);
  assert.equal(await page.evaluate(() => document.documentElement.lang), pageLanguage);
  const id = await visitorIdOf(page);
  const row = await eventually(
    () => visitorRow(product, id),
    (found) => found?.campaign != null,
  );
  return { page, received, arm: row?.campaign?.arm ?? '' };
}

/** New people until one is in the arm. */
async function visitorIn(arm: string, locale: string, pageLanguage = ''): Promise<Visitor> {
  for (let tried = 0; tried < 40; tried++) {
    const visitor = await comer(locale, pageLanguage);
    if (visitor.arm === arm) return visitor;
    await visitor.page.context().close();
  }
  throw new Error(`nobody of forty was in ${arm}`);
}

async function reads(visitor: Visitor, text: string): Promise<void> {
  await visitor.page.getByText(text).waitFor();
  const sent = visitor.received.join('\n');
  for (const other of Object.values(words).filter((each) => each !== text))
    assert.ok(!sent.includes(other), `the browser was sent “${other}”`);
  await visitor.page.context().close();
}

describe('a campaign in several languages', () => {
  it('[LG10] [LG12] is German in a browser of Austria', async () => {
    await reads(await visitorIn('treatment', 'de-AT'), words.de);
  });

  it('[LG10] [LG12] is in the fallback in a browser whose language it does not have', async () => {
    await reads(await visitorIn('treatment', 'fr-FR'), words.es);
  });

  it('[LG10] is in the language of the page if the page says one', async () => {
    await reads(await visitorIn('treatment', 'fr-FR', 'de'), words.de);
    await reads(await visitorIn('treatment', 'de-AT', 'en'), words.en);
  });

  it('[LG12] sends no word in any language to a browser in control', async () => {
    const { page, received } = await visitorIn('control', 'de-AT');
    await eventually(
      async () => received.some((frame) => frame.includes('"ack"')),
      (stored) => stored,
    );
    assert.doesNotMatch(received.join('\n'), anyWord);
    assert.doesNotMatch(received.join('\n'), /"engage"/);
    assert.equal(await page.getByText(anyWord).count(), 0);
    await page.context().close();
  });
});

describe('the words of a site', () => {
  it('[LG9] [LG10] are read in the visitor’s language, and as they are written by others', async () => {
    // In control, because the engagement takes the place of the contact button.
    const german = await visitorIn('control', 'de-CH');
    await german.page.getByRole('button', { name: 'Fragen Sie uns' }).click();
    await german.page.getByText('Schön, Sie zu sehen').waitFor();
    await german.page.context().close();
    const french = await visitorIn('control', 'fr');
    await french.page.getByRole('button', { name: 'Ask us' }).click();
    await french.page.getByText('Good to see you').waitFor();
    await french.page.context().close();
  });
});
