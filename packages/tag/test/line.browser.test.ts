// One connection a browser, nothing lost, nothing twice under another id: tabs, leaders, lost
// connections, blocked sockets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { shopPage } from './browser.test-support.ts';
import { engagement } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests({ tabsApart: true });
const track = (page: Page, name: string): Promise<void> =>
  page.evaluate((said) => Reflect.get(window, 'opportune')('track', said), name);

test('two tabs share one socket, and each event carries the page view of its own tab', async (each) => {
  const { peer, visit } = await setUp(each);
  const one = await visit();
  const two = await visit();
  await track(one, 'From One');
  await track(two, 'From Two');
  await peer.until(
    'both',
    () => peer.names().includes('From One') && peer.names().includes('From Two'),
  );
  assert.equal(peer.received.filter(({ frame }) => frame.type === 'hello').length, 1);
  assert.equal(peer.connections(), 1);
  const view = (name: string): string | undefined =>
    peer.events().find((event) => event.name === name)?.pageView;
  assert.notEqual(view('From One'), view('From Two'));
});

test('when the leading tab is closed another takes the lead and sends what waited', async (each) => {
  const { peer, visit } = await setUp(each);
  const one = await visit();
  const two = await visit();
  peer.acknowledges = false;
  await track(two, 'Before');
  await peer.until('Before', () => peer.names().includes('Before'));
  await one.close({ runBeforeUnload: false });
  await peer.until(
    'a second hello',
    () => peer.received.filter(({ frame }) => frame.type === 'hello').length === 2,
  );
  peer.acknowledges = true;
  await track(two, 'After');
  await peer.until('After', () => peer.names().includes('After'));
  const before = peer.events().find(({ name }) => name === 'Before');
  await peer.until('Before again, under its id', () => before && peer.arrivals(before.id) >= 2);
  assert.equal(peer.connections(), 1);
});

test('a leader that does not answer loses the lead to the visible tab', async (each) => {
  const { peer, visit } = await setUp(each);
  const one = await visit();
  const two = await visit();
  const frozen = await one.context().newCDPSession(one);
  // To its other tabs a stopped debugger looks like a suspended page: it holds the lock and says
  // nothing.
  await frozen.send('Debugger.enable');
  await frozen.send('Debugger.pause');
  void one.evaluate(() => 1).catch(() => {});
  await track(two, 'While Frozen');
  await peer.until('the event by a new leader', () => peer.names().includes('While Frozen'));
  assert.ok(peer.received.filter(({ frame }) => frame.type === 'hello').length >= 2);
  await frozen.send('Debugger.disable');
});

test('events made without a connection wait in storage, survive a reload and arrive once each', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await visit();
  peer.down = true;
  peer.cut();
  await track(page, 'Offline One');
  await page.waitForFunction(() =>
    Object.keys(localStorage).some(
      (key) => key.includes('.q.') && localStorage.getItem(key)?.includes('Offline One'),
    ),
  );
  await page.reload();
  await track(page, 'Offline Two');
  peer.down = false;
  await peer.until(
    'both',
    () => peer.names().includes('Offline One') && peer.names().includes('Offline Two'),
  );
  for (const name of ['Offline One', 'Offline Two'])
    assert.equal(peer.events().filter((event) => event.name === name).length, 1, name);
  await page.waitForFunction(
    () =>
      !Object.keys(localStorage).some((key) => localStorage.getItem(key)?.includes('Offline One')),
  );
});

test('if sockets are blocked everything goes by long polls', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.socketsBlocked = true;
  const page = await visit();
  assert.equal(peer.received.find(({ frame }) => frame.type === 'events')?.via, 'polls');
  await track(page, 'By Poll');
  await peer.until('By Poll', () => peer.names().includes('By Poll'));
  peer.send({ type: 'engage', engagement: engagement() });
  await peer.until('shown', () => peer.names().includes('Engagement Shown'));
});

test('a decision for a page view that is over is reported as missed, one for this view is shown', async (each) => {
  const { peer, visit } = await setUp(each);
  await visit();
  const pageView = peer.events()[0]?.pageView ?? null;
  peer.send({
    type: 'engage',
    engagement: engagement({ decision: 'gone', pageView: 'another-view' }),
  });
  const missed = await peer.until('missed', () =>
    peer.events().find(({ name }) => name === 'Engagement Missed'),
  );
  assert.deepEqual(
    [missed.properties['decision'], missed.properties['reason']],
    ['gone', 'page-gone'],
  );
  peer.send({ type: 'engage', engagement: engagement({ decision: 'here', pageView }) });
  const shown = await peer.until('shown', () =>
    peer.events().find(({ name }) => name === 'Engagement Shown'),
  );
  assert.equal(shown.properties['decision'], 'here');
});

test('a decision whose page view ends while the renderer loads is reported as missed, not shown', async (each) => {
  const { peer, context, visit } = await setUp(each);
  let load = (): void => {};
  const asked = new Promise<void>((resolve) => {
    void context.route('**/tag/engage.*', (route) => {
      load = () => void route.continue();
      resolve();
    });
  });
  const page = await visit();
  const pageView = peer.events()[0]?.pageView ?? null;
  peer.send({ type: 'engage', engagement: engagement({ pageView }) });
  await asked;
  await page.evaluate(() => history.pushState({}, '', '/next'));
  await peer.until('the next page view', () =>
    peer.events().some((event) => event.kind === 'page' && event.pageView !== pageView),
  );
  load();
  const told = await peer.until('what became of it', () =>
    peer.events().find(({ name }) => name.startsWith('Engagement')),
  );
  assert.deepEqual([told.name, told.properties['reason']], ['Engagement Missed', 'page-gone']);
});

