// Parts of the chat window that load when they are first needed: what they draw, and what the visitor
// can do if they cannot be loaded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import type { Frame, ServerFrame, VisitorFrame } from '../wire.ts';
import { findings } from './axe.test-support.ts';
import { answered, composer, openDesk, startChat, windowOf } from './chat.test-support.ts';
import type { Peer } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests();

const cards: MessageContent = {
  type: 'cards',
  cards: [
    {
      title: 'Orla and Brae, in one parcel',
      text: 'Thursday 29 May',
      buttons: [
        { type: 'reply', id: 'combine', text: 'Combine delivery' },
        { type: 'reply', id: 'apart', text: 'Keep separate' },
      ],
    },
  ],
};
const form: Frame<'chat.before'>['form'] = {
  text: '',
  question: true,
  fields: [
    { field: { type: 'text', id: 'order', label: 'Order number', required: true, lines: 'one' } },
  ],
};

/** Requests for a part. They fail while it is `broken`. */
async function watchPart(context: BrowserContext, name: string) {
  const part = { asked: 0, broken: false };
  await context.route(`**/tag/${name}.*.js*`, (route) => {
    part.asked += 1;
    return part.broken ? route.abort() : route.continue();
  });
  return part;
}

/** Answers these frames instead of the desk. */
function answerAlso(peer: Peer, take: (frame: VisitorFrame) => ServerFrame | undefined): void {
  const { answer } = peer;
  peer.answer = (frame, send) => {
    const own = take(frame);
    if (own) send(own);
    else answer(frame, send);
  };
}

async function talking(page: Page, peer: Peer) {
  const desk = openDesk(peer);
  await startChat(page);
  await answered(peer, desk);
  await windowOf(page).getByText('Mara', { exact: true }).first().waitFor();
  return desk;
}

test('[MW3] the part that draws cards is loaded with the first of them, once, and they are answered by a tap', async (each) => {
  const { peer, context, visit } = await setUp(each);
  const part = await watchPart(context, 'rich');
  const page = await visit();
  const desk = await talking(page, peer);
  assert.equal(part.asked, 0);
  desk.say('Orla and Brae', { content: cards });
  await page.getByRole('button', { name: 'Keep separate' }).waitFor();
  desk.say('Orla and Brae again', { content: cards });
  await page.getByRole('button', { name: 'Combine delivery' }).nth(1).click();
  const [post] = await peer.until('the tap', () => {
    const posts = desk.frames('chat.post');
    return posts.length > 0 && posts;
  });
  assert.deepEqual(post?.response, { to: desk.messages[2]?.id, choice: 'combine' });
  assert.equal(part.asked, 1);
  assert.deepEqual(await findings(page), []);
});

test('[MW3] [MH8] while cards wait for their part nothing of them is told, and then they are told once', async (each) => {
  const { peer, context, visit } = await setUp(each);
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const asked = new Promise<void>((resolve) => {
    void context.route('**/tag/rich.*.js', async (route) => {
      resolve();
      await held;
      await route.continue();
    });
  });
  const page = await visit();
  const desk = await talking(page, peer);
  const log = page.getByRole('log');
  await log.evaluate((element) => {
    const told: string[] = [];
    Reflect.set(window, 'told', told);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) if (node.textContent) told.push(node.textContent);
    }).observe(element, { childList: true, subtree: true });
  });
  desk.say('Orla and Brae, in one parcel', { content: cards });
  await asked;
  assert.doesNotMatch(await log.ariaSnapshot(), /Orla/);
  release();
  await log.getByRole('button', { name: 'Keep separate' }).waitFor();
  const told = (await page.evaluate(() => Reflect.get(window, 'told'))) as string[];
  assert.equal(told.filter((text) => text.includes('Orla and Brae')).length, 1, told.join(' | '));
  assert.equal((await log.ariaSnapshot()).split('button "Keep separate"').length, 2);
});

test('[MW3] if it cannot be loaded, cards are shown in plain words, and drawn once it can', async (each) => {
  const { peer, context, visit } = await setUp(each);
  const part = await watchPart(context, 'rich');
  part.broken = true;
  const page = await visit();
  const desk = await talking(page, peer);
  desk.say('Orla and Brae, in one parcel\n- Combine delivery\n- Keep separate', { content: cards });
  const log = page.getByRole('log');
  await log.getByText('This could not be loaded.').waitFor();
  await log.getByText('Keep separate').waitFor();
  assert.equal(await log.getByRole('button', { name: 'Keep separate' }).count(), 0);
  assert.deepEqual(await findings(page), []);
  await composer(page).fill('Combine them, please');
  await page.keyboard.press('Enter');
  await peer.until('the words', () => desk.messages.length === 3);
  part.broken = false;
  await log.getByRole('button', { name: 'Try again' }).click();
  await log.getByRole('button', { name: 'Keep separate' }).waitFor();
  assert.equal(await log.getByText('This could not be loaded.').count(), 0);
});

test('[MW3] without the part the form before a chat is tried again, or the chat begins without it', async (each) => {
  const { peer, context, visit } = await setUp(each);
  const part = await watchPart(context, 'rich');
  part.broken = true;
  peer.settings = {
    ...peer.settings,
    contactButton: { shown: true, label: 'Chat with us', asks: true },
  };
  const desk = openDesk(peer);
  answerAlso(peer, (frame) =>
    frame.type === 'chat.before'
      ? { type: 'chat.before', request: frame.request, form, known: {} }
      : undefined,
  );
  const page = await visit();
  await page.getByRole('button', { name: 'Chat with us' }).click();
  const window = windowOf(page);
  await window.getByText('This could not be loaded.').waitFor();
  assert.deepEqual(await findings(page), []);
  await window.getByRole('button', { name: 'Go on without it' }).click();
  await window.getByLabel('Your question').fill('Do you take old lamps?');
  await window.getByRole('button', { name: 'Start chat' }).click();
  await peer.until('the chat', () => desk.frames('chat.start').length === 1);
});

const offered: Omit<Frame<'chat.after'>, 'conversation'> = {
  type: 'chat.after',
  survey: {
    questions: { satisfaction: true, recommend: true, resolved: true, text: true },
    answers: null,
    open: true,
  },
  transcript: 'may',
};

test('[MW3] the questions after a chat come with their part; without it, another try and a new chat are offered', async (each) => {
  const { peer, context, visit } = await setUp(each);
  const part = await watchPart(context, 'asked');
  part.broken = true;
  const page = await visit();
  const desk = await talking(page, peer);
  answerAlso(peer, (frame) =>
    frame.type === 'chat.after' ? { ...offered, conversation: 'c1' } : undefined,
  );
  assert.equal(part.asked, 0);
  desk.change({ status: 'ended', endedAt: Date.now() });
  const window = windowOf(page);
  await window.getByText('This could not be loaded.').waitFor();
  await window.getByRole('button', { name: 'Start a new chat' }).waitFor();
  part.broken = false;
  await window.getByRole('button', { name: 'Try again' }).click();
  await window.getByText('How satisfied are you with our help?').waitFor();
  assert.deepEqual(await findings(page), []);
  await window.getByRole('radio', { name: '5', exact: true }).first().check();
  await window.getByRole('button', { name: 'Send answers' }).click();
  const [rated] = await peer.until('the answers', () => {
    const all = desk.frames('chat.rate');
    return all.length > 0 && all;
  });
  assert.equal(rated?.answers.satisfaction, 5);
});
