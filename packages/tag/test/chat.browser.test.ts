// The chat window against a peer that keeps a conversation: nothing is lost, nothing doubled, marks
// are true, and every state reads well and works by keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Message, ServerFrame, VisitorConversation, VisitorFrame } from '../wire.ts';
import { findings } from './axe.test-support.ts';
import { shopPage } from './browser.test-support.ts';
import { engagement } from './peer.test-support.ts';
import type { Peer } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests();
type Of<Type extends VisitorFrame['type']> = Extract<VisitorFrame, { type: Type }>;

type Refusal = Extract<ServerFrame, { type: 'chat.refused' }>;

interface Desk {
  conversation: VisitorConversation;
  readonly messages: Message[];
  change(change: Partial<VisitorConversation>): void;
  say(text: string): void;
  /** The next posts are taken, but their acknowledgement is lost. */
  deaf: boolean;
  /** Questions for what was missed are refused, to be asked again. */
  away: boolean;
  /** The next starts and left messages are refused with this; those that are `stored` are taken all the same. */
  refuses: { readonly code: Refusal['problem']['code']; readonly stored: boolean }[];
  frames<Type extends VisitorFrame['type']>(type: Type): Of<Type>[];
}

const refusedForNow: Refusal = {
  type: 'chat.refused',
  conversation: 'c1',
  id: null,
  problem: { code: 'engine.unavailable', message: 'The database is being restarted.', retry: true },
};

/** A server's side of one conversation: append, number, answer; the same id again is the same message. */
function openDesk(peer: Peer, pageLength = 100): Desk {
  const messages: Message[] = [];
  const requests = new Map<string, string>();
  const append = (id: string, author: Message['author'], text: string): Message => {
    const known = messages.find((message) => message.id === id);
    if (known) return known;
    const message: Message = {
      conversation: 'c1',
      id,
      sequence: messages.length + 1,
      at: Date.now(),
      author,
      body: { type: 'text', text },
    };
    messages.push(message);
    desk.conversation = { ...desk.conversation, lastSequence: message.sequence };
    return message;
  };
  const desk: Desk = {
    conversation: {
      id: 'c1',
      startedAt: Date.now() - 120_000,
      endedAt: null,
      lastSequence: 0,
      agentDelivered: 0,
      agentRead: 0,
      visitorRead: 0,
      status: 'waiting',
      agent: null,
      position: 2,
    },
    messages,
    deaf: false,
    away: false,
    refuses: [],
    change(change) {
      desk.conversation = { ...desk.conversation, ...change };
      if (peer.conversations.length) peer.conversations = [desk.conversation];
      peer.send({ type: 'chat.state', conversation: desk.conversation });
    },
    say(text) {
      const message = append(
        `agent-${messages.length}`,
        { type: 'agent', user: 'u1', name: 'Mara' },
        text,
      );
      peer.send({ type: 'chat.messages', conversation: 'c1', messages: [message], complete: true });
    },
    frames: (type) =>
      peer.received.flatMap(({ frame }) => (frame.type === type ? [frame as never] : [])),
  };
  peer.answer = (frame: VisitorFrame, send: (frame: ServerFrame) => void) => {
    switch (frame.type) {
      case 'chat.start':
      case 'chat.leave': {
        const refused = desk.refuses.shift();
        if (refused?.stored && frame.message)
          append(frame.message.id, { type: 'visitor' }, frame.message.text);
        if (refused) {
          const problem = { ...refusedForNow.problem, code: refused.code };
          const { request } = frame;
          return send({ ...refusedForNow, conversation: null, request, problem });
        }
        requests.set(frame.request, 'c1');
        if (frame.type === 'chat.leave')
          desk.conversation = { ...desk.conversation, status: 'message', position: null };
        if (frame.message) append(frame.message.id, { type: 'visitor' }, frame.message.text);
        peer.conversations = [desk.conversation];
        return send({
          type: 'chat.state',
          request: frame.request,
          conversation: desk.conversation,
        });
      }
      case 'chat.post': {
        const { sequence, at } = append(frame.id, { type: 'visitor' }, frame.text);
        if (!desk.deaf)
          send({ type: 'chat.posted', conversation: 'c1', id: frame.id, sequence, at });
        return;
      }
      case 'chat.resume': {
        if (desk.away) return send(refusedForNow);
        const rest = messages.filter(({ sequence }) => sequence > frame.after);
        return send({
          type: 'chat.messages',
          conversation: 'c1',
          messages: rest.slice(0, pageLength),
          complete: rest.length <= pageLength,
        });
      }
      case 'chat.end':
        return desk.change({ status: 'ended', endedAt: Date.now(), position: null });
    }
  };
  return desk;
}

