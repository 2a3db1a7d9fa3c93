// The home of the chat window in a real browser: what it shows, where each click leads, its keyboard,
// its search, and that it is loaded only by a window that opens there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Frame, VisitorConversation, VisitorFrame } from '../wire.ts';
import { findings } from './axe.test-support.ts';
import type { Peer } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';
import { wholeRun } from '../../../test/support/whole-run.test-support.ts';

const setUp = browserTests();
type Home = Frame<'chat.home'>;

const over: VisitorConversation = {
  id: 'c9',
  startedAt: Date.now() - 7_500_000,
  endedAt: Date.now() - 7_200_000,
  lastSequence: 1,
  agentDelivered: 1,
  agentRead: 1,
  visitorRead: 0,
  status: 'ended',
  agent: 'Mara Lind',
  position: null,
};

const home: Home = {
  type: 'chat.home',
  greeting: '',
  items: [
    { type: 'answer', title: 'Delivery days and times', text: 'Tuesday to Friday, 8 to 18.' },
    { type: 'answer', title: 'Returns within 30 days', text: 'Free, with the label in the box.' },
    { type: 'link', title: 'Care for brass and wool', address: 'https://shop.example/care' },
    { type: 'link', title: 'Visit the showroom in Utrecht', address: 'https://shop.example/visit' },
  ],
  faces: ['Mara Lind', 'Jon Aker', 'Aisha Rahman'],
  replyS: 95,
  hours: null,
  conversations: [
    {
      conversation: over,
      lastAt: Date.now() - 7_200_000,
      text: 'The driver takes the old one',
      mine: false,
      unread: true,
    },
  ],
};

/** The peer answers with this home, and knows the conversation in it. */
function withHome(peer: Peer, change: Partial<Home> = {}): void {
  peer.settings = { ...peer.settings, home: true, contactButton: { shown: true, label: 'Help' } };
  peer.answer = (frame: VisitorFrame, send) => {
    if (frame.type === 'chat.home') send({ ...home, ...change });
    if (frame.type !== 'chat.resume') return;
    const author = { type: 'agent', user: 'u1', name: 'Mara Lind' } as const;
    const body = { type: 'text', text: 'The driver takes the old one' } as const;
    const message = { conversation: 'c9', id: 'm1', sequence: 1, at: over.startedAt, author, body };
    send({ type: 'chat.state', conversation: over });
    send({ type: 'chat.messages', conversation: 'c9', messages: [message], complete: true });
  };
}

const windowOf = (page: Page) => page.getByRole('dialog');
const start = (page: Page) => page.getByRole('button', { name: 'Start a conversation' });

async function openHome(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Help' }).click();
  await start(page).waitFor();
}

test('[MH9] the home offers a call with the expected wait, and a call back once nobody is there', async (each) => {
  const { peer, visit } = await setUp(each);
  const change: { speaks: NonNullable<Home['speaks']> } = { speaks: { type: 'wait', waitS: 170 } };
  withHome(peer, change);
  peer.settings = { ...peer.settings, voice: true };
  const page = await visit();
  await openHome(page);
  const call = page.getByRole('button', { name: 'Call us' });
  assert.equal(await call.innerText(), 'Call us\nEverybody is busy. The wait is about 3 min.');
  assert.deepEqual(await findings(page), []);
  change.speaks = { type: 'back' };
  peer.send({ type: 'presence', agentsOnline: false });
  const back = page.getByRole('button', { name: 'Have us call you' });
  await back.waitFor();
  await back.click();
  await peer.until('what may be agreed', () =>
    peer.received.some(({ frame }) => frame.type === 'chat.slots'),
  );
});

test('[MH9] where nothing is offered, or a page cannot speak, the home has no call', async (each) => {
  const { peer, visit } = await setUp(each);
  withHome(peer, { speaks: { type: 'call' } });
  const page = await visit();
  await openHome(page);
  assert.equal(await page.getByRole('button', { name: 'Call us' }).count(), 0);
});

test('[MH1] the window opens at its home, which leads to the question and back', async (each) => {
  const { peer, visit } = await setUp(each);
  withHome(peer);
  const page = await visit();
  await openHome(page);
  assert.equal(
    await page.getByRole('heading', { level: 2 }).innerText(),
    'Hello.\nHow can we help?',
  );
  await page.getByRole('img', { name: 'Here now: Mara Lind, Jon Aker, Aisha Rahman' }).waitFor();
  await page.getByText('We usually answer in 2 minutes').waitFor();
  assert.deepEqual(await findings(page), []);
  await start(page).click();
  await page.getByLabel('Your question').waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
  await start(page).waitFor();
});

test(
  '[MH2] news of a conversation that is over reaches the home, and does not lead away from it',
  wholeRun,
  async (each) => {
    const { peer, visit } = await setUp(each);
    withHome(peer, { conversations: [] });
    const page = await visit();
    await openHome(page);
    withHome(peer);
    peer.send({ type: 'chat.state', conversation: over });
    await windowOf(page)
      .getByRole('button', { name: /The driver takes the old one/ })
      .waitFor();
    assert.equal(await start(page).isVisible(), true);
    assert.equal(await windowOf(page).getByRole('log').count(), 0);
  },
);

