// The pictures of the chat window: one conversation in several languages, light and dark, wide and on
// a phone, and its other states. The window is the one that visitors load; the other side is the peer
// of the tag's tests.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { opened, shopPage } from '../../packages/tag/test/browser.test-support.ts';
import { type Peer, startPeer } from '../../packages/tag/test/peer.test-support.ts';
import { inArabicLetters } from '../../packages/tag/test/pseudo.test-support.ts';
import type {
  Message,
  ServerFrame,
  VisitorConversation,
  VisitorFrame,
} from '../../packages/tag/wire.ts';
import { type Said, said } from './messenger-words.ts';
import { lamp, type Look, looks, takeSheet } from './sheet.ts';
import { home, states, type WindowState } from './messenger-states.ts';

const columns = 4;

/** Takes each as one picture that has them side by side. */
export async function takeMessenger(
  browser: Browser,
  take: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  for (const look of looks) {
    const shots = [];
    for (const words of said) shots.push(await shoot(browser, words, look, talk));
    await takeSheet(browser, shots, { ...look, columns }, (page) =>
      take(page, `messenger-${look.name}`),
    );
  }
  for (const look of [looks[0], looks[3]]) {
    const shots = [];
    for (const words of said) shots.push(await shoot(browser, words, look, home));
    const sheet = { ...look, columns };
    await takeSheet(browser, shots, sheet, (page) => take(page, `messenger-home-${look.name}`));
  }
  const [english] = said;
  if (!english) return;
  for (const look of [looks[0], looks[3]])
    for (const [name, group] of Object.entries(states)) {
      const shots = [];
      for (const state of group) shots.push(await shoot(browser, english, look, state));
      await takeSheet(browser, shots, { ...look, columns }, (page) =>
        take(page, `messenger-${name}-${look.name}`),
      );
    }
}

const talk: WindowState = {
  async act(page, peer, { agent }) {
    peer.send({ type: 'chat.typing', conversation: 'c1', typing: true });
    await page.getByText(agent).last().waitFor({ state: 'attached' });
    await page.locator('.dots').waitFor();
  },
};

async function shoot(
  browser: Browser,
  words: Said,
  { dark, phone }: Look,
  state: WindowState,
): Promise<string> {
  const peer = await startPeer();
  const viewport = phone ? { width: 390, height: 760 } : { width: 900, height: 760 };
  const context = await opened(browser, {
    ...{ viewport, reducedMotion: 'reduce', hasTouch: phone, isMobile: phone },
  });
  try {
    const page = await openWindow(context, peer, words, dark, state);
    await state.act(page, peer, words);
    await page.evaluate(() => document.fonts.ready.then(() => {}));
    const x = words.dir === 'rtl' ? 0 : 468;
    const clip = phone ? undefined : { x, y: 0, width: 432, height: 760 };
    const picture = await page.screenshot({
      animations: 'disabled',
      caret: 'hide',
      ...(clip && { clip }),
    });
    return picture.toString('base64');
  } finally {
    await context.close();
    await peer.close();
  }
}

async function openWindow(
  context: BrowserContext,
  peer: Peer,
  words: Said,
  dark: boolean,
  { settings, conversation, ...state }: WindowState,
): Promise<Page> {
  const html = shopPage({ dark }).replace('lang="en"', `lang="${words.page}" dir="${words.dir}"`);
  peer.pages.set('/', { html });
  const look = { ...peer.settings.look, theme: dark ? ('dark' as const) : ('light' as const) };
  peer.settings = { ...peer.settings, typingPreview: false, look, ...settings };
  const messages = state.messages?.(words) ?? (conversation === null ? [] : talkOf(words));
  const present = conversationOf(words, messages.length, conversation ?? {});
  if (conversation !== null) peer.conversations = [present];
  peer.answer = (frame: VisitorFrame, send: (frame: ServerFrame) => void) => {
    if (frame.type === 'chat.resume')
      send({ type: 'chat.messages', conversation: 'c1', messages, complete: true });
    state.answer?.(frame, send, present, words);
  };
  const page = await context.newPage();
  await page.route('https://pictures.example/**', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: lamp }),
  );
  if (words.dir === 'rtl') await page.addInitScript(inArabicTime);
  if (words.dir === 'rtl')
    await page.route('**/tag/words-es.*.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: inArabicLetters(await response.text()) });
    });
  await page.goto(peer.pageOrigin);
  await peer.until('a page view', () => peer.names().includes('Page'));
  if (conversation === null) await page.evaluate(() => Reflect.get(window, 'opportune')('open'));
  else await page.locator('.open').click();
  await page.locator('.win').waitFor();
  return page;
}

/** Runs in the page, whose words are those of another language in Arabic letters. */
function inArabicTime(): void {
  const { RelativeTimeFormat } = Intl;
  const value = class extends RelativeTimeFormat {
    constructor(_: unknown, options?: Intl.RelativeTimeFormatOptions) {
      super('ar', options);
    }
  };
  Object.defineProperty(Intl, 'RelativeTimeFormat', { value });
}

function conversationOf(
  { agent }: Said,
  lastSequence: number,
  change: Partial<VisitorConversation>,
): VisitorConversation {
  return {
    ...{ id: 'c1', startedAt: Date.now() - 240_000, endedAt: null, lastSequence },
    ...{ agentDelivered: lastSequence, agentRead: 3, visitorRead: lastSequence },
    ...{ status: 'active', agent, position: null, ...change },
  };
}

/** The conversation that most pictures show. */
function talkOf({ agent, invitation, question, answer, card }: Said): readonly Message[] {
  const by = { type: 'agent', user: 'u1', name: agent } as const;
  const { title, text, combine, apart } = card;
  const image = { url: 'https://pictures.example/lamp.svg', alt: title, shape: 'wide' } as const;
  const buttons = [
    { type: 'reply', id: 'combine', text: combine },
    { type: 'reply', id: 'apart', text: apart },
  ] as const;
  const content = {
    type: 'cards',
    cards: [{ title, text, image, buttons: [...buttons] }],
  } as const;
  return [
    messageOf(1, { type: 'system' }, { type: 'text', text: invitation }),
    messageOf(2, { type: 'system' }, { type: 'system', note: { type: 'assigned', agent } }),
    messageOf(3, { type: 'visitor' }, { type: 'text', text: question }),
    messageOf(4, by, { type: 'text', text: answer }),
    messageOf(5, by, {
      type: 'text',
      text: title,
      content: { ...content, cards: [...content.cards] },
    }),
  ];
}

function messageOf(sequence: number, author: Message['author'], body: Message['body']): Message {
  const at = new Date().setHours(14, 30 + sequence, 0, 0);
  return { conversation: 'c1', id: `m${sequence}`, sequence, at, author, body };
}
