// The shape of the chat window: on a phone with its keyboard, with large text, from right to left, and
// in motion.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import { findings } from './axe.test-support.ts';
import { shopPage } from './browser.test-support.ts';
import { answered, composer, openDesk, startChat, windowOf } from './chat.test-support.ts';
import type { Peer } from './peer.test-support.ts';
import { inArabicLetters } from './pseudo.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests();
const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 760 },
  hasTouch: true,
  isMobile: true,
};

const card: MessageContent = {
  type: 'cards',
  cards: [
    {
      title: 'Orla and Brae, in one parcel',
      text: 'Thursday 29 May',
      image: { url: 'https://img.example/lamp.png', alt: 'Two lamps', shape: 'wide' },
      buttons: [
        { type: 'reply', id: 'combine', text: 'Combine delivery' },
        { type: 'reply', id: 'apart', text: 'Keep separate' },
      ],
    },
  ],
};
const replies: MessageContent = {
  type: 'replies',
  text: 'Which day suits you?',
  replies: [
    { id: 'thu', text: 'Thursday' },
    { id: 'fri', text: 'Friday' },
  ],
};

/** A conversation with a long transcript that ends with a card and replies. */
async function talk(page: Page, peer: Peer) {
  const desk = openDesk(peer);
  await startChat(page);
  await answered(peer, desk);
  for (let at = 0; at < 8; at++) desk.say(`They ship from two places, number ${at} of several.`);
  desk.say('Orla and Brae', { content: card });
  desk.say('Which day suits you?', { content: replies });
  await page.getByRole('button', { name: 'Friday' }).waitFor();
  await page.getByRole('button', { name: 'Keep separate' }).waitFor();
  return desk;
}

/** How far the transcript is from its end, px. */
const fromEnd = (page: Page): Promise<number> =>
  windowOf(page)
    .locator('.bd')
    .evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);

/** Scrolls near the top, and waits until the window knows it: browsers say so with the next frame. */
const scrollUp = (box: Element): Promise<unknown> =>
  new Promise((resolve) => {
    box.addEventListener('scroll', resolve, { once: true });
    box.scrollTop = 40;
  });

/** Loads the page again, and waits until it has a connection. */
async function reload(page: Page, peer: Peer): Promise<void> {
  const views = (): number => peer.names().filter((name) => name === 'Page').length;
  const before = views();
  await page.reload();
  await peer.until('a page view', () => views() > before);
}

/** A page whose visual viewport a test makes smaller, as a phone's keyboard does. */
async function withKeyboard(page: Page, peer: Peer): Promise<(px: number) => Promise<void>> {
  await page.addInitScript(() => {
    const viewport = window.visualViewport;
    const own = Object.getOwnPropertyDescriptor(VisualViewport.prototype, 'height');
    let taken = 0;
    if (viewport)
      Object.defineProperty(viewport, 'height', { get: () => own?.get?.call(viewport) - taken });
    Reflect.set(window, 'keyboard', (px: number) => {
      taken = px;
      viewport?.dispatchEvent(new Event('resize'));
    });
  });
  await reload(page, peer);
  return (px) => page.evaluate((taken) => Reflect.get(window, 'keyboard')(taken), px);
}

test('[MW4] with a phone’s keyboard open the window fills what is left, with a lower head and flat cards, at its newest message', async (each) => {
  const { peer, visit } = await setUp(each, phone);
  const page = await visit();
  const keyboard = await withKeyboard(page, peer);
  const desk = await talk(page, peer);
  const head = windowOf(page).locator('.hd');
  const cardBox = windowOf(page).locator('.m-card').first();
  const before = [await head.boundingBox(), await cardBox.boundingBox()];
  await keyboard(320);
  assert.deepEqual(await windowOf(page).boundingBox(), { x: 0, y: 0, width: 390, height: 440 });
  const after = [await head.boundingBox(), await cardBox.boundingBox()];
  for (const at of [0, 1]) assert.ok((after[at]?.height ?? 0) < (before[at]?.height ?? 0));
  assert.ok((await fromEnd(page)) < 2, 'the newest is in view');
  const send = await page.getByRole('button', { name: 'Send' }).boundingBox();
  assert.ok(send && send.y + send.height <= 440);
  // Who scrolled up to read stays there.
  await windowOf(page).locator('.bd').evaluate(scrollUp);
  desk.say('One more');
  await page.getByText('One more').waitFor({ state: 'attached' });
  await keyboard(0);
  assert.ok((await fromEnd(page)) > 100);
});

