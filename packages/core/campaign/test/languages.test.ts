import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignDocument, Creative } from '@opportune/protocol/campaign/campaign.ts';
import { AccountLanguages, Translations } from '@opportune/protocol/campaign/translations.ts';
import { SiteSettings } from '@opportune/protocol/campaign/configuration.ts';
import { campaign, chat, truthy } from '../../world/test/shop.test-support.ts';
import { checkCampaign } from '../check-campaign.ts';
import { coverageOf, decisiveLanguages } from '../languages/coverage.ts';
import { outdatedTexts } from '../languages/outdated.ts';
import { directionOf, languageFor } from '../languages/reading.ts';
import { withItemIds } from '../languages/site-texts.ts';
import {
  campaignIn,
  siteFor,
  textsOfCampaign,
  textsOfSite,
  withoutOrphans,
  withTexts,
} from '../languages/translate.ts';

const languages: AccountLanguages = { written: 'en', others: ['de', 'ar'], fallback: 'de' };

function helping(translations?: Translations): CampaignDocument {
  const plain = campaign({ id: 'c', moment: truthy, variants: [chat('a')] }).document;
  const [variant] = plain.engagement.variants;
  assert.ok(variant !== undefined && variant.offer.channel === 'chat');
  const creative: Creative = {
    ...variant.offer.creative,
    ...{ headline: 'Need a hand?', text: '', action: 'Chat' },
    image: { url: 'https://shop.example/en.png', alt: 'A desk' },
  };
  const before = {
    text: 'Before we begin',
    question: true,
    fields: [
      {
        field: {
          ...{ type: 'choice' as const, id: 'topic', label: 'Topic', required: true },
          options: [
            { id: 'order', text: 'An order' },
            { id: 'advice', text: 'Advice' },
          ],
        },
      },
    ],
  };
  const fallback = { type: 'message' as const, creative: { ...creative, headline: 'Write us' } };
  const offer = { ...variant.offer, creative, before, fallback };
  const engagement = { ...plain.engagement, variants: [{ ...variant, offer }] };
  const document = { ...plain, engagement };
  return translations === undefined ? document : { ...document, translations };
}
const { id } = helping().engagement.variants[0] ?? assert.fail();

test('[LG9] every text of a campaign that visitors read has a name, and an empty text has none', () => {
  assert.deepEqual(
    textsOfCampaign(helping()).map((unit) => `${unit.id.replace(id, 'v')}: ${unit.text}`),
    [
      'v/headline: Need a hand?',
      'v/action: Chat',
      'v/alt: A desk',
      'v/image: https://shop.example/en.png',
      'v/before/text: Before we begin',
      'v/before/topic/label: Topic',
      'v/before/topic/option/order: An order',
      'v/before/topic/option/advice: Advice',
      'v/fallback/headline: Write us',
      'v/fallback/action: Chat',
      'v/fallback/alt: A desk',
      'v/fallback/image: https://shop.example/en.png',
    ],
  );
});

test('[LG9] a text without a translation stays as it is, and everything else of the campaign too', () => {
  const document = helping({
    de: {
      [`${id}/headline`]: 'Brauchen Sie Hilfe?',
      [`${id}/before/topic/option/order`]: 'Bestellung',
    },
  });
  const german = campaignIn(document, 'de');
  const said = textsOfCampaign(german).map(({ text }) => text);
  const written = textsOfCampaign(document).map(({ text }) => text);
  assert.deepEqual(
    said.filter((text) => !written.includes(text)),
    ['Brauchen Sie Hilfe?', 'Bestellung'],
  );
  const rest = ({ engagement, ...more }: typeof document) => [
    more,
    engagement.moment,
    engagement.variants.map(({ share }) => share),
  ];
  assert.deepEqual(rest(german), rest(document));
  assert.deepEqual(campaignIn(document, 'fr'), document);
});

test('[LG10] a visitor reads their language, else the language it is a variety of, the fallback, the default', () => {
  const has = { de: { a: 'b' }, 'pt-BR': { a: 'b' }, 'zh-Hant': { a: 'b' } };
  const cases: readonly (readonly [readonly string[], string | null])[] = [
    [['de-AT'], 'de'],
    [['de'], 'de'],
    [['DE-at'], 'de'],
    [['zh-Hant-TW'], 'zh-Hant'],
    [['pt-BR'], 'pt-BR'],
    [['pt-PT'], 'de'],
    [['fr'], 'de'],
    [['en-GB'], null],
    [['fr', 'pt-BR'], 'pt-BR'],
    [['en', 'pt-BR'], null],
    [[], 'de'],
    [['constructor'], 'de'],
  ];
  for (const [reads, expected] of cases)
    assert.equal(languageFor(reads, has, languages), expected, String(reads));
});