const windowOf = (page: Page) => page.getByRole('dialog');
const composer = (page: Page) => windowOf(page).getByRole('textbox');

async function startChat(page: Page, question = 'Will both lamps arrive together?'): Promise<void> {
  await page.evaluate(() => Reflect.get(window, 'opportune')('open'));
  await page.getByLabel('Your question').fill(question);
  await page.getByRole('button', { name: 'Start chat' }).click();
}

async function leaveInstead(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Leave a message instead' }).click();
  await page.getByLabel('E-mail').fill('clara@jensen.example');
  await page.getByLabel('Your question').fill('I am in no hurry.');
  await page.getByRole('button', { name: 'Send message' }).click();
  await page.getByText('Your message is on its way').waitFor();
}

async function answered(peer: Peer, desk: Desk): Promise<void> {
  await peer.until('the chat', () => desk.messages.length === 1);
  desk.change({ status: 'active', agent: 'Mara', position: null });
}

test('a visitor asks, sees the place in line, is answered, and the marks come true one by one', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const page = await visit();
  await startChat(page);
  await page.getByText('You are second in line').waitFor();
  await windowOf(page).getByText('Sent', { exact: true }).waitFor();
  await answered(peer, desk);
  desk.say('Hello, shall I check?');
  await page.getByText('Hello, shall I check?').waitFor();
  await peer.until(
    'received and read',
    () =>
      desk.frames('chat.received').some(({ through }) => through === 2) &&
      desk.frames('chat.read').some(({ through }) => through === 2),
  );
  await composer(page).fill('Yes please');
  await page.keyboard.press('Enter');
  await peer.until('the post', () => desk.messages.length === 3);
  assert.deepEqual(
    desk.messages.map(({ body }) => body.type === 'text' && body.text),
    ['Will both lamps arrive together?', 'Hello, shall I check?', 'Yes please'],
  );
  desk.change({ agentDelivered: 3 });
  await page.getByText('Delivered').last().waitFor();
  desk.change({ agentRead: 3 });
  await page
    .getByText(/^Seen · /)
    .last()
    .waitFor();
});

test('[C2] a chat that is begun while the database is away goes out again by itself, under the same ids, and stands there once', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  desk.refuses.push(
    { code: 'engine.unavailable', stored: true },
    { code: 'rate.messages', stored: false },
  );
  const page = await visit();
  await startChat(page);
  await page.getByText('You are second in line').waitFor();
  await windowOf(page).getByText('Sent', { exact: true }).waitFor();
  const starts = desk.frames('chat.start');
  assert.equal(starts.length, 3);
  assert.equal(new Set(starts.map(({ request, message }) => `${request} ${message?.id}`)).size, 1);
  assert.equal(desk.messages.length, 1);
});

for (const code of ['agent.no_room', 'queue.full'] as const)
  test(`[C2] [C4] a chat that nobody has room for (${code}) becomes a message, which is left with its words`, async (each) => {
    const { peer, visit } = await setUp(each);
    const desk = openDesk(peer);
    desk.refuses.push({ code, stored: false }, { code: 'engine.unavailable', stored: false });
    const page = await visit();
    await startChat(page);
    await page.getByLabel('E-mail').fill('clara@jensen.example');
    assert.equal(
      await page.getByLabel('Your question').inputValue(),
      'Will both lamps arrive together?',
    );
    await page.getByRole('button', { name: 'Send message' }).click();
    await page.getByText('Your message is on its way').waitFor();
    assert.equal(desk.frames('chat.start').length, 1);
    assert.equal(desk.frames('chat.leave').length, 2);
    assert.equal(desk.messages.length, 1);
  });