test('[MW4] on a phone with a notch and a home bar, nothing that is read or tapped lies below them, upright and on its side', async (each) => {
  const { peer, visit, context } = await setUp(each, phone);
  const html = shopPage().replace('initial-scale=1', 'initial-scale=1,viewport-fit=cover');
  peer.pages.set('/', { html });
  peer.settings = { ...peer.settings, contactButton: { shown: true, label: 'Chat with us' } };
  const page = await visit();
  const device = await context.newCDPSession(page);
  const areas = (insets: Insets) => device.send('Emulation.setSafeAreaInsetsOverride', { insets });
  await areas({ top: 47, bottom: 34, left: 0, right: 0 });
  const contact = await page.getByRole('button', { name: 'Chat with us' }).boundingBox();
  assert.ok(contact && contact.y + contact.height <= 760 - 34, JSON.stringify(contact));
  await talk(page, peer);
  assert.deepEqual(await beyond(page, { left: 0, top: 47, right: 390, bottom: 726 }), []);
  // The colour of the head goes up to the edge of the screen.
  assert.deepEqual(await windowOf(page).boundingBox(), { x: 0, y: 0, width: 390, height: 760 });
  await page.setViewportSize({ width: 500, height: 390 });
  await areas({ top: 0, bottom: 21, left: 59, right: 59 });
  assert.deepEqual(await beyond(page, { left: 59, top: 0, right: 441, bottom: 369 }), []);
});

interface Insets {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** What in the head and below the messages does not lie inside these edges. */
function beyond(page: Page, edges: Insets): Promise<readonly string[]> {
  return windowOf(page).evaluate((frame, { left, top, right, bottom }) => {
    const parts = frame.querySelectorAll('.hd,.hd *,.bd,.in,.in *');
    return [...parts].flatMap((part) => {
      const box = part.getBoundingClientRect();
      const lies = box.left >= left && box.top >= top && box.right <= right && box.bottom <= bottom;
      return lies ? [] : [`${part.className} ${JSON.stringify(box)}`];
    });
  }, edges);
}

test('[MW4] on a phone everything that is tapped is at least 44 px high and wide', async (each) => {
  const { peer, visit } = await setUp(each, phone);
  peer.settings = { ...peer.settings, files: { types: ['image/png'], sizeBytes: 1_000_000 } };
  const page = await visit();
  await talk(page, peer);
  await composer(page).fill('Both');
  const small = await windowOf(page).evaluate((frame) =>
    [...frame.querySelectorAll('button,a,textarea,input:not([hidden])')].flatMap((each) => {
      const { width, height } = each.getBoundingClientRect();
      return width < 44 || height < 44 ? [`${each.outerHTML.slice(0, 60)} ${width}x${height}`] : [];
    }),
  );
  assert.deepEqual(small, []);
  assert.ok((await windowOf(page).getByRole('button').count()) >= 7);
});

for (const width of [1280, 390])
  test(`[MW5] with text at 200 % the window of a page of ${width} px grows with it, and nothing is cut off`, async (each) => {
    const { peer, context, visit } = await setUp(each, { viewport: { width, height: 800 } });
    const page = await visit();
    const tools = await context.newCDPSession(page);
    await tools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
    await reload(page, peer);
    await talk(page, peer);
    const size = await windowOf(page)
      .getByText('Which day suits you?')
      .evaluate((each) => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return range.getBoundingClientRect().height;
      });
    assert.ok(size >= 32, `a line of ${size} px`);
    const wide = await windowOf(page).evaluate((frame) =>
      [...frame.querySelectorAll('*')].flatMap((each) => {
        const { left, right } = each.getBoundingClientRect();
        const hidden = each.closest('.hidden,[hidden]') !== null;
        return !hidden && (left < -1 || right > innerWidth + 1)
          ? [each.outerHTML.slice(0, 80)]
          : [];
      }),
    );
    assert.deepEqual(wide, []);
    const send = await page.getByRole('button', { name: 'Send' }).boundingBox();
    assert.ok(send && send.y + send.height <= 800 && send.height >= 64);
    assert.deepEqual(await findings(page), []);
  });