test('[LG10] without a fallback, or without its translation, a visitor of another language reads the default', () => {
  const has = { de: { a: 'b' } };
  assert.equal(languageFor(['fr'], has, { ...languages, fallback: null }), null);
  assert.equal(languageFor(['fr'], has, { ...languages, fallback: 'ar' }), null);
  assert.equal(languageFor(['fr'], has, undefined), null);
  assert.equal(languageFor(['de'], has, undefined), 'de');
  assert.equal(languageFor(['de'], undefined, languages), null);
});

test('[LG10] a variety of the language that the account writes in reads the default', () => {
  const american = { ...languages, written: 'en-US' };
  assert.equal(languageFor(['en-GB'], { de: { a: 'b' } }, american), null);
  assert.equal(languageFor(['en-GB'], { de: { a: 'b' }, 'en-GB': { a: 'b' } }, american), 'en-GB');
});

test('[LG11] the languages decide nothing for a campaign without translations', () => {
  assert.equal(decisiveLanguages(undefined, languages), null);
  assert.equal(decisiveLanguages({}, languages), null);
  const german = { de: { a: 'b' } };
  assert.deepEqual(decisiveLanguages(german, languages), { written: 'en', fallback: 'de' });
  assert.deepEqual(decisiveLanguages(german, { ...languages, fallback: 'ar' }), {
    ...{ written: 'en', fallback: null },
  });
});

test('[LG13] coverage counts texts, names the missing ones, and leaves addresses out', () => {
  const document = helping({
    de: { [`${id}/headline`]: 'Hilfe?' },
    fr: { [`${id}/image`]: '/fr.png' },
  });
  const units = textsOfCampaign(document);
  const covered = coverageOf(units, document.translations, languages);
  assert.deepEqual(
    covered.map(({ language, translated, texts }) => [language, translated, texts]),
    [
      ['de', 1, 10],
      ['ar', 0, 10],
      ['fr', 0, 10],
    ],
  );
  assert.equal(covered[0]?.missing[0], `${id}/action`);
});

test('[LG9] a translation that is too long, or no address, keeps the campaign from going live', () => {
  const problems = (text: string, of: string) =>
    checkCampaign(helping({ de: { [`${id}/${of}`]: text } })).map(({ path }) => path);
  const at = (of: string) => `translations.de.${id}/${of}`;
  const before = problems('Hilfe', 'headline');
  const more = (text: string, of: string) =>
    problems(text, of).filter((path) => !before.includes(path));
  assert.deepEqual(more('x'.repeat(61), 'action'), [at('action')]);
  assert.deepEqual(more('javascript:alert(1)', 'image'), [at('image')]);
  assert.deepEqual(more('//evil.example/x.png', 'image'), [at('image')]);
  assert.deepEqual(more('/de.png', 'image'), []);
  assert.deepEqual(more('x'.repeat(500), 'gone'), []);
});

test('[LG9] a translation whose text is gone leaves with the next publication', () => {
  const document = helping({
    de: { [`${id}/headline`]: 'Hilfe?', gone: 'Weg' },
    fr: { gone: 'Parti' },
  });
  assert.deepEqual(withoutOrphans(document).translations, { de: { [`${id}/headline`]: 'Hilfe?' } });
  assert.ok(!('translations' in withoutOrphans(helping({ fr: { gone: 'Parti' } }))));
});

test('[LG9] equal translations are written alike in whatever order they came, and empty ones go', () => {
  const one = withTexts(withTexts(undefined, 'fr', { b: 'B', a: 'A' }), 'de', { a: 'A' });
  const other = Translations.parse({ de: { a: 'A' }, fr: { a: 'A', b: 'B' } });
  assert.equal(JSON.stringify(one), JSON.stringify(other));
  assert.equal(
    JSON.stringify(Translations.parse({ fr: { b: 'B', a: 'A' }, de: { a: 'A' } })),
    JSON.stringify(other),
  );
  assert.deepEqual(withTexts(one, 'de', { a: ' ' }), { fr: { a: 'A', b: 'B' } });
});