test('accepting an invitation starts the chat at once, with its decision', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const page = await visit();
  peer.send({ type: 'engage', engagement: engagement() });
  await page.getByRole('button', { name: 'Ask Mara' }).click();
  const start = await peer.until('chat.start', () => desk.frames('chat.start')[0]);
  assert.equal(start.decision, 'decision-1');
  await windowOf(page).waitFor();
  await page.waitForFunction(() => document.activeElement?.localName === 'opportune-part');
  await peer.until('clicked', () => peer.names().includes('Engagement Clicked'));
});

test('without a connection messages wait outlined, and arrive once each when it is back', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const page = await visit();
  await startChat(page);
  await answered(peer, desk);
  desk.deaf = true;
  await composer(page).fill('Taken, but not acknowledged');
  await page.keyboard.press('Enter');
  await peer.until('the post', () => desk.messages.length === 2);
  peer.down = true;
  peer.cut();
  await page.getByText('No connection. Trying again; your messages wait.').waitFor();
  await composer(page).fill('Written offline');
  await page.keyboard.press('Enter');
  await page.getByText('Waiting to send').nth(1).waitFor();
  assert.deepEqual(await findings(page), []);
  desk.deaf = false;
  peer.down = false;
  await peer.until('both', () => desk.messages.length === 3);
  await page.getByText('Waiting to send').first().waitFor({ state: 'detached' });
  assert.deepEqual(
    desk.messages.map(({ body }) => body.type === 'text' && body.text),
    ['Will both lamps arrive together?', 'Taken, but not acknowledged', 'Written offline'],
  );
  assert.equal(await page.getByText('Taken, but not acknowledged').count(), 1);
});

test('[C43] after ten minutes of sleep the window finds its line dead within seconds, catches up and sends what waits once, and a clock that is set stops no typing', async (each) => {
  const { peer, context, visit } = await setUp(each);
  await context.clock.install();
  const lines: { dead: boolean }[] = [];
  let noticed: Promise<unknown> = Promise.resolve();
  await context.routeWebSocket('**/v1/socket', async (socket) => {
    // The next line opens once the loss was seen: it may be back sooner than the test looks again.
    await noticed;
    const line = { dead: false };
    const server = socket.connectToServer();
    socket.onMessage((frame) => line.dead || server.send(frame));
    server.onMessage((frame) => line.dead || socket.send(frame));
    lines.push(line);
  });
  const desk = openDesk(peer);
  const page = await visit();
  await startChat(page);
  await answered(peer, desk);
  await windowOf(page).getByText('Mara').first().waitFor();

  // The lid is closed: the line carries nothing any more, and nobody says so.
  for (const line of lines) line.dead = true;
  await composer(page).fill('Are you there?');
  await page.keyboard.press('Enter');
  desk.say('Both are in stock.');
  noticed = page.getByText('No connection').waitFor();
  const wokeAt = performance.now();
  await context.clock.fastForward('10:00');
  await noticed;
  assert.ok(performance.now() - wokeAt < 15_000);
  await windowOf(page).getByText('Both are in stock.').waitFor();
  await peer.until('what waited', () => desk.messages.length === 3);
  await page.getByText('No connection').waitFor({ state: 'detached' });
  await page.getByText('Waiting to send').waitFor({ state: 'detached' });

  // A clock that is an hour ahead, then one that is an hour behind.
  const said = ['Will both lamps arrive together?', 'Both are in stock.', 'Are you there?'];
  for (const [hours, text] of [
    [1, 'An hour ahead'],
    [-1, 'An hour behind'],
  ] as const) {
    await context.clock.setSystemTime(Date.now() + hours * 3_600_000);
    const before = desk.frames('chat.typing').length;
    await composer(page).fill(text);
    await peer.until('typing', () => desk.frames('chat.typing').length > before);
    await page.keyboard.press('Enter');
    said.push(text);
    await peer.until(text, () => desk.messages.length === said.length);
  }
  assert.deepEqual(
    desk.messages.map(({ body }) => body.type === 'text' && body.text),
    said,
  );
  await page.getByText('Waiting to send').waitFor({ state: 'detached' });
  const shown = await windowOf(page).textContent();
  const places = said.map((text) => shown?.indexOf(text) ?? -1);
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  for (const text of said)
    assert.equal(await windowOf(page).getByText(text, { exact: true }).count(), 1, text);
});