test('[MH2] an unread earlier conversation is marked, opens, and is read', async (each) => {
  const { peer, visit } = await setUp(each);
  withHome(peer);
  const page = await visit();
  await openHome(page);
  const row = page.getByRole('button', { name: /Mara Lind The driver takes the old one.*New/ });
  await row.click();
  await windowOf(page).getByText('Conversation ended').waitFor();
  await windowOf(page).getByText('The driver takes the old one').waitFor();
  await peer.until('read', () => peer.received.some(({ frame }) => frame.type === 'chat.read'));
  await page.getByRole('button', { name: 'Back' }).click();
  await start(page).waitFor();
});

test(
  '[MH5] answers unfold in place, and the search finds them by their words',
  wholeRun,
  async (each) => {
    const { peer, visit } = await setUp(each);
    withHome(peer);
    const page = await visit();
    await openHome(page);
    await page.getByText('Returns within 30 days').click();
    await page.getByText('Free, with the label in the box.').waitFor();
    const field = page.getByRole('searchbox', { name: 'Find an answer' });
    await field.fill('LABEL box');
    await page.getByRole('status').filter({ hasText: '1 found' }).waitFor({ state: 'attached' });
    assert.equal(await page.getByText('Delivery days and times').isVisible(), false);
    await field.fill('zebra');
    await page.getByText('Nothing found.').waitFor();
    await field.fill('');
    const link = page.getByRole('link', { name: /Care for brass and wool/ });
    assert.equal(await link.getAttribute('href'), 'https://shop.example/care');
    assert.equal(await link.getAttribute('target'), '_blank');
  },
);

test('[MH5] texts of the account are never markup, and a link leads over http only', async (each) => {
  const { peer, visit } = await setUp(each);
  const text = '<img src=x onerror="document.title=1">';
  const address = 'javascript:document.title=2';
  withHome(peer, {
    greeting: text,
    items: [
      { type: 'answer', title: text, text },
      { type: 'link', title: 'Hostile', address },
    ],
  });
  const page = await visit();
  await openHome(page);
  assert.equal(await page.getByRole('heading', { level: 2 }).innerText(), text);
  assert.equal(await windowOf(page).getByRole('link').count(), 0);
  assert.equal(await windowOf(page).locator('img').count(), 0);
});

test(
  '[MH4] outside the hours the home says when somebody is back, and offers a message',
  wholeRun,
  async (each) => {
    const { peer, visit } = await setUp(each, { timezoneId: 'Europe/Amsterdam' });
    const until = new Date();
    until.setDate(until.getDate() + 1);
    withHome(peer, { faces: [], hours: { isOpen: false, until: until.getTime() } });
    peer.settings = { ...peer.settings, agentsOnline: false };
    const page = await visit();
    await page.getByRole('button', { name: 'Help' }).click();
    await page.getByRole('heading', { name: /^We are back tomorrow at \d{1,2}:\d\d/ }).waitFor();
    await page.getByRole('button', { name: 'Leave a message' }).click();
    await page.getByLabel('E-mail').waitFor();
  },
);

test(
  '[MH6] the focus begins at the start of a conversation, and Escape returns it',
  wholeRun,
  async (each) => {
    const { peer, visit } = await setUp(each);
    withHome(peer);
    const page = await visit();
    await page.getByRole('button', { name: 'Help' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const focused = page.locator(':focus');
    await start(page).and(focused).waitFor();
    await page.keyboard.press('Enter');
    await page.getByLabel('Your question').and(focused).waitFor();
    await page.keyboard.press('Escape');
    await windowOf(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Help' }).and(focused).waitFor();
  },
);

test(
  '[MH6] the part of the home is loaded only by a window that opens there, once',
  wholeRun,
  async (each) => {
    const { peer, visit } = await setUp(each);
    withHome(peer);
    const page = await visit();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const ofHome = () => asked.filter((url) => /\/home\.\w+\.js$/.test(url)).length;
    await page.evaluate(() => Reflect.get(window, 'opportune')('open', { start: true }));
    await windowOf(page).waitFor();
    await openHomeAgain(page);
    assert.equal(ofHome(), 1);
  },
);

async function openHomeAgain(page: Page): Promise<void> {
  for (const _ of [1, 2]) {
    await page.keyboard.press('Escape');
    await windowOf(page).waitFor({ state: 'detached' });
    await openHome(page);
  }
}

test('[MH6] without the home’s answer or its part, the window opens with the question', async (each) => {
  const { peer, visit } = await setUp(each);
  withHome(peer);
  const problem = { code: 'engine.unavailable', message: 'Not now.', retry: true } as const;
  peer.answer = (frame, send) => {
    if (frame.type === 'chat.home')
      send({ type: 'chat.refused', conversation: null, id: null, problem });
  };
  const page = await visit();
  await page.getByRole('button', { name: 'Help' }).click();
  await page.getByLabel('Your question').waitFor();
  withHome(peer);
  const second = await visit();
  await second.route(/\/home\.\w+\.js/, (route) => route.abort());
  await second.getByRole('button', { name: 'Help' }).click();
  await second.getByLabel('Your question').waitFor();
});
