// The tag in a real browser: what the page and its visitor do arrives at the server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shopPage } from './browser.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests();

test('a page view and calls queued before the tag loaded arrive over one socket, in order', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/', {
    html: shopPage({
      head: `<meta data-section="product, lighting"><script>opportune('track','Product Viewed',{sku:'orla',price:289});opportune('cart',{total:123.5,items:1});opportune('identify','c-7',{plan:'gold'},'signed-token')</script>`,
    }),
  });
  await visit('/?utm_source=x');
  const identified = await peer.until('Identify', () =>
    peer.events().find(({ name }) => name === 'Identify'),
  );
  const [first, viewed, cart] = peer.events();
  assert.equal(first?.kind, 'page');
  assert.deepEqual(
    [first?.page?.path, first?.page?.search, first?.page?.title],
    ['/', '?utm_source=x', 'Orla floor lamp'],
  );
  assert.deepEqual(first?.sections, ['product', 'lighting']);
  assert.deepEqual(
    [viewed?.name, viewed?.properties],
    ['Product Viewed', { sku: 'orla', price: 289 }],
  );
  assert.deepEqual([cart?.name, cart?.properties], ['Cart Updated', { total: 123.5, items: 1 }]);
  assert.deepEqual(
    [identified.kind, identified.userId, identified.token, identified.properties],
    ['identify', 'c-7', 'signed-token', { plan: 'gold' }],
  );
  assert.equal(viewed?.pageView, first?.pageView);
  assert.equal(new Set(peer.received.map(({ connection }) => connection)).size, 1);
  const hello = peer.received[0]?.frame;
  assert.equal(
    hello?.type === 'hello' && hello.fresh && hello.automated && hello.pageView === first?.pageView,
    true,
  );
});

test('a page that names no user identifies nobody: its traits belong to the present visitor', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await visit();
  await page.evaluate(() => {
    const opportune = Reflect.get(window, 'opportune');
    opportune('identify', undefined, { plan: 'free' });
    opportune('identify', { plan: 'gold' });
  });
  const said = () => peer.events().filter(({ name }) => name === 'Identify');
  await peer.until('both', () => said().length === 2);
  assert.deepEqual(
    said().map(({ userId, properties }) => [userId, properties]),
    [
      [undefined, { plan: 'free' }],
      [undefined, { plan: 'gold' }],
    ],
  );
});

test('a route of a single-page application is a new page view with its referrer; the same address is not', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await visit();
  await page.evaluate(() => {
    history.pushState({}, '', '/cart');
    document.title = 'Cart';
  });
  const cart = await peer.until('the route', () =>
    peer.events().find((event) => event.page?.path === '/cart'),
  );
  const [first] = peer.events();
  assert.notEqual(cart.pageView, first?.pageView);
  assert.deepEqual([cart.page?.title, cart.page?.referrer], ['Cart', `${peer.pageOrigin}/`]);
  await page.evaluate(() => history.replaceState({ scroll: 1 }, '', '/cart?sort=price'));
  await page.evaluate(() => history.back());
  await peer.until(
    'back',
    () => peer.events().filter((event) => event.kind === 'page').length === 3,
  );
  assert.deepEqual(
    peer
      .events()
      .filter(({ kind }) => kind === 'page')
      .map((event) => event.page?.path),
    ['/', '/cart', '/'],
  );
});

test('hash routes are page views only if the script says so', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/hash', { html: shopPage({ attributes: 'data-hash' }) });
  const plain = await visit();
  await plain.evaluate(() => void (location.hash = '#one'));
  await plain.evaluate(() => Reflect.get(window, 'opportune')('track', 'After'));
  await peer.until('After', () => peer.names().includes('After'));
  assert.equal(peer.events().filter(({ kind }) => kind === 'page').length, 1);
  const hashed = await visit('/hash');
  await hashed.evaluate(() => void (location.hash = '#two'));
  await peer.until('the hash route', () =>
    peer.events().some((event) => event.kind === 'page' && event.page?.url.endsWith('#two')),
  );
});

