// The brand of a site in a visitor's page: the colours that Chromium computes can be read, the theme
// follows the site's choice, and the font that of the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { contrast } from '@opportune/content/colour.ts';
import type { Welcome } from '../wire.ts';
import { shopPage } from './browser.test-support.ts';
import { engagement, look } from './peer.test-support.ts';
import { browserTests, type Stage } from './setup.test-support.ts';
import { rounds } from '../../../test/support/proof-size.test-support.ts';

const setUp = browserTests();
type Look = Welcome['settings']['look'];
const brands = rounds({ usual: 6, full: 200 });

const toast = engagement({}, { text: 'We can tell you the day.', action: 'Ask Mara' });
const html = shopPage({ body: '<style>body{font-family:Georgia, serif}</style>' });

interface Text {
  readonly text: string;
  readonly ink: string;
  readonly ground: string;
  readonly font: string;
}

/** Each drawn text with its computed colour and that of the nearest painted ground. */
const textsIn = (page: Page): Promise<readonly Text[]> =>
  page.evaluate(() => {
    const painted = (element: Element | null): string => {
      if (!element) return 'none';
      const { backgroundColor } = getComputedStyle(element);
      const clear = backgroundColor === 'rgba(0, 0, 0, 0)';
      return clear ? painted(element.parentElement) : backgroundColor;
    };
    const root = document.querySelector('opportune-part')?.shadowRoot;
    return [...(root?.querySelectorAll('*') ?? [])].flatMap((element) => {
      const text = [...element.childNodes]
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
        .map(({ textContent }) => textContent)
        .join('')
        .trim();
      if (!text || element.localName === 'style') return [];
      const { color, fontFamily } = getComputedStyle(element);
      return [{ text, ink: color, ground: painted(element), font: fontFamily }];
    });
  });

const hex = (computed: string): string =>
  `#${(computed.match(/\d+/g) ?? []).map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);
const looks = fc.record({
  ...{ colour, head: colour, darkColour: colour, darkHead: colour },
  radiusPx: fc.integer({ min: 0, max: 24 }),
  name: fc.constant('Aldermoor'),
  theme: fc.constantFrom('light' as const, 'dark' as const),
});

/** A fresh page with the look, that shows the toast. */
async function shown({ peer, visit }: Stage, of: Partial<Look>): Promise<Page> {
  peer.pages.set('/', { html });
  peer.settings = { ...peer.settings, look: { ...look, ...of } };
  const opened = await visit('/');
  peer.send({ type: 'engage', engagement: toast });
  await opened.getByRole('button', { name: 'Ask Mara' }).waitFor();
  return opened;
}

const groundIn = async (page: Page): Promise<string> =>
  hex((await textsIn(page)).find(({ text }) => text === toast.creative.text)?.ground ?? '');

test(`[BR3.1] in Chromium, texts of ${brands} random brands have a contrast of at least 4.5`, async (each) => {
  const stage = await setUp(each);
  for (const drawn of fc.sample(looks, brands)) {
    const opened = await shown(stage, drawn);
    const texts = await textsIn(opened);
    assert.ok(texts.length >= 3, JSON.stringify(texts));
    for (const { text, ink, ground } of texts)
      assert.ok(
        contrast(hex(ink), hex(ground)) >= 4.5,
        JSON.stringify({ drawn, text, ink, ground }),
      );
    await opened.close();
  }
});

test('[BR2.1] the theme follows the brand: light, dark, or as the system asks, also later', async (each) => {
  const stage = await setUp(each);
  for (const [theme, card] of [
    ['dark', '#1c201f'],
    ['light', '#ffffff'],
    [undefined, '#ffffff'],
  ] as const) {
    const opened = await shown(stage, theme ? { theme } : {});
    assert.equal(await groundIn(opened), card, theme);
    await opened.close();
  }
  const opened = await shown(stage, { theme: 'system' });
  await opened.emulateMedia({ colorScheme: 'light' });
  assert.equal(await groundIn(opened), '#ffffff');
  await opened.emulateMedia({ colorScheme: 'dark' });
  assert.equal(await groundIn(opened), '#1c201f');
});

test('[BR4.1] the font is that of the page if the brand says so, else a system font', async (each) => {
  const stage = await setUp(each);
  for (const [font, wanted] of [
    ['page', /^Georgia, serif$/],
    [undefined, /system-ui/],
  ] as const) {
    const opened = await shown(stage, font ? { font } : {});
    for (const text of await textsIn(opened)) assert.match(text.font, wanted, text.text);
    await opened.close();
  }
});

test('[BR5.1] a host that fails to load is tried again, and what waited is shown', async (each) => {
  const stage = await setUp(each);
  let tries = 0;
  await stage.context.route(/\/tag\/host\./, (route) =>
    tries++ === 0 ? route.abort() : route.continue(),
  );
  await shown(stage, {});
  assert.equal(tries, 2);
});
