// The chat window against a peer that keeps a conversation: nothing is lost, nothing doubled, marks
// are correct, and every state is readable and works by keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { findings } from './axe.test-support.ts';
import { shopPage } from './browser.test-support.ts';
import { answered, composer, openDesk, startChat, windowOf } from './chat.test-support.ts';
import { engagement } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';
import { wholeRun } from '../../../test/support/whole-run.test-support.ts';

const setUp = browserTests();

async function leaveInstead(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Leave a message instead' }).click();
  await page.getByLabel('E-mail').fill('clara@jensen.example');
  await page.getByLabel('Your question').fill('I am in no hurry.');
  await page.getByRole('button', { name: 'Send message' }).click();
  await page.getByText('Your message is on its way').waitFor();
}

test('a visitor asks, sees the place in line, is answered, and the marks appear one by one', async (each) => {
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
    .getByText(/^Read \d/)
    .last()
    .waitFor();
});

test('[C2] a chat begun while the database is away is sent again by itself, under the same ids, and appears once', async (each) => {
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

test(
  '[C43] after ten minutes of sleep the window finds its line dead within seconds, catches up and sends what waits once, and a changed clock stops no typing',
  wholeRun,
  async (each) => {
    const { peer, context, visit } = await setUp(each);
    await context.clock.install();
    const lines: { dead: boolean }[] = [];
    let noticed: Promise<unknown> = Promise.resolve();
    await context.routeWebSocket('**/v1/socket*', async (socket) => {
      // The next line opens once the loss was noticed: it may be back sooner than the test looks
      // again.
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

    // The lid is closed: the line carries nothing any more, and no side is told.
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
  },
);

test('a reload and a page change lose nothing: transcript, draft, and unsent messages', async (each) => {
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

test('[C44] in two tabs: one draft, and what both wrote without a connection arrives, even if one is closed', async (each) => {
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
  // Its window is redrawn with the lines in it, and then shows what was stored.
  await second.getByText('From the first').waitFor();
  await second.getByText('Waiting to send').first().waitFor({ state: 'detached' });
  assert.equal(await second.getByText('From the first').count(), 1);
});

test('a request that failed while the database was away is repeated', wholeRun, async (each) => {
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

test('typing: the text is sent only if previews are on, and the visitor is told; else only a sign', async (each) => {
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

test('minimised, new messages are counted and not marked as read; opened, they are read', async (each) => {
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

test('a window that was closed and opened again requests once what follows a chat', async (each) => {
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
  // Any other request is made after the same paint, and so before what the page says after the
  // next.
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
  await page.getByText('Enter a full address, like name@example.com').waitFor();
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

test('[C4] a waiting visitor leaves a message instead, and nothing ends the conversation that becomes it', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const page = await visit();
  await startChat(page);
  await leaveInstead(page);
  assert.equal(desk.frames('chat.leave').length, 1);
  assert.equal(desk.frames('chat.end').length, 0);
});

test('[C4] if an agent takes it while it is to become a message, it is ended, and the message is left', async (each) => {
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

test('text is never markup, and web addresses are links that open in a new tab', async (each) => {
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
        : { x: 788, y: 20, width: 392, height: 720 },
    );
    await page.evaluate(() => localStorage.clear());
    await page.close();
  }
});

test('[MH7] [MH8] a screen reader is told of each message of an agent once, and of nothing else', async (each) => {
  const { peer, visit } = await setUp(each);
  const desk = openDesk(peer);
  const page = await visit();
  await startChat(page);
  await answered(peer, desk);
  await windowOf(page).getByText('Mara', { exact: true }).first().waitFor();
  const log = page.getByRole('log');
  // What a live region announces: text that is added to it, except where it is switched off.
  await log.evaluate((element) => {
    const told: string[] = [];
    Reflect.set(window, 'told', told);
    const isQuiet = (node: Node): boolean =>
      (node instanceof Element ? node : node.parentElement)?.closest('[aria-live=off]') !== null;
    new MutationObserver((changes) => {
      const nodes = changes.flatMap(({ addedNodes, target, type }) =>
        type === 'characterData' ? [target] : [...addedNodes],
      );
      // A node that comes within another one is told with it.
      const outer = nodes.filter((node) => !nodes.some((by) => by !== node && by.contains(node)));
      told.push(...outer.flatMap((node) => (isQuiet(node) ? [] : (node.textContent ?? ''))));
    }).observe(element, { childList: true, characterData: true, subtree: true });
  });
  await composer(page).fill('Both lamps?');
  await page.keyboard.press('Enter');
  await peer.until('the post', () => desk.messages.length === 2);
  desk.change({ agentDelivered: 2 });
  desk.change({ agentRead: 2 });
  await page.getByText(/^Read \d/).waitFor();
  peer.send({ type: 'chat.typing', conversation: 'c1', typing: true });
  await log.getByText('Mara is typing').waitFor({ state: 'attached' });
  desk.say('On Thursday');
  desk.say('Both in one parcel');
  await page.getByText('Both in one parcel').waitFor();
  const told = (await page.evaluate(() => Reflect.get(window, 'told'))) as string[];
  assert.deepEqual(
    told.filter((text) => text !== ''),
    ['Mara: On Thursday', 'Mara: Both in one parcel'],
  );
  const tree = await log.ariaSnapshot();
  for (const text of ['Both lamps?', 'On Thursday', 'Both in one parcel'])
    assert.equal(tree.split(text).length, 2, `${text} in ${tree}`);
  assert.deepEqual(await findings(page), []);
});