test('marked clicks, scroll depth, errors and leaving are reported once each', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/', { html: shopPage({ body: '<div style="height:3000px"></div>' }) });
  const page = await visit();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('broken basket');
      }),
  );
  await page.mouse.move(300, 200);
  await page.evaluate(() =>
    document.documentElement.dispatchEvent(
      new MouseEvent('mouseout', { clientY: -1, bubbles: true, relatedTarget: null }),
    ),
  );
  await page.evaluate(() =>
    document.documentElement.dispatchEvent(
      new MouseEvent('mouseout', { clientY: -1, bubbles: true, relatedTarget: null }),
    ),
  );
  await peer.until('scroll to the end', () =>
    peer
      .events()
      .some(({ name, properties }) => name === 'Scroll Reached' && properties['percent'] === 100),
  );
  const of = (name: string) =>
    peer
      .events()
      .filter((event) => event.name === name)
      .map(({ properties }) => properties);
  assert.deepEqual(of('Element Clicked'), [{ mark: 'add-to-cart' }]);
  assert.deepEqual(
    of('Scroll Reached').map(({ percent }) => percent),
    [25, 50, 75, 90, 100],
  );
  await peer.until('the error', () => of('Error Met').length);
  assert.match(String(of('Error Met')[0]?.['message']), /broken basket/);
  await peer.until('leaving', () => of('Leaving').length);
  assert.deepEqual(of('Leaving'), [{ how: 'pointer' }]);
});

test('forms are reported as started, left or submitted, and never a value', async (each) => {
  const { peer, visit } = await setUp(each);
  const form =
    '<form id="NAME" onsubmit="event.preventDefault()"><input name="card"><button>Pay</button></form>';
  peer.pages.set('/', {
    html: shopPage({ body: form.replace('NAME', 'pay') + form.replace('NAME', 'letter') }),
  });
  const page = await visit();
  await page.locator('#pay input').fill('4111-secret');
  await page.locator('#pay button').click();
  await page.locator('#letter input').fill('other-secret');
  await page.goto('about:blank');
  await peer.until('Form Left', () => peer.names().includes('Form Left'));
  const forms = peer.events().filter(({ name }) => name.startsWith('Form'));
  assert.deepEqual(
    forms.map(({ name, properties }) => [name, properties['form']]),
    [
      ['Form Started', 'pay'],
      ['Form Submitted', 'pay'],
      ['Form Started', 'letter'],
      ['Form Left', 'letter'],
    ],
  );
  assert.ok(!JSON.stringify(peer.received).includes('secret'));
});

test('idle begins after thirty seconds without input and ends with the next', async (each) => {
  const { peer, context } = await setUp(each);
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(`${peer.pageOrigin}/`);
  await peer.until('a page view', () => peer.names().includes('Page'));
  // The clock also runs by itself, for as long as this takes.
  await page.clock.fastForward(15_000);
  assert.ok(!peer.names().includes('Idle Started'));
  await page.clock.fastForward(16_000);
  await peer.until('idle', () => peer.names().includes('Idle Started'));
  await page.mouse.move(10, 10);
  await page.clock.fastForward(500);
  await peer.until('active', () => peer.names().includes('Idle Ended'));
});

test('the last events before the page goes come by beacon, and again later under the same id', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await visit();
  peer.acknowledges = false;
  await page.evaluate(() => Reflect.get(window, 'opportune')('track', 'Last Words'));
  // A page that goes at once may leave before its socket takes the event: only the beacon has it
  // then.
  await peer.until('by socket', () => peer.names().includes('Last Words'));
  await page.goto('about:blank');
  await peer.until('the beacon', () =>
    peer.received.some(
      (entry) =>
        entry.via === 'beacon' && peer.eventsIn(entry).some(({ name }) => name === 'Page Left'),
    ),
  );
  peer.acknowledges = true;
  await visit();
  const last = peer.events().find(({ name }) => name === 'Last Words');
  await peer.until(
    'sent again',
    () =>
      peer.received.filter(
        (entry) => entry.via === 'socket' && peer.eventsIn(entry).some(({ id }) => id === last?.id),
      ).length === 2,
  );
});