test('a decision for the page view of a following tab is shown in that tab', async (each) => {
  const { peer, visit } = await setUp(each);
  const one = await visit();
  const two = await visit();
  const pageView = peer.events().findLast(({ kind }) => kind === 'page')?.pageView ?? null;
  await track(two, 'Here');
  await peer.until('Here', () => peer.names().includes('Here'));
  await two.bringToFront();
  peer.send({ type: 'engage', engagement: engagement({ pageView }) });
  await two.getByText('Shall we check delivery').waitFor();
  assert.equal(await one.getByText('Shall we check delivery').count(), 0);
});

test('a page restored from the back-forward cache is a new page view on a new connection', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await visit();
  await page.evaluate(() =>
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })),
  );
  await peer.until('the socket closed', () => peer.connections() === 0);
  await page.evaluate(() =>
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
  );
  const restored = await peer.until('restored', () =>
    peer
      .events()
      .find(({ kind, properties }) => kind === 'page' && properties['restored'] === true),
  );
  assert.notEqual(restored.pageView, peer.events()[0]?.pageView);
});

test('a token that the server no longer accepts is forgotten, and the visitor is a new one', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/', { html: shopPage() });
  await visit();
  const hello = () => peer.received.flatMap(({ frame }) => (frame.type === 'hello' ? [frame] : []));
  peer.send({
    type: 'problem',
    problem: { code: 'visitor.token_invalid', message: '', retry: false },
  });
  await peer.until('a second hello', () => hello().length === 2);
  assert.notEqual(hello()[1]?.visitor, hello()[0]?.visitor);
  assert.deepEqual([hello()[1]?.fresh, hello()[1]?.token], [true, undefined]);
});

test('a token that the server no longer accepts loses nothing that other tabs have not sent', async (each) => {
  const { peer, visit } = await setUp(each);
  const one = await visit();
  const two = await visit();
  const hellos = () =>
    peer.received.flatMap(({ frame, connection }) =>
      frame.type === 'hello' ? [{ visitor: frame.visitor, connection }] : [],
    );
  const former = hellos()[0]?.visitor;
  const came = () => {
    const last = hellos().at(-1);
    const events = peer.received
      .filter(({ connection }) => connection === last?.connection)
      .flatMap(peer.eventsIn);
    const names = ['Unacknowledged', 'Unsent'];
    return (
      last?.visitor !== former && names.every((name) => events.some((each) => each.name === name))
    );
  };
  await two.evaluate(() => Reflect.get(window, 'opportune')('open'));
  await two.getByLabel('Your question').fill('Is it in stock?');
  peer.acknowledges = false;
  await track(two, 'Unacknowledged');
  await peer.until('the event', () => peer.names().includes('Unacknowledged'));
  // What a tab sends to a busy leader reaches it after the refusal.
  const busy = one.evaluate(() => {
    const until = performance.now() + 1500;
    while (performance.now() < until);
  });
  peer.send({
    type: 'problem',
    problem: { code: 'visitor.token_invalid', message: '', retry: false },
  });
  await track(two, 'Unsent');
  await busy;
  await peer.until('both as the new visitor', came);
  await one.close();
  await track(two, 'Afterwards');
  await peer.until('what came after', () => peer.names().includes('Afterwards'));
  await peer.until('both by the tab that is left', came);
  assert.equal(await two.getByLabel('Your question').inputValue(), 'Is it in stock?');
  const renewed = hellos().at(-1)?.visitor;
  await two.evaluate(() => Reflect.get(window, 'opportune')('reset'));
  await peer.until('another visitor', () => hellos().at(-1)?.visitor !== renewed);
  await track(two, 'After Reset');
  await peer.until('the event', () => peer.names().includes('After Reset'));
  assert.equal(came(), false);
});

test('if each tab has a connection of its own, others continue as the new visitor with their next, and lose nothing', async (each) => {
  const { peer, context, visit } = await setUp(each);
  await context.addInitScript(() => Reflect.deleteProperty(window, 'BroadcastChannel'));
  const one = await visit();
  const two = await visit();
  const hellos = () =>
    peer.received.flatMap(({ frame }) => (frame.type === 'hello' ? [frame.visitor] : []));
  peer.acknowledges = false;
  await track(two, 'Unacknowledged');
  await peer.until('the event', () => peer.names().includes('Unacknowledged'));
  peer.answer = (frame, send) => {
    if (!JSON.stringify(frame).includes('Refuse Me')) return;
    peer.answer = () => {};
    send({
      type: 'problem',
      problem: { code: 'visitor.token_invalid', message: '', retry: false },
    });
  };
  await track(one, 'Refuse Me');
  await peer.until('a third hello', () => hellos().length === 3);
  const [former, , renewed] = hellos();
  assert.notEqual(renewed, former);
  const event = peer.events().find(({ name }) => name === 'Unacknowledged');
  const before = peer.arrivals(event?.id ?? '');
  peer.cut();
  await peer.until('both connected anew', () => hellos().length === 5);
  assert.deepEqual(hellos().slice(3), [renewed, renewed]);
  await peer.until('the event again', () => peer.arrivals(event?.id ?? '') > before);
});