test('a reload and a page change lose nothing: not the transcript, the draft, nor what waited to be sent', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  peer.pages.set('/cart', { html: shopPage() });
  const page = await visit();
  await startChat(page);
  await answered(peer, desk);
  await composer(page).fill('half a sen');
  await page.reload();
  await windowOf(page).getByText('Will both lamps arrive together?').waitFor();
  assert.equal(await composer(page).inputValue(), 'half a sen');
  assert.equal(
    await page.evaluate(() => document.activeElement?.localName),
    'body',
    'a page change takes no focus',
  );
  peer.down = true;
  peer.cut();
  await page.getByText('No connection').waitFor();
  await composer(page).fill('sent into the void');
  await page.keyboard.press('Enter');
  const going = page.goto(`${peer.pageOrigin}/cart`);
  peer.down = false;
  await going;
  await peer.until('the message', () =>
    desk.messages.some(({ body }) => body.type === 'text' && body.text === 'sent into the void'),
  );
  await windowOf(page).getByText('sent into the void').waitFor();
});

test('[C44] in two tabs: one draft, and what both wrote without a connection arrives, though one is closed', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const first = await visit();
  const second = await visit();
  const waiting = (page: Page, many: number) =>
    page
      .getByText('Waiting to send')
      .nth(many - 1)
      .waitFor();
  peer.down = true;
  peer.cut();
  await second.evaluate(() => Reflect.get(window, 'opportune')('open'));
  await second.getByLabel('Your question').waitFor();
  await startChat(first);
  await waiting(second, 1);
  peer.down = false;
  await answered(peer, desk);
  await composer(first).fill('half a sen');
  await second.waitForFunction(
    (field) => field instanceof HTMLTextAreaElement && field.value === 'half a sen',
    await composer(second).elementHandle(),
  );
  peer.down = true;
  peer.cut();
  for (const [page, text] of [
    [first, 'From the first'],
    [second, 'From the second'],
  ] as const) {
    await page.getByText('No connection').waitFor();
    await composer(page).fill(text);
    await page.keyboard.press('Enter');
  }
  await waiting(first, 2);
  await waiting(second, 2);
  await first.close();
  await second.reload();
  peer.down = false;
  await peer.until('both', () => desk.messages.length === 3);
  assert.deepEqual(
    desk.messages.map(({ body }) => body.type === 'text' && body.text),
    ['Will both lamps arrive together?', 'From the first', 'From the second'],
  );
  // Its window is drawn anew, with the lines in it, and then shows what was stored.
  await second.getByText('From the first').waitFor();
  await second.getByText('Waiting to send').first().waitFor({ state: 'detached' });
  assert.equal(await second.getByText('From the first').count(), 1);
});

test('what could not be asked for while the database was away is asked for again', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const page = await visit();
  await startChat(page);
  await answered(peer, desk);
  await windowOf(page).getByText('Mara').first().waitFor();
  desk.away = true;
  const before = desk.frames('chat.resume').length;
  peer.cut();
  desk.say('Both are in stock.');
  await peer.until('the question', () => desk.frames('chat.resume').length > before);
  desk.away = false;
  await windowOf(page).getByText('Both are in stock.').waitFor();
});

test('a long transcript is resumed page by page until complete, each message once, in order', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer, 7);
  const page = await visit();
  await startChat(page);
  await answered(peer, desk);
  peer.down = true;
  peer.cut();
  for (let at = 0; at < 30; at += 1) desk.say(`Line ${at}`);
  peer.down = false;
  await windowOf(page).getByText('Mara: Line 29').waitFor();
  await windowOf(page).getByText('Mara: Line 8').waitFor();
  const lines = await windowOf(page)
    .getByText(/^Mara: Line \d+$/)
    .allTextContents();
  assert.deepEqual(
    lines.map((line) => line.replace(/^Mara: /, '')),
    Array.from({ length: 30 }, (_, at) => `Line ${at}`),
  );
});