test('[MW6] from right to left every text has the direction of its words, and names are set apart', async (each) => {
  const { peer, context, visit } = await setUp(each);
  const html = shopPage().replace('<html lang="en"', '<html lang="es" dir="rtl"');
  peer.pages.set('/', { html });
  await context.route('**/tag/words-es.*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: inArabicLetters(await response.text()) });
  });
  const page = await visit();
  const desk = openDesk(peer);
  const author = { type: 'agent', user: 'u1', name: 'مارا' } as const;
  peer.conversations = [{ ...desk.conversation, status: 'active', agent: author.name }];
  desk.conversation = { ...desk.conversation, status: 'active', agent: author.name };
  await reload(page, peer);
  await page.locator('.open').click();
  desk.say('يصل المصباحان معا.', { author });
  desk.say('They come together.', { author });
  const window = windowOf(page);
  await window.getByText('They come together.').waitFor();
  const box = await window.boundingBox();
  assert.equal(box?.x, 20, 'at the left');
  /** Where the last character of a text stands, from the left of the text, 0 to 1. */
  const lastAt = (text: string): Promise<number> =>
    window.getByText(text).evaluate((each) => {
      const node = each.firstChild;
      const range = document.createRange();
      if (!(node instanceof Text)) return Number.NaN;
      range.selectNodeContents(node);
      const all = range.getBoundingClientRect();
      range.setStart(node, node.length - 1);
      const last = range.getBoundingClientRect();
      return (last.left + last.width / 2 - all.left) / all.width;
    });
  assert.ok((await lastAt('يصل المصباحان معا.')) < 0.1, 'the point of an Arabic text is left');
  assert.ok((await lastAt('They come together.')) > 0.9, 'the point of an English text is right');
  // The name comes first, which is right, and the time after it, which is left.
  const [name, meta] = await Promise.all([
    window.locator('.meta bdi').first().boundingBox(),
    window.locator('.meta').first().boundingBox(),
  ]);
  assert.ok(name && meta && name.x > meta.x + 30);
  const sub = await window.locator('.hd small').textContent();
  assert.match(sub ?? '', /^\u2068Aldermoor\u2069 · /);
  assert.deepEqual(await findings(page), []);
});

test('[MW7] motion takes at most 150 ms, the sign of typing apart, and there is none if the visitor wants none', async (each) => {
  for (const reducedMotion of ['no-preference', 'reduce'] as const) {
    const { peer, visit } = await setUp(each, { reducedMotion });
    const page = await visit();
    await talk(page, peer);
    peer.send({ type: 'chat.typing', conversation: 'c1', typing: true });
    await page.getByText('Mara is typing').waitFor({ state: 'attached' });
    const lasting = await windowOf(page).evaluate((frame) =>
      [frame, ...frame.querySelectorAll('*')].flatMap((each) => {
        const { animationName, animationDuration, transitionDuration, scrollBehavior } =
          getComputedStyle(each);
        const longest = Math.max(
          ...(animationName === 'none' ? [] : animationDuration.split(',').map(parseFloat)),
          ...transitionDuration.split(',').map(parseFloat),
        );
        if (each.closest('.dots') && !matchMedia('(prefers-reduced-motion:reduce)').matches)
          return [];
        return longest > 0 || scrollBehavior === 'smooth' ? [longest] : [];
      }),
    );
    if (reducedMotion === 'reduce') assert.deepEqual(lasting, []);
    else {
      assert.ok(lasting.length > 5);
      assert.ok(Math.max(...lasting) <= 0.15, `${Math.max(...lasting)} s`);
    }
  }
});

test('[MW1] [MW2] the words of the invitation come first, with their headline, and each day is named once', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await visit();
  const desk = openDesk(peer);
  desk.say('Shall we check delivery?\nWe can tell you the day.\nAnd combine parcels.', {
    author: { type: 'system' },
  });
  await startChat(page);
  await peer.until('the chat', () => desk.messages.length === 2);
  desk.change({ status: 'active', agent: 'Mara', position: null });
  const log = page.getByRole('log');
  const headline = log.getByRole('strong');
  await headline.waitFor();
  assert.equal(await headline.textContent(), 'Shall we check delivery?');
  await log.getByText('We can tell you the day.').waitFor();
  assert.match((await log.locator('.meta').first().textContent()) ?? '', /^Aldermoor · /);
  assert.equal(await log.getByText('Today', { exact: true }).count(), 1);
  assert.deepEqual(await findings(page), []);
});

test('[MW9] in a dark window the browser’s own controls are dark too', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/', { html: shopPage({ dark: true }) });
  const page = await visit();
  await talk(page, peer);
  const scheme = await composer(page).evaluate((box) => getComputedStyle(box).colorScheme);
  assert.equal(scheme, 'dark');
});
