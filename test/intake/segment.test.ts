// Segment's own server library, unchanged, as a client: every call, batches and retries. The stored
// facts are compared field by field. Also the plain HTTP forms of the same calls.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { Analytics } from '@segment/analytics-node';
import { problem } from '@opportune/protocol/errors.ts';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { visitorFromUserId } from '@opportune/server/collect/segment/derived-ids.ts';
import { Browser, event } from './browser-socket.test-support.ts';
import { shopOrigin, startCollect, until, type TestCollect } from './collect.test-support.ts';
import { storedEvents } from './stored-events.test-support.ts';

let server: TestCollect;
before(async () => {
  server = await startCollect();
});
after(() => server.close());

const stored = (where: string, params: Record<string, unknown>) =>
  storedEvents(server, where, params);

function basic(key: string): string {
  return `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
}

function call(
  path: string,
  body: object,
  headers: Record<string, string> = { authorization: basic(server.secretKey) },
): Promise<Response> {
  return fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function withLibrary(
  key: string,
  work: (analytics: Analytics) => void | Promise<void>,
  options: object = {},
): Promise<void> {
  const analytics = new Analytics({
    writeKey: key,
    host: server.url,
    flushInterval: 50,
    maxRetries: 5,
    ...options,
  });
  await work(analytics);
  await analytics.closeAndFlush({ timeout: 20_000 });
}

test('[I12] every call of the server library is stored, field by field', async () => {
  const anonymousId = randomUUID();
  const when = new Date(Date.now() - 60_000);
  const context = {
    ip: '127.0.0.1',
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
    locale: 'en-GB',
    timezone: 'Europe/London',
    page: {
      url: 'https://shop.example/p/1?utm_source=x',
      path: '/p/1',
      search: '?utm_source=x',
      title: 'One',
      referrer: 'https://search.example/',
    },
  };
  await withLibrary(server.secretKey, (analytics) => {
    analytics.identify({
      anonymousId,
      userId: 'ada',
      traits: { plan: 'gold', age: 36 },
      timestamp: when,
      context,
    });
    analytics.track({
      anonymousId,
      userId: 'ada',
      event: 'Order Completed',
      properties: {
        order_id: 'o-1',
        total: 99.5,
        products: [{ sku: 's', price: 99.5, quantity: 1 }],
      },
      timestamp: when,
      context,
    });
    analytics.page({
      anonymousId,
      name: 'Start',
      category: 'Shop',
      properties: {
        url: 'https://shop.example/start',
        path: '/start',
        title: 'Start',
        extra: [1, { deep: true }],
      },
      timestamp: when,
      context,
    });
    analytics.screen({ anonymousId, name: 'Cart', properties: { items: 2 }, timestamp: when });
    analytics.group({ anonymousId, groupId: 'g-1', traits: { seats: 5 }, timestamp: when });
    analytics.alias({ userId: 'ada', previousId: 'old-ada', timestamp: when });
  });
  const rows = await stored('visitor = {v: String}', { v: anonymousId });
  assert.deepEqual(
    rows.map(({ kind, name }) => [kind, name]),
    [
      ['identify', 'Identify'],
      ['track', 'Order Completed'],
      ['page', 'Page'],
      ['screen', 'Screen'],
      ['group', 'Group'],
      ['alias', 'Alias'],
    ],
  );
  for (const row of rows) {
    assert.equal(row.trust, 'server');
    assert.equal(row.bot, 0);
    assert.match(row.id, /^node-next-/);
    assert.ok(Math.abs(Date.parse(`${row.at}Z`) - when.getTime()) < 5000, row.at);
  }
  assert.deepEqual(
    rows.map(({ properties }): unknown => JSON.parse(properties)),
    [
      { plan: 'gold', age: 36 },
      { order_id: 'o-1', total: 99.5, products: [{ sku: 's', price: 99.5, quantity: 1 }] },
      {
        url: 'https://shop.example/start',
        path: '/start',
        title: 'Start',
        extra: [1, { deep: true }],
        name: 'Start',
        category: 'Shop',
      },
      { items: 2, name: 'Cart' },
      { seats: 5, groupId: 'g-1' },
      { previousId: 'old-ada' },
    ],
  );
  const [identify, order, page, screen] = rows;
  assert.deepEqual(
    identify && [
      identify.user_id,
      identify.device,
      identify.browser,
      identify.os,
      identify.language,
      identify.time_zone,
      identify.country,
    ],
    ['ada', 'desktop', 'Safari', 'macOS', 'en-GB', 'Europe/London', 'DE'],
  );
  assert.deepEqual(order && [order.url, order.path, order.search, order.title, order.referrer], [
    'https://shop.example/p/1?utm_source=x',
    '/p/1',
    '?utm_source=x',
    'One',
    'https://search.example/',
  ]);
  assert.deepEqual(page && [page.url, page.path, page.title], [
    'https://shop.example/start',
    '/start',
    'Start',
  ]);
  assert.deepEqual(screen && [screen.device, screen.url, screen.country], ['server', '', '']);
});

test('[I12] a batch is retried after 5xx and after 429, and then stored once', async () => {
  const anonymousId = randomUUID();
  let attempts = 0;
  server.intake.failing = problem('server.failed');
  await withLibrary(server.secretKey, async (analytics) => {
    analytics.on('http_response', () => {
      attempts++;
      server.intake.failing =
        attempts === 1
          ? problem('server.overloaded')
          : attempts === 2
            ? problem('rate.visitor')
            : null;
    });
    for (let index = 0; index < 5; index++)
      analytics.track({ anonymousId, event: 'Retried', properties: { index } });
  });
  assert.equal(attempts, 4);
  const rows = await stored('visitor = {v: String}', { v: anonymousId });
  assert.deepEqual(
    rows.map(({ properties }) => (JSON.parse(properties) as { index: number }).index),
    [0, 1, 2, 3, 4],
  );
});

test('[I12] with the write key the same library has page trust and is not a bot', async () => {
  const anonymousId = randomUUID();
  await withLibrary(server.writeKey, (analytics) =>
    analytics.track({ anonymousId, event: 'Thing Done' }),
  );
  const [row] = await stored('visitor = {v: String}', { v: anonymousId });
  assert.deepEqual([row?.trust, row?.bot, row?.device], ['page', 0, 'server']);
});

test('[I12] each call has its path and its one-letter form, by Basic key or writeKey in the body', async () => {
  const anonymousId = randomUUID();
  const forms: [string, object, string][] = [
    ['track', { event: 'A' }, 'A'],
    ['t', { event: 'B' }, 'B'],
    ['page', {}, 'Page'],
    ['p', {}, 'Page'],
    ['screen', {}, 'Screen'],
    ['s', {}, 'Screen'],
    ['identify', { traits: {} }, 'Identify'],
    ['i', {}, 'Identify'],
    ['group', { groupId: 'g' }, 'Group'],
    ['g', { groupId: 'g' }, 'Group'],
    ['alias', { previousId: 'p' }, 'Alias'],
    ['a', { previousId: 'p' }, 'Alias'],
  ];
  for (const [path, body] of forms) {
    const response = await call(
      `/v1/${path}`,
      { anonymousId, userId: 'u', messageId: randomUUID(), writeKey: server.writeKey, ...body },
      {},
    );
    assert.deepEqual([response.status, await response.json()], [200, { success: true }], path);
  }
  for (const path of ['batch', 'b']) {
    const batch = [{ type: 'track', event: path, anonymousId, messageId: randomUUID() }];
    assert.equal((await call(`/v1/${path}`, { batch })).status, 200);
  }
  const rows = await stored('visitor = {v: String}', { v: anonymousId });
  assert.deepEqual(
    rows.map(({ name }) => name),
    [...forms.map(([, , name]) => name), 'batch', 'b'],
  );
  assert.deepEqual([rows[0]?.trust, rows.at(-1)?.trust], ['page', 'server']);
});

test('[I12] an import keeps its own times, counts as history of page trust, and needs a secret key', async () => {
  const anonymousId = randomUUID();
  const timestamp = '2019-03-02T10:00:00.000Z';
  const batch = [{ type: 'track', event: 'Old', anonymousId, messageId: randomUUID(), timestamp }];
  assert.equal((await call('/v1/history', { batch })).status, 200);
  const rows = await stored('visitor = {v: String}', { v: anonymousId });
  assert.deepEqual(
    rows.map(({ name, trust, at }) => [name, trust, Date.parse(String(at))]),
    [['Old', 'page', Date.parse(timestamp)]],
  );
  const empty = ['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z'].map((date) => ({
    ...{ type: 'track', event: 'Dateless', anonymousId, messageId: randomUUID(), timestamp: date },
  }));
  const told = (await (await call('/v1/history', { batch: empty })).json()) as {
    readonly refused?: readonly { readonly code: string }[];
  };
  assert.deepEqual(
    told.refused?.map(({ code }) => code),
    ['event.too_old', 'event.too_old'],
  );
  const refused = await call('/v1/history', { batch, writeKey: server.writeKey }, {});
  assert.deepEqual(pick(await refused.json()), { code: 'key.trust_too_low' });
});

test('[I13] an imported identification counts at its own time, so a later one stays the last', async () => {
  const [now, before, userId] = [randomUUID(), randomUUID(), `customer-${randomUUID()}`];
  await call('/v1/identify', { anonymousId: now, userId });
  server.clock.advance(1000);
  const old = { type: 'identify', anonymousId: before, userId, messageId: randomUUID() };
  const batch = [{ ...old, timestamp: '2019-03-02T10:00:00.000Z' }];
  assert.equal((await call('/v1/history', { batch })).status, 200);
  await call('/v1/track', { userId, event: 'Order Completed', properties: { order_id: 'i-1' } });
  const rows = await stored('user_id = {u: String} AND name = {n: String}', {
    u: userId,
    n: 'Order Completed',
  });
  assert.deepEqual(
    rows.map(({ visitor }) => visitor),
    [now],
  );
});

test("[I12] a call is refused in Segment's format, and in a batch the others are kept", async () => {
  const one = await call('/v1/track', {
    userId: 'u',
    event: 'Order Completed',
    properties: { total: '9' },
  });
  assert.equal(one.status, 400);
  assert.deepEqual(pick(await one.json()), {
    code: 'event.property_type',
    path: 'properties.total',
  });
  const cases: [object, string, string][] = [
    [{ type: 'track', userId: 'u' }, 'event.name_missing', 'batch.0.event'],
    [{ type: 'track', event: 'E' }, 'event.id_missing', 'batch.1.anonymousId'],
    [{ type: 'dance', userId: 'u' }, 'event.invalid', 'batch.2.type'],
    [
      { type: 'track', userId: 'u', event: 'E', timestamp: 'soon' },
      'event.invalid',
      'batch.3.timestamp',
    ],
    [
      { type: 'identify', userId: 'u', traits: { a: 'x'.repeat(9000) } },
      'event.too_large',
      'batch.4.traits.a',
    ],
  ];
  const anonymousId = randomUUID();
  const mixed = await call('/v1/batch', {
    batch: [...cases.map(([each]) => each), { type: 'track', event: 'Good', anonymousId }],
  });
  assert.equal(mixed.status, 200);
  const { refused } = (await mixed.json()) as { refused: unknown[] };
  assert.deepEqual(
    refused.map(pick),
    cases.map(([, code, path]) => ({ code, path })),
  );
  assert.equal((await stored('visitor = {v: String}', { v: anonymousId })).length, 1);
});

test('[I12] a call without an id but with a timestamp is stored once, however often it is sent', async () => {
  const anonymousId = randomUUID();
  const timestamp = new Date().toISOString();
  await call('/v1/track', { anonymousId, event: 'E', timestamp });
  await call('/v1/track', { anonymousId, event: 'E', timestamp });
  assert.equal((await stored('visitor = {v: String}', { v: anonymousId })).length, 1);
  await call('/v1/track', { anonymousId, event: 'E' });
  await call('/v1/track', { anonymousId, event: 'E' });
  assert.equal((await stored('visitor = {v: String}', { v: anonymousId })).length, 3);
});

test('[I12] the size of a batch is bounded, and so is the rate of a visitor with a write key', async () => {
  const batch = Array.from({ length: intakeLimits.batchEvents + 1 }, () => ({
    type: 'track',
    event: 'E',
    anonymousId: 'a',
  }));
  assert.deepEqual(pick(await (await call('/v1/batch', { batch })).json()), {
    code: 'batch.too_long',
    path: 'batch',
  });
  const anonymousId = randomUUID();
  const full = Array.from({ length: rateBudgets['events.visitor'].burst }, () => ({
    type: 'track',
    event: 'E',
    anonymousId,
  }));
  const write = { authorization: basic(server.writeKey) };
  assert.equal((await call('/v1/batch', { batch: full }, write)).status, 200);
  const more = await call('/v1/batch', { batch: full }, write);
  assert.equal(more.status, 429);
  const { burst, perSecond } = rateBudgets['events.visitor'];
  const waitS = Number(more.headers.get('retry-after'));
  // A part of the budget has come back since the first batch.
  assert.ok(waitS > 0 && waitS <= burst / perSecond, `${waitS} s`);
  assert.equal((await call('/v1/batch', { batch: full })).status, 200);
});

test("[I13] a server's identify verifies the visitor, and its order by customer id alone is credited there, once", async () => {
  const [anonymousId, userId] = [randomUUID(), `customer-${randomUUID()}`];
  await call('/v1/identify', { anonymousId, userId, traits: { plan: 'gold' } });
  const order = {
    userId,
    event: 'Order Completed',
    messageId: randomUUID(),
    properties: { order_id: 'o-7', total: 50 },
  };
  await call('/v1/track', order);
  await call('/v1/track', order);
  const rows = await stored('visitor = {v: String} AND name = {n: String}', {
    v: anonymousId,
    n: 'Order Completed',
  });
  assert.deepEqual(
    rows.map(({ trust, user_id }) => [trust, user_id]),
    [['server', userId]],
  );
});

test('[I13] of several verified browsers the last identified gets the order, and a retry stays with the first', async () => {
  const [first, second, userId] = [randomUUID(), randomUUID(), `customer-${randomUUID()}`];
  const order = (messageId: string) =>
    call('/v1/track', {
      userId,
      event: 'Order Completed',
      messageId,
      properties: { order_id: messageId },
    });
  await call('/v1/identify', { anonymousId: first, userId });
  await order('order-a');
  server.clock.advance(1000);
  await call('/v1/identify', { anonymousId: second, userId });
  await order('order-b');
  await order('order-a');
  const rows = await stored('user_id = {u: String} AND name = {n: String}', {
    u: userId,
    n: 'Order Completed',
  });
  assert.deepEqual(
    rows.map(({ visitor, id }) => [visitor, id]),
    [
      [first, 'order-a'],
      [second, 'order-b'],
    ],
  );
});

test('[I13] an order of a customer without a verified browser is stored under a visitor of its own', async () => {
  const userId = `stranger-${randomUUID()}`;
  await call('/v1/track', { userId, event: 'Order Completed', properties: { order_id: 'o-9' } });
  const rows = await stored('user_id = {u: String}', { u: userId });
  assert.deepEqual(
    rows.map(({ visitor }) => visitor),
    [visitorFromUserId(userId)],
  );
});

test('[I13] with a write key, identify verifies nobody and a customer id reaches no verified browser', async () => {
  const [real, liar, userId] = [randomUUID(), randomUUID(), `customer-${randomUUID()}`];
  const write = { authorization: basic(server.writeKey) };
  await call('/v1/identify', { anonymousId: real, userId });
  server.clock.advance(1000);
  await call('/v1/identify', { anonymousId: liar, userId }, write);
  await call('/v1/track', { userId, event: 'Order Completed', messageId: 'lie' }, write);
  await call('/v1/track', { userId, event: 'Order Completed', messageId: 'truth' });
  const rows = await stored('user_id = {u: String} AND name = {n: String}', {
    u: userId,
    n: 'Order Completed',
  });
  assert.deepEqual(
    rows.map(({ visitor, id }) => [visitor, id]),
    [
      [visitorFromUserId(userId), 'lie'],
      [real, 'truth'],
    ],
  );
});

test('[I13] an alias by a server makes the new id lead to the same browser', async () => {
  const [anonymousId, old, fresh] = [randomUUID(), `old-${randomUUID()}`, `new-${randomUUID()}`];
  await call('/v1/identify', { anonymousId, userId: old });
  await call('/v1/alias', { previousId: old, userId: fresh });
  await call('/v1/track', { userId: fresh, event: 'Order Completed' });
  const rows = await stored('user_id = {u: String} AND name = {n: String}', {
    u: fresh,
    n: 'Order Completed',
  });
  assert.deepEqual(
    rows.map(({ visitor }) => visitor),
    [anonymousId],
  );
});

test("[I13] an account's customers are unknown to another account", async () => {
  const userId = `customer-${randomUUID()}`;
  await call('/v1/identify', { anonymousId: randomUUID(), userId });
  assert.notEqual(await server.identity.visitorOf(server.account, userId), null);
  const other = await startCollect();
  assert.equal(await other.identity.visitorOf(other.account, userId), null);
  await other.close();
});

test("[I12] settings are given only for a site's write key", async () => {
  const statusOf = async (key: string) =>
    (await fetch(`${server.url}/v1/projects/${key}/settings`)).status;
  assert.deepEqual(
    await Promise.all(['%zz', '%E0%A4%A', 'wk_nobody', server.writeKey].map(statusOf)),
    [404, 404, 401, 200],
  );
  assert.equal((await fetch(`${server.url}/v1/projects/${server.writeKey}`)).status, 404);
});

test('[I12] settings name the host of the request, and are refused if it is invalid', async () => {
  const path = `/v1/projects/${server.writeKey}/settings`;
  const ask = async (host: string): Promise<readonly [number | undefined, string | undefined]> => {
    const asked = request(`${server.url}${path}`, { headers: { host } }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const body = await json(response);
    const { integrations } = body as { integrations?: { 'Segment.io': { apiHost: string } } };
    return [response.statusCode, integrations?.['Segment.io'].apiHost];
  };
  for (const host of ['shop.example', 'shop.example:7700', '192.0.2.1:80', '[2001:db8::1]:7700'])
    assert.deepEqual(await ask(host), [200, `${host.replace(/:80$/, '')}/v1`]);
  const none = [
    ...['evil.example/path', 'evil.example?x=', 'evil.example#', 'user:word@evil.example'],
    ...['evil.example\\@shop.example', '"><script>', 'a b', '[::1', 'shop.example:port', 'x:99999'],
  ];
  for (const host of none) assert.deepEqual(await ask(host), [400, undefined], host);
});

test('[I1] a secret key that comes from a page is refused', async () => {
  const response = await call(
    '/v1/track',
    { userId: 'u', event: 'E' },
    { authorization: basic(server.secretKey), origin: shopOrigin },
  );
  assert.deepEqual([response.status, pick(await response.json()).code], [401, 'key.unknown']);
});

test("[I5] the events of the socket and of Segment's calls meet in one visitor", async () => {
  const visitor = randomUUID();
  const browser = new Browser(server);
  await browser.arrive(server, { visitor });
  browser.send({
    type: 'events',
    batch: 1,
    sentAt: server.clock.now(),
    events: [event({ name: 'On Page', at: server.clock.now() })],
  });
  await browser.frame('ack');
  await call('/v1/track', { anonymousId: visitor, event: 'On Server' });
  await until(async () => (await stored('visitor = {v: String}', { v: visitor })).length === 2);
  assert.deepEqual(
    (await stored('visitor = {v: String}', { v: visitor })).map(({ name, trust }) => [name, trust]),
    [
      ['On Page', 'page'],
      ['On Server', 'server'],
    ],
  );
  browser.socket.terminate();
});

function pick(value: unknown): { code: unknown; path?: unknown } {
  const { code, path } = value as { code: unknown; path?: unknown };
  return path === undefined ? { code } : { code, path };
}
