// Nothing is stored and nothing is sent before consent, where consent is asked for; and what was
// allowed before is erased when it is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { shopPage } from './browser.ts';
import { browserTests } from './setup.ts';

const setUp = browserTests();
const stored = (page: Page): Promise<string[]> =>
  page.evaluate(() => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...document.cookie.split('; ').filter(Boolean),
  ]);
const say = (page: Page, ...command: unknown[]): Promise<void> =>
  page.evaluate((words) => Reflect.get(window, 'opportune')(...words), command);

test('before consent nothing is stored, sent or connected; with it the page view arrives', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/', {
    html: shopPage({
      attributes: 'data-consent="wait"',
      head: `<script>opportune('track','Too Early')</script>`,
    }),
  });
  const requests: string[] = [];
  const page = await visit('/', { quiet: true });
  page.on('request', (request) => requests.push(request.url()));
  page.on('websocket', (socket) => requests.push(socket.url()));
  await page.waitForFunction(() => !('q' in Reflect.get(window, 'opportune')));
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await say(page, 'track', 'Still Early');
  await page.evaluate(() => history.pushState({}, '', '/x'));
  await page.waitForFunction(() => performance.now() > 1500);
  assert.deepEqual([await stored(page), requests, peer.received.length], [[], [], 0]);
  await say(page, 'consent', 'granted');
  await peer.until('a page view', () => peer.names().includes('Page'));
  assert.ok(!peer.names().includes('Too Early') && !peer.names().includes('Still Early'));
  const hello = peer.received[0]?.frame;
  assert.equal(hello?.type === 'hello' && hello.consented, true);
  assert.ok((await stored(page)).length > 0);
});

test('consent that was given holds on the next page; taken back, it erases and closes', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/', { html: shopPage({ attributes: 'data-consent="wait"' }) });
  const page = await visit('/', { quiet: true });
  await page.waitForFunction(() => !('q' in Reflect.get(window, 'opportune')));
  await say(page, 'consent', true);
  await peer.until('a page view', () => peer.names().includes('Page'));
  await page.reload();
  await peer.until(
    'a second page view',
    () => peer.names().filter((name) => name === 'Page').length === 2,
  );
  await say(page, 'consent', 'denied');
  await peer.until('the socket closed', () => peer.connections() === 0);
  assert.deepEqual(await stored(page), []);
  const count = peer.received.length;
  await say(page, 'track', 'After Refusal');
  await page.waitForFunction(
    (from) => performance.now() > from + 800,
    await page.evaluate(() => performance.now()),
  );
  assert.equal(peer.received.length, count);
});

test('a refusal where silence means yes is remembered on the next page', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await visit();
  await say(page, 'consent', false);
  await peer.until('the socket closed', () => peer.connections() === 0);
  await page.reload();
  await page.waitForFunction(
    () => !('q' in Reflect.get(window, 'opportune')) && performance.now() > 1000,
  );
  assert.equal(peer.names().filter((name) => name === 'Page').length, 1);
});

test('Global Privacy Control is a refusal where the script says so, and ignored where not', async (each) => {
  const { peer, context, visit } = await setUp(each);
  await context.addInitScript(() =>
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }),
  );
  peer.pages.set('/honours', { html: shopPage({ attributes: 'data-privacy-signals' }) });
  const page = await visit('/honours', { quiet: true });
  await page.waitForFunction(
    () => !('q' in Reflect.get(window, 'opportune')) && performance.now() > 1000,
  );
  assert.deepEqual([peer.received.length, await stored(page)], [0, []]);
  await visit('/');
  assert.equal(peer.names().includes('Page'), true);
});

test('a site whose settings are stricter than the script stops the tag and erases what it stored', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.settings = { ...peer.settings, consent: 'wait' };
  const page = await visit('/', { quiet: true });
  await peer.until('the hello', () => peer.received.some(({ frame }) => frame.type === 'hello'));
  await peer.until('the socket closed', () => peer.connections() === 0);
  assert.deepEqual(await stored(page), []);
  assert.ok(!peer.names().includes('Page'));
});

test('the visitor command gives the id only once it may exist, and reset makes another', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await visit();
  const id = await page.evaluate(
    () => new Promise<string>((resolve) => Reflect.get(window, 'opportune')('visitor', resolve)),
  );
  const hello = peer.received[0]?.frame;
  assert.equal(hello?.type === 'hello' && hello.visitor, id);
  await say(page, 'reset');
  const hellos = () =>
    peer.received.flatMap(({ frame }) => (frame.type === 'hello' ? [frame.visitor] : []));
  await peer.until('another visitor', () => hellos().length === 2 && hellos()[1] !== id);
});

test('consent that is taken back in one tab ends and erases in the others too', async (each) => {
  for (const [attributes, kept] of [
    ['data-consent="wait"', 0],
    ['', 1],
  ] as const) {
    const { peer, visit } = await setUp(each);
    peer.pages.set('/', { html: shopPage({ attributes }) });
    const first = await visit('/', { quiet: true });
    await first.waitForFunction(() => !('q' in Reflect.get(window, 'opportune')));
    await say(first, 'consent', true);
    await peer.until('a page view', () => peer.names().includes('Page'));
    const second = await visit();
    await say(second, 'consent', false);
    await peer.until('the socket closed', () => peer.connections() === 0);
    await say(first, 'track', 'After Refusal');
    await first.waitForFunction(
      (from) => performance.now() > from + 1500,
      await first.evaluate(() => performance.now()),
    );
    assert.ok(!peer.names().includes('After Refusal'));
    assert.equal(peer.connections(), 0);
    assert.equal((await stored(first)).length, kept);
  }
});

test('after a reset in one tab nobody sends as the former visitor, in whichever tab', async (each) => {
  const { peer, visit } = await setUp(each);
  const first = await visit();
  const second = await visit();
  const hellos = () =>
    peer.received.flatMap(({ frame }) => (frame.type === 'hello' ? [frame.visitor] : []));
  const [former] = hellos();
  await say(second, 'reset');
  await peer.until('another visitor', () => hellos().at(-1) !== former);
  await say(first, 'track', 'After Reset');
  await peer.until('the event', () => peer.names().includes('After Reset'));
  assert.notEqual(hellos().at(-1), former);
});