test('[LG10] an account names each language once, and a fallback among them', () => {
  const valid = (of: object) => AccountLanguages.safeParse({ ...languages, ...of }).success;
  assert.ok(valid({}));
  assert.ok(valid({ fallback: null }));
  assert.ok(!valid({ fallback: 'fr' }));
  assert.ok(!valid({ fallback: 'en' }));
  assert.ok(!valid({ others: ['de', 'de'] }));
  assert.ok(!valid({ others: ['en'], fallback: null }));
  assert.ok(!valid({ written: 'english' }));
});

test('[LG13] languages are written from right to left by their script, else by their tag', () => {
  assert.deepEqual(['ar', 'he-IL', 'fa', 'az-Arab', 'ur'].map(directionOf), Array(5).fill('rtl'));
  assert.deepEqual(['de', 'ar-Latn', 'zh-Hant-TW', 'en'].map(directionOf), Array(4).fill('ltr'));
});

const shop = SiteSettings.parse({
  ...{ id: 's', name: 'Shop', origins: [], consent: 'not-asked', honourPrivacySignals: false },
  contactButton: { shown: true, label: 'Ask us' },
  look: { colour: '#2456c7', radiusPx: 12, name: 'Shop' },
  home: {
    ...{ shown: true, greeting: 'Hello' },
    items: [
      { type: 'answer', title: 'Returns', text: 'Within 30 days.' },
      { type: 'link', id: 'ship', title: 'Shipping', address: 'https://shop.example/ship' },
    ],
  },
});

test('[LG9] the words of a site are named, and each item of its home gets an id that stays', () => {
  const named = withItemIds(shop);
  assert.deepEqual(
    textsOfSite(named).map((unit) => unit.id),
    [
      ...['button', 'home/greeting', 'home/item-1/title', 'home/item-1/text'],
      ...['home/ship/title', 'home/ship/link'],
    ],
  );
  assert.deepEqual(withItemIds(named), named);
  const items = named.home?.items.toReversed() ?? [];
  assert.ok(named.home !== undefined);
  assert.deepEqual(withItemIds({ home: { ...named.home, items } }).home.items, items);
  const [first] = items;
  assert.ok(first !== undefined);
  const twice = withItemIds({ home: { ...named.home, items: [first, first] } }).home.items;
  assert.notEqual(twice[0]?.id, twice[1]?.id);
});

test('[LG9] a site is read in the visitor’s language', () => {
  const site = {
    ...withItemIds(shop),
    translations: { de: { button: 'Fragen Sie uns', 'home/item-1/text': 'Binnen 30 Tagen.' } },
  };
  const german = siteFor(site, languages, ['de-AT']);
  assert.equal(german.contactButton.label, 'Fragen Sie uns');
  assert.deepEqual(german.home?.items[0], {
    ...{ type: 'answer', id: 'item-1', title: 'Returns', text: 'Binnen 30 Tagen.' },
  });
  assert.equal(siteFor(site, languages, ['en']), site);
});

test('[LG13] a translation may be outdated if its default was changed since it went live, and it was not', () => {
  const translated = { de: { 'a/headline': 'Hilfe?', 'a/action': 'Los' } };
  const live = helping(translated);
  const reworded = (headline: string, de = translated.de): CampaignDocument => {
    const draft = structuredClone({ ...live, translations: { de } }) as CampaignDocument;
    const [variant] = draft.engagement.variants;
    assert.ok(variant !== undefined);
    const offer = { ...variant.offer, creative: { ...variant.offer.creative, headline } };
    const variants = [{ ...variant, offer }] as CampaignDocument['engagement']['variants'];
    return { ...draft, engagement: { ...draft.engagement, variants } };
  };
  assert.deepEqual([...outdatedTexts(reworded('May we help?'), live, 'de')], ['a/headline']);
  assert.equal(outdatedTexts(reworded('Need a hand?'), live, 'de').size, 0);
  const anew = { ...translated.de, 'a/headline': 'Dürfen wir helfen?' };
  assert.equal(outdatedTexts(reworded('May we help?', anew), live, 'de').size, 0);
  assert.equal(outdatedTexts(reworded('May we help?'), live, 'ar').size, 0);
  assert.equal(outdatedTexts(reworded('May we help?'), null, 'de').size, 0);
});