test('typing: the text goes out only where previews are on, and the visitor is told; else only a sign', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const page = await visit();
  await startChat(page);
  await answered(peer, desk);
  await page.getByText('We can see what you write before you send it.').waitFor();
  await composer(page).fill('my secret');
  await peer.until('the preview', () =>
    desk.frames('chat.typing').some(({ text }) => text === 'my secret'),
  );
  await composer(page).fill('');
  await peer.until('stopped', () => desk.frames('chat.typing').at(-1)?.text === '');
  peer.settings = { ...peer.settings, typingPreview: false };
  await page.reload();
  await composer(page).fill('hidden words');
  await peer.until('a sign', () => desk.frames('chat.typing').at(-1)?.text === '…');
  assert.equal(await page.getByText('We can see what you write').count(), 0);
  assert.ok(!JSON.stringify(desk.frames('chat.typing')).includes('hidden words'));
  peer.send({ type: 'chat.typing', conversation: 'c1', typing: true });
  await page.getByText('Mara is typing').waitFor();
  peer.send({ type: 'chat.typing', conversation: 'c1', typing: true, by: 'Cy' });
  await page.getByText('Cy is typing').waitFor();
  peer.send({ type: 'chat.typing', conversation: 'c1', typing: false, by: 'Mara' });
  desk.say('I have it.');
  await page.getByText('Cy is typing').waitFor({ state: 'detached' });
});

test('minimised, new messages are counted and not called read; opened, they are read', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const page = await visit();
  await startChat(page);
  await answered(peer, desk);
  await windowOf(page).getByText('Mara', { exact: true }).waitFor();
  await composer(page).press('Escape');
  const launcher = page.getByRole('button', { name: /Mara/ });
  await launcher.waitFor();
  desk.say('Still there?');
  desk.say('I found it.');
  await page.getByRole('button', { name: /2 new messages/ }).waitFor();
  await peer.until('received', () =>
    desk.frames('chat.received').some(({ through }) => through === 3),
  );
  assert.ok(!desk.frames('chat.read').some(({ through }) => through >= 2));
  assert.deepEqual(await findings(page), []);
  await page.keyboard.press('Enter');
  await peer.until('read', () => desk.frames('chat.read').some(({ through }) => through === 3));
});

test('ending asks first, says so, and offers a new chat', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const page = await visit();
  await startChat(page);
  await answered(peer, desk);
  await page.getByRole('button', { name: 'End chat' }).click();
  await page.getByRole('button', { name: 'Keep chatting' }).click();
  assert.equal(desk.frames('chat.end').length, 0);
  await page.getByRole('button', { name: 'End chat' }).click();
  assert.deepEqual(await findings(page), []);
  await page.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click();
  await page.getByText('Conversation ended').waitFor();
  assert.deepEqual(await findings(page), []);
  await page.getByRole('button', { name: 'Start a new chat' }).click();
  await page.getByLabel('Your question').waitFor();
});

test('a window that was closed and opened again asks once what follows a chat', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const page = await visit();
  for (const _ of [1, 2]) {
    await page.evaluate(() => Reflect.get(window, 'opportune')('open'));
    await windowOf(page).getByLabel('Your question').press('Escape');
    await windowOf(page).waitFor({ state: 'detached' });
  }
  await startChat(page);
  await answered(peer, desk);
  desk.change({ status: 'ended', endedAt: Date.now() });
  await page.getByRole('button', { name: 'Start a new chat' }).waitFor();
  await peer.until('asked', () => desk.frames('chat.after').length > 0);
  // Whatever else asks does so after the same paint, and so before what the page says behind the next.
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  await page.evaluate(() => Reflect.get(window, 'opportune')('track', 'Behind'));
  await peer.until('the event', () =>
    desk.frames('events').some(({ events }) => JSON.stringify(events).includes('Behind')),
  );
  assert.equal(desk.frames('chat.after').length, 1);
});

test('when nobody is there a message is left with an address, which is checked', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  peer.settings = { ...peer.settings, agentsOnline: false };
  const page = await visit();
  await page.evaluate(() => Reflect.get(window, 'opportune')('open'));
  await page.getByLabel('E-mail').fill('clara@jensen');
  await page.getByLabel('Your question').fill('Do you take old lamps?');
  await page.getByRole('button', { name: 'Send message' }).click();
  await page.getByText('Enter a whole address, like name@example.com').waitFor();
  assert.equal(desk.frames('chat.leave').length, 0);
  assert.deepEqual(await findings(page), []);
  await page.getByLabel('E-mail').fill('clara@jensen.example');
  await page.getByRole('button', { name: 'Send message' }).click();
  const left = await peer.until('the message', () => desk.frames('chat.leave')[0]);
  assert.deepEqual(
    [left.address, left.message.text],
    ['clara@jensen.example', 'Do you take old lamps?'],
  );
  await page.getByText('Your message is on its way').waitFor();
  assert.deepEqual(await findings(page), []);
});

test('[C4] who waits leaves a message instead, and nothing ends the conversation that becomes it', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const page = await visit();
  await startChat(page);
  await leaveInstead(page);
  assert.equal(desk.frames('chat.leave').length, 1);
  assert.equal(desk.frames('chat.end').length, 0);
});

test('[C4] what an agent took while it was to become a message is ended, and the message is left', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const asBefore = peer.answer;
  peer.answer = (frame, send) => {
    if (frame.type !== 'chat.leave') return asBefore(frame, send);
    const conversation = { ...desk.conversation, id: 'c2', status: 'message' as const };
    send({ type: 'chat.state', request: frame.request, conversation });
  };
  const page = await visit();
  await startChat(page);
  await leaveInstead(page);
  await peer.until('the end', () => desk.frames('chat.end').length > 0);
  assert.deepEqual(
    desk.frames('chat.end').map(({ conversation }) => conversation),
    ['c1'],
  );
});

test('a refused start leads to leaving a message, with the reason and the text kept', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.answer = (frame, send) => {
    if (frame.type !== 'chat.start') return;
    send({
      type: 'chat.refused',
      conversation: null,
      id: null,
      request: frame.request,
      problem: {
        code: 'queue.full',
        message: 'The queue is full; leave a message instead.',
        retry: true,
      },
    });
  };
  const page = await visit();
  await startChat(page, 'Is anybody there?');
  await page.getByText('The queue is full; leave a message instead.').waitFor();
  assert.equal(await page.getByLabel('Your question').inputValue(), 'Is anybody there?');
});

test('text is never markup, and web addresses are links that open apart', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const page = await visit();
  await startChat(page);
  await answered(peer, desk);
  desk.say(
    '<img src=x onerror="window.broken=1"> see https://example.com/a?b=1. and javascript:alert(1)',
  );
  const link = windowOf(page).getByRole('link');
  await link.waitFor();
  assert.equal(await link.getAttribute('href'), 'https://example.com/a?b=1');
  assert.equal(await link.getAttribute('rel'), 'noopener noreferrer nofollow');
  assert.equal(await windowOf(page).locator('img').count(), 0);
  assert.equal(await page.evaluate(() => Reflect.get(window, 'broken')), undefined);
});

test('every state: nothing found by axe, wide and light, on a phone and dark', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/dark', { html: shopPage({ dark: true }) });
  for (const [path, width] of [
    ['/', 1200],
    ['/dark', 390],
  ] as const) {
    const desk = openDesk(peer);
    peer.conversations = [];
    if (width < 500)
      peer.settings = {
        ...peer.settings,
        look: { colour: '#ffcf24', radiusPx: 2, name: 'Voltari' },
      };
    const page = await visit(path);
    await page.setViewportSize({ width, height: 760 });
    await page.evaluate(() => Reflect.get(window, 'opportune')('open'));
    await page.getByLabel('Your question').waitFor();
    assert.deepEqual(await findings(page), [], 'before');
    await startChat(page);
    await page.getByText('You are second in line').waitFor();
    assert.deepEqual(await findings(page), [], 'waiting');
    await answered(peer, desk);
    desk.say('Hello https://example.com');
    await page.getByText('Hello').waitFor();
    assert.deepEqual(await findings(page), [], 'conversation');
    const box = await windowOf(page).boundingBox();
    assert.deepEqual(
      box,
      width < 500
        ? { x: 0, y: 0, width: 390, height: 760 }
        : { x: 804, y: 120, width: 376, height: 620 },
    );
    await page.evaluate(() => localStorage.clear());
    await page.close();
  }
});
