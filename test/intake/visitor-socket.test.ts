// The visitor socket against a real server: who is admitted, which events are accepted, refused and
// acknowledged, who may chat, and what happens at each limit.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { PageViewId, VisitorId } from '@opportune/protocol/ids.ts';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { problem } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import { Browser, event, hello, returning } from './browser-socket.test-support.ts';
import { knownTrial, startCollect, until, type TestCollect } from './collect.test-support.ts';

let server: TestCollect;
const browsers: Browser[] = [];
function browser(options: ConstructorParameters<typeof Browser>[1] = {}): Browser {
  const made = new Browser(server, options);
  browsers.push(made);
  return made;
}
before(async () => {
  server = await startCollect();
});
after(async () => {
  for (const each of browsers) each.socket.terminate();
  await server.close();
});

test('[I1] a browser of an allowed origin with the write key is welcomed with the look of its site', async () => {
  const welcome = await browser().arrive(server);
  assert.equal(welcome.settings.look.name, 'Shop');
  assert.equal(welcome.settings.agentsOnline, true);
  assert.match(welcome.token, /^v1\./);
});

test("[I1] another origin is refused, and the site's debugger says so", async () => {
  const stranger = browser({ origin: 'https://evil.example' });
  stranger.send(hello(server));
  assert.deepEqual(await stranger.closed, { code: 4403, reason: 'origin.not_allowed' });
  const [entry] = await server.entries();
  assert.equal(entry?.code, 'origin.not_allowed');
});

test('[I1] a wildcard allows the subdomains of its domain, not the domain itself', async () => {
  const wide = await startCollect({ origins: ['https://*.shop.example'] });
  const inside = new Browser(wide, { origin: 'https://www.shop.example' });
  await inside.arrive(wide);
  const outside = new Browser(wide, { origin: 'https://evilshop.example' });
  outside.send(hello(wide));
  assert.equal((await outside.closed).reason, 'origin.not_allowed');
  inside.socket.terminate();
  await wide.close();
});

test('[I1] an unknown key is refused', async () => {
  const one = browser();
  one.send(hello(server, { key: 'wk_nobody' }));
  assert.deepEqual(await one.closed, { code: 4401, reason: 'key.unknown' });
});

test("[I1] a secret key does not open a page's socket", async () => {
  const one = browser();
  one.send(hello(server, { key: server.secretKey }));
  assert.equal((await one.closed).reason, 'key.unknown');
});

test('[I1] any frame before hello ends the socket', async () => {
  const one = browser();
  one.send({ type: 'ping' });
  assert.deepEqual(await one.closed, { code: 4400, reason: 'request.malformed' });
});

test('[I2] an acknowledgement comes only after the events are stored', async () => {
  const one = browser();
  await one.arrive(server);
  let open = (): void => {};
  server.intake.gate = new Promise((resolve) => (open = resolve));
  const taken = server.intake.batches.length;
  one.send({ type: 'events', batch: 1, sentAt: Date.now(), events: [event()] });
  await until(() => server.intake.batches.length > taken);
  one.send({ type: 'ping' });
  await one.frame('pong');
  assert.equal(
    one.frames.some(({ type }) => type === 'ack'),
    false,
  );
  open();
  assert.deepEqual((await one.frame('ack')).refused, []);
});

test('[I2] events that cannot be stored are listed as refused and may be retried', async () => {
  const one = browser();
  await one.arrive(server);
  server.intake.failing = problem('server.overloaded');
  const lost = event();
  one.send({ type: 'events', batch: 1, sentAt: Date.now(), events: [lost] });
  const { refused } = await one.frame('ack');
  server.intake.failing = null;
  assert.deepEqual(
    refused.map(({ id, code, retry }) => ({ id, code, retry })),
    [{ id: lost['id'], code: 'server.overloaded', retry: true }],
  );
  one.send({ type: 'events', batch: 2, sentAt: Date.now(), events: [lost] });
  assert.deepEqual((await one.frame('ack', ({ batch }) => batch === 2)).refused, []);
});

test('[I3] [promise 8] one bad event is refused with its field and loses nothing else', async () => {
  const one = browser();
  const { visitor } = await one.arrive(server);
  const good = [
    event(),
    event({
      kind: 'page',
      name: 'Page',
      page: { url: 'https://shop.example/a', path: '/a' },
      pageView: 'view-2',
    }),
  ];
  const bad: [object, string, string][] = [
    [event({ id: undefined }), 'event.id_missing', 'id'],
    [event({ name: '' }), 'event.name_missing', 'name'],
    [event({ name: 'n'.repeat(201) }), 'event.too_large', 'name'],
    [event({ kind: 'dance' }), 'event.invalid', 'kind'],
    [event({ at: 'yesterday' }), 'event.invalid', 'at'],
    [event({ at: Date.now() - 8 * 86_400_000 }), 'event.too_old', 'at'],
    [event({ page: { url: 3, path: '/' } }), 'event.invalid', 'page.url'],
    [event({ sections: Array.from({ length: 11 }, () => 's') }), 'event.invalid', 'sections'],
    [event({ properties: [] }), 'event.invalid', 'properties'],
    [
      event({ properties: { a: 'x'.repeat(intakeLimits.stringLength + 1) } }),
      'event.too_large',
      'properties.a',
    ],
    [
      event({ properties: nested(intakeLimits.propertyDepth + 1) }),
      'event.too_deep',
      `properties${'.a'.repeat(intakeLimits.propertyDepth)}`,
    ],
    [
      event({ properties: many(intakeLimits.propertyCount + 1) }),
      'event.too_many_properties',
      'properties',
    ],
    [
      event({ properties: { list: Array.from({ length: 8 }, () => 'x'.repeat(8000)) } }),
      'event.too_large',
      '',
    ],
    [
      event({ name: 'Order Completed', properties: { order_id: 'o1', total: 'a lot' } }),
      'event.property_type',
      'properties.total',
    ],
    [
      event({ name: 'Order Completed', properties: { products: [{ price: 1 }, { price: '2' }] } }),
      'event.property_type',
      'properties.products.1.price',
    ],
    [
      event({ name: 'Cart Updated', properties: { total: 3 } }),
      'event.property_type',
      'properties.items',
    ],
    [
      event({
        name: 'Product Added',
        properties: { product_id: 'x', price: 1e308, quantity: 100 },
      }),
      'event.property_type',
      'properties.price',
    ],
    [
      event({ name: 'Engagement Clicked', properties: { decision: 'no such shape!' } }),
      'event.property_type',
      'properties.decision',
    ],
  ];
  one.send({
    type: 'events',
    batch: 7,
    sentAt: Date.now(),
    events: [good[0], ...bad.map(([each]) => each), 'no object', good[1]],
  });
  const ack = await one.frame('ack');
  assert.deepEqual(
    ack.refused.slice(0, -1).map(({ code, path }) => [code, path]),
    bad.map(([, code, path]) => [code, path]),
  );
  assert.equal(ack.refused.at(-1)?.code, 'event.invalid');
  assert.deepEqual(
    server.intake.events.filter((each) => each.visitor === visitor).map(({ id }) => id),
    good.map(({ id }) => id),
  );
});

test('[I3] a value exactly at its limit is allowed', async () => {
  const one = browser();
  await one.arrive(server);
  const events = [
    event({ name: 'n'.repeat(intakeLimits.nameLength) }),
    event({ properties: nested(intakeLimits.propertyDepth) }),
    event({ properties: many(intakeLimits.propertyCount) }),
    event({ properties: { a: 'x'.repeat(intakeLimits.stringLength) } }),
    event({ at: Date.now() - intakeLimits.pastMs + 60_000 }),
    event({ name: 'Order Completed', properties: { total: intakeLimits.amount } }),
    event({ name: 'Product Added', properties: { price: -intakeLimits.amount } }),
  ];
  one.send({ type: 'events', batch: 1, sentAt: Date.now(), events });
  assert.deepEqual((await one.frame('ack')).refused, []);
});

test('[I3] a key that could reach a prototype is refused and pollutes nothing', async () => {
  const one = browser();
  await one.arrive(server);
  const text = JSON.stringify({
    type: 'events',
    batch: 1,
    sentAt: Date.now(),
    events: [event({ properties: { x: 1 } }), event()],
  }).replace('"x":1', '"__proto__":{"polluted":true}');
  one.socket.send(text);
  const { refused } = await one.frame('ack');
  assert.deepEqual(
    refused.map(({ code, path }) => [code, path]),
    [['event.invalid', 'properties.__proto__']],
  );
  assert.equal(Reflect.get({}, 'polluted'), undefined);
});

test('[I3] half a surrogate pair is stored as the replacement character', async () => {
  const one = browser();
  await one.arrive(server);
  const cut = event({ properties: { title: 'smile \ud83d' } });
  one.send({ type: 'events', batch: 1, sentAt: Date.now(), events: [cut] });
  assert.deepEqual((await one.frame('ack')).refused, []);
  assert.equal(
    server.intake.events.find(({ id }) => id === cut['id'])?.properties['title'],
    'smile \ufffd',
  );
});

test("[I4] event time is corrected by the browser's skew and is never after receipt", async () => {
  const one = browser();
  await one.arrive(server);
  const hourAhead = Date.now() + 3_600_000;
  const [past, future] = [event({ at: hourAhead - 5000 }), event({ at: hourAhead + 5000 })];
  one.send({ type: 'events', batch: 1, sentAt: hourAhead, events: [past, future] });
  await one.frame('ack');
  const find = (id: unknown) => server.intake.events.find((each) => each.id === id);
  const [was, will] = [find(past['id']), find(future['id'])];
  assert.ok(was !== undefined && will !== undefined);
  assert.equal(was.receivedAt - was.at, 5000);
  assert.equal(will.at, will.receivedAt);
});

test('[I5] an event carries device, place and page, and the debugger shows a repeat', async () => {
  const one = browser();
  await one.arrive(server);
  const seen = event({
    page: { url: 'https://shop.example/p?q=1', path: '/p', search: '?q=1', title: 'P' },
    pageView: 'view-9',
    sections: ['help'],
    userId: 'u1',
  });
  one.send({ type: 'events', batch: 1, sentAt: Date.now(), events: [seen] });
  one.send({ type: 'events', batch: 2, sentAt: Date.now(), events: [seen] });
  await one.frame('ack', ({ batch }) => batch === 2);
  const stored = server.intake.events.find(({ id }) => id === seen['id']);
  assert.deepEqual(stored?.device, {
    type: 'desktop',
    browser: 'Firefox',
    os: 'Linux',
    language: 'de',
    timeZone: 'Europe/Berlin',
    viewportWidth: 1280,
  });
  assert.deepEqual(stored?.place, { country: 'DE', region: 'BE', city: 'Berlin' });
  assert.deepEqual(stored?.page, {
    url: 'https://shop.example/p?q=1',
    path: '/p',
    search: '?q=1',
    title: 'P',
    referrer: '',
  });
  assert.equal(stored?.trust, 'page');
  const [again, first] = await server.entries();
  assert.deepEqual(
    [again?.verdict, again?.code, first?.verdict, first?.name],
    ['told', 'event.repeat', 'accepted', 'Thing Done'],
  );
});

test('[I6] bots are marked by user agent, by webdriver and by headless hints, and a person’s browser is not', async () => {
  const cases: [ConstructorParameters<typeof Browser>[1], object, boolean][] = [
    [{}, {}, false],
    [
      {
        headers: {
          'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
        },
      },
      {},
      true,
    ],
    [{}, { automated: true }, true],
    [{ headers: { 'sec-ch-ua': '"HeadlessChrome";v="140", "Chromium";v="140"' } }, {}, true],
  ];
  for (const [options, more, bot] of cases) {
    const one = browser(options);
    await one.arrive(server, more);
    const sent = event();
    one.send({ type: 'events', batch: 1, sentAt: Date.now(), events: [sent] });
    await one.frame('ack');
    const stored = server.intake.events.find(({ id }) => id === sent['id']);
    assert.deepEqual([stored?.bot, stored?.device?.type === 'bot'], [bot, bot]);
  }
});

test("[I7] a visitor's burst passes, further events are refused for now, and pass after some time", async () => {
  const one = browser();
  await one.arrive(server);
  const events = Array.from({ length: rateBudgets['events.visitor'].burst + 50 }, () => event());
  one.send({ type: 'events', batch: 1, sentAt: Date.now(), events });
  const { refused } = await one.frame('ack');
  assert.ok(refused.length > 0 && refused.length <= 50);
  assert.ok(refused.every(({ code, retry }) => code === 'rate.visitor' && retry));
  assert.ok(refused.every(({ retryAfterMs = 0 }) => retryAfterMs > 0));
  const late = events.slice(-refused.length);
  assert.deepEqual(
    refused.map(({ id }) => id),
    late.map(({ id }) => id),
  );
  server.clock.advance(10_000);
  one.send({ type: 'events', batch: 2, sentAt: Date.now(), events: late });
  assert.deepEqual((await one.frame('ack', ({ batch }) => batch === 2)).refused, []);
});

test('[I7] a frame with too many events is refused whole, and the socket stays', async () => {
  const one = browser();
  await one.arrive(server);
  one.send({
    type: 'events',
    batch: 4,
    sentAt: Date.now(),
    events: Array.from({ length: intakeLimits.batchEvents + 1 }, () => event()),
  });
  const refused = await one.frame('problem');
  assert.deepEqual([refused.problem.code, refused.request], ['batch.too_long', '4']);
  one.send({ type: 'ping' });
  await one.frame('pong');
});

test('[I7] a frame beyond the size limit closes the socket with 1009', async () => {
  const one = browser();
  await one.arrive(server);
  one.socket.send('x'.repeat(1024 * 1024));
  assert.equal((await one.closed).code, 1009);
});

test('[I7] invalid UTF-8 closes the socket with 1007, and invalid JSON with 4400', async () => {
  const one = browser();
  await one.arrive(server);
  one.socket.send(Buffer.from([0x7b, 0xff, 0x7d]), { binary: false });
  assert.equal((await one.closed).code, 1007);
  const two = browser();
  await two.arrive(server);
  two.socket.send('{"type":');
  assert.deepEqual(await two.closed, { code: 4400, reason: 'request.malformed' });
});

test('[I7] a frame with an invalid request name is refused like any invalid frame, and harms nobody', async () => {
  const [one, other] = [browser(), browser()];
  await one.arrive(server);
  await other.arrive(server);
  const requests = ['{"toString":1}', '{"__proto__":null}', '['.repeat(9000) + ']'.repeat(9000)];
  for (const request of requests) one.socket.send(`{"type":"chat.none","request":${request}}`);
  one.send({ type: 'ping' });
  await one.frame('pong');
  const refused = one.frames.flatMap((frame) => (frame.type === 'problem' ? [frame] : []));
  const malformed = ['request.malformed', undefined];
  assert.deepEqual(
    refused.map(({ problem: { code }, request }) => [code, request]),
    requests.map(() => malformed),
  );
  one.send({ type: 'chat.none', request: 'r1' });
  one.send({ type: 'chat.none', batch: 7 });
  for (const named of ['r1', '7']) await one.frame('problem', ({ request }) => request === named);
  other.send({ type: 'ping' });
  await other.frame('pong');
});

test('[I7] an extremely nested event is refused alone, and the debugger can still be read', async () => {
  const one = browser();
  await one.arrive(server);
  // Nested deeper than a recursive writer of JSON can go.
  const lists = '['.repeat(60_000) + ']'.repeat(60_000);
  const [kind, order] = [randomUUID(), randomUUID()];
  const fields = (id: string): string => `"id":"${id}","name":"Thing Done","at":${Date.now()}`;
  const events = [
    `{${fields(kind)},"kind":${lists}}`,
    `{${fields(order)},"kind":"track","properties":{"order_id":${lists}}}`,
    JSON.stringify(event()),
  ];
  one.socket.send(`{"type":"events","batch":1,"sentAt":${Date.now()},"events":[${events.join()}]}`);
  const { refused } = await one.frame('ack');
  const tooLarge = [kind, order].map((id) => [id, 'event.too_large']);
  assert.deepEqual(
    refused.map(({ id, code }) => [id, code]),
    tooLarge,
  );
  const entries = await server.entries();
  assert.deepEqual(
    entries.slice(0, 3).map(({ code }) => code),
    [null, 'event.too_large', 'event.too_large'],
  );
});

/**
 * A browser that stops reading gets frames full of one character until the server disconnects it.
 * Returns the bytes sent.
 */
async function letGo(character: string): Promise<{ who: object; bytes: number }> {
  const one = browser();
  const visitor = `visitor-${randomUUID()}`;
  const { token } = await one.arrive(server, { visitor });
  await until(() => [...server.intake.links].some((link) => link.visitor === visitor));
  const link = [...server.intake.links].find((each) => each.visitor === visitor);
  assert.ok(link !== undefined);
  one.socket.pause();
  const message = character.repeat(socketLimits.outboundBytes / 16 / Buffer.byteLength(character));
  const filler = {
    type: 'problem',
    problem: { ...problem('server.failed'), message },
  } as const;
  let bytes = 0;
  for (let sent = 0; sent < 800 && server.intake.links.has(link); sent++) {
    link.send(filler);
    bytes += Buffer.byteLength(message);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(server.intake.links.has(link), false);
  one.socket.resume();
  assert.equal((await one.closed).code, 4008);
  return { who: { visitor, token, fresh: false }, bytes };
}

test('[I7] a reader that falls behind is closed with 4008, reconnects and continues', async () => {
  const { who } = await letGo('x');
  const back = browser();
  await back.arrive(server, who);
  back.send({ type: 'events', batch: 1, sentAt: Date.now(), events: [event()] });
  assert.deepEqual((await back.frame('ack')).refused, []);
});

test('[I7] the frames waiting for a reader are counted in bytes, not in characters', async () => {
  // The kernel buffers the same amount both times.
  const [narrow, wide] = [await letGo('x'), await letGo('€')];
  assert.ok(
    wide.bytes - narrow.bytes < socketLimits.outboundBytes / 2,
    `${wide.bytes} bytes beside ${narrow.bytes}`,
  );
});

test('[I7] a silent socket is closed with 4009, and one that pings stays', async () => {
  const [silent, alive] = [browser(), browser()];
  await Promise.all([silent.arrive(server), alive.arrive(server)]);
  server.clock.advance(socketLimits.silenceMs - 5000);
  alive.send({ type: 'ping' });
  await alive.frame('pong');
  server.clock.advance(6000);
  assert.equal((await silent.closed).code, 4009);
  assert.equal(alive.socket.readyState, alive.socket.OPEN);
});

test('[I8] a chat link names the address prefix that pays for new conversations', async () => {
  const visitor = `visitor-${randomUUID()}`;
  await browser().arrive(server, { visitor });
  await until(() => [...server.chat.links].some((link) => link.visitor === visitor));
  const link = [...server.chat.links].find((each) => each.visitor === visitor);
  assert.equal(link?.payer, '127.0.0.1');
});

test("[I8] a chat needs the visitor's token once the id was claimed, and events do not", async () => {
  const visitor = `visitor-${randomUUID()}`;
  const [first, second] = [browser(), browser()];
  const { token } = await first.arrive(server, { visitor });
  first.send({ type: 'chat.start', request: 'r1' });
  await until(() =>
    server.chat.frames.some((frame) => frame.type === 'chat.start' && frame.request === 'r1'),
  );
  await claimed(visitor);

  const thief = await second.arrive(server, { visitor, fresh: false });
  assert.equal(thief.token, '');
  assert.deepEqual(thief.conversations, []);
  second.send({ type: 'chat.start', request: 'r2' });
  const refused = await second.frame('chat.refused');
  assert.deepEqual([refused.problem.code, refused.request], ['visitor.token_invalid', 'r2']);
  second.send({ type: 'events', batch: 1, sentAt: Date.now(), events: [event()] });
  assert.deepEqual((await second.frame('ack')).refused, []);

  const owner = browser();
  assert.equal((await owner.arrive(server, { visitor, token, fresh: false })).token, token);
  owner.send({ type: 'chat.start', request: 'r3' });
  await until(() =>
    server.chat.frames.some((frame) => frame.type === 'chat.start' && frame.request === 'r3'),
  );
  assert.equal(
    server.chat.frames.some((frame) => frame.type === 'chat.start' && frame.request === 'r2'),
    false,
  );
});

test('[C2] a visitor’s frames are handled in the order of writing, however long one of them takes', async () => {
  const page = browser();
  await page.arrive(server);
  const slow = Promise.withResolvers<void>();
  server.chat.holds = (frame) =>
    frame.type === 'chat.post' && frame.id === 'tap' ? slow.promise : null;
  const conversation = 'c-order';
  const post = { type: 'chat.post', conversation, text: 'x' };
  page.send({ ...post, id: 'tap' });
  page.send({ ...post, id: 'text' });
  page.send({ type: 'chat.end', conversation });
  page.send({ type: 'chat.typing', conversation, text: '' });
  const heard = () =>
    server.chat.frames.filter(
      (frame) => 'conversation' in frame && frame.conversation === conversation,
    );
  await until(() => heard().length > 0);
  assert.deepEqual(
    heard().map(({ type }) => type),
    ['chat.typing'],
  );
  slow.resolve();
  await until(() => heard().length === 4);
  assert.deepEqual(
    heard()
      .slice(1)
      .map((frame) => ('id' in frame ? frame.id : frame.type)),
    ['tap', 'text', 'chat.end'],
  );
});

test('[I7] at most fifty frames of a visitor wait for the one before, and more are refused for now', async () => {
  const page = browser();
  await page.arrive(server);
  const slow = Promise.withResolvers<void>();
  server.chat.holds = (frame) => (frame.type === 'chat.post' ? slow.promise : null);
  const post = { type: 'chat.post', conversation: 'c-many', text: 'x' };
  for (let index = 0; index <= 50; index += 1) page.send({ ...post, id: `m${index}` });
  const { id, problem: why } = await page.frame('chat.refused');
  assert.deepEqual([id, why.code, why.retry], ['m50', 'server.overloaded', true]);
  slow.resolve();
  const noted = (wanted: string) =>
    server.chat.frames.some((frame) => 'id' in frame && frame.id === wanted);
  await until(() => noted('m49'));
  page.send({ ...post, id: 'm51' });
  await until(() => noted('m51'));
});

test('[I8] neither a forged token nor one of another visitor opens a chat', async () => {
  const owned = `visitor-${randomUUID()}`;
  const one = browser();
  const { token } = await one.arrive(server, { visitor: owned });
  await browser().arrive(server, { visitor: owned, token, fresh: false });
  const other = await browser().arrive(server);
  for (const wrong of [`${token.slice(0, -2)}AA`, other.token, 'v1.', 'nonsense']) {
    const thief = browser();
    assert.equal(
      (await thief.arrive(server, { visitor: owned, token: wrong, fresh: false })).token,
      '',
      wrong,
    );
  }
});

test('[I8] a browser whose first welcome was lost gets its token the next time', async () => {
  const visitor = `visitor-${randomUUID()}`;
  const first = browser();
  first.send(hello(server, { visitor }));
  first.socket.once('open', () => setImmediate(() => first.socket.terminate()));
  await first.closed;
  const again = await browser().arrive(server, { visitor });
  assert.notEqual(again.token, '');
});

test('[I8] only the page that claimed the id by its chat is admitted again after a lost welcome', async () => {
  const visitor = `visitor-${randomUUID()}`;
  const pageView = randomUUID();
  const first = browser();
  first.send(hello(server, { visitor, pageView }));
  first.send({ type: 'chat.start', request: 'r-lost' });
  await claimed(visitor);
  // The welcome was never read, so only the server knows the token.
  first.socket.terminate();
  await first.closed;

  const thief = await browser().arrive(server, {
    visitor,
    fresh: false,
    pageView: randomUUID(),
  });
  assert.deepEqual([thief.token, thief.conversations], ['', []]);
  const back = browser();
  const { token } = await back.arrive(server, { visitor, fresh: false, pageView });
  assert.match(token, /^v1\./);
  back.send({ type: 'chat.start', request: 'r-again' });
  await until(() => server.chat.frames.some((frame) => asks(frame, 'r-again')));
});

/** Waits until the id is claimed. */
async function claimed(visitor: string): Promise<void> {
  const { claims } = server.identity;
  const nowhere = PageViewId.parse(randomUUID());
  await until(
    async () =>
      (await claims.whose(server.account, VisitorId.parse(visitor), nowhere)) === 'another',
  );
}

function asks(frame: ChatFrame, request: string): boolean {
  return frame.type === 'chat.start' && frame.request === request;
}

test('[I9] the visitor’s current page is that of the tab that last opened or showed a page', async () => {
  const one = browser();
  const { visitor } = await one.arrive(server);
  const link = () => [...server.intake.links].find((each) => each.visitor === visitor);
  await until(() => link()?.pageView === 'view-1');
  one.send({
    type: 'events',
    batch: 1,
    sentAt: Date.now(),
    events: [
      event({ kind: 'page', name: 'Page', pageView: 'view-2' }),
      event({ pageView: 'view-1' }),
    ],
  });
  await one.frame('ack', ({ batch }) => batch === 1);
  assert.equal(link()?.pageView, 'view-2');
  one.send({
    type: 'events',
    batch: 2,
    sentAt: Date.now(),
    events: [event({ name: 'Page Shown', pageView: 'view-1' })],
  });
  await one.frame('ack', ({ batch }) => batch === 2);
  assert.equal(link()?.pageView, 'view-1');
});

test('[I9] several tabs of one visitor each have a socket, and closing one leaves the others', async () => {
  const visitor = `visitor-${randomUUID()}`;
  const [left, right] = [browser(), browser()];
  await left.arrive(server, { visitor, pageView: 'view-left', trial: knownTrial });
  await right.arrive(server, { visitor, pageView: 'view-right' });
  const links = () => [...server.intake.links].filter((each) => each.visitor === visitor);
  await until(() => links().length === 2);
  assert.deepEqual(
    links().map(({ pageView, trial }) => [pageView, trial]),
    [
      ['view-left', knownTrial],
      ['view-right', null],
    ],
  );
  left.socket.close();
  await until(() => links().length === 1);
  right.send({ type: 'events', batch: 1, sentAt: Date.now(), events: [event()] });
  assert.deepEqual((await right.frame('ack')).refused, []);
});

test('[Y1.4] [Y4.3] the welcome of a known code says how ids of the trial’s decisions begin, and no other text is looked up', async () => {
  const of = async (trial: string): Promise<readonly [number, string | undefined]> => {
    const before = server.trialsSought.length;
    const welcome = await browser().arrive(server, { trial });
    return [server.trialsSought.length - before, welcome.trial];
  };
  assert.deepEqual(await of(knownTrial), [1, 'trial.dkkkkkk.']);
  assert.deepEqual(await of(`b${knownTrial.slice(1)}`), [1, undefined]);
  for (const text of ['d', `${knownTrial}x`, knownTrial.slice(1), `!${knownTrial.slice(1)}`])
    assert.deepEqual(await of(text), [0, undefined], text);
});

test('[Y1.5] once the look-ups of an address are used up, a browser with a code is asked to come again, and no code is looked up', async () => {
  const lookups = { perSecond: 1, burst: 3, payers: 10 };
  const own = await startCollect({ budgets: { rates: { 'lookups.address': lookups } } });
  after(() => own.close());
  own.clock.freeze();
  const comes = (trial?: string): Browser => {
    const made = new Browser(own);
    browsers.push(made);
    made.send(hello(own, { trial }));
    return made;
  };
  await comes().frame('welcome');
  for (const at of [1, 2, 3]) {
    const invented = comes(`d${String(at).padStart(23, '0')}`);
    await Promise.race([invented.frame('welcome'), invented.closed]);
  }
  const sought = own.trialsSought.length;
  const waits = comes(knownTrial);
  assert.deepEqual(await waits.closed, { code: 1013, reason: 'rate.address' });
  const { problem: why } = await waits.frame('problem');
  assert.ok(why.retry && (why.retryAfterMs ?? 0) > 0, JSON.stringify(why));
  assert.deepEqual(await comes(`d${'9'.repeat(23)}`).closed, {
    code: 1013,
    reason: 'rate.address',
  });
  assert.equal(own.trialsSought.length, sought);
  assert.equal((await comes().frame('welcome')).trial, undefined);
  own.clock.advance(2000);
  assert.equal((await comes(knownTrial).frame('welcome')).trial, 'trial.dkkkkkk.');
});

test('[I8] a visitor id that was ever claimed is not treated as fresh', async () => {
  const visitor = `visitor-${randomUUID()}`;
  const first = browser();
  const { token } = await first.arrive(server, { visitor });
  await browser().arrive(server, { visitor, token, fresh: false });
  await claimed(visitor);
  const liar = browser();
  await liar.arrive(server, { visitor, fresh: true });
  const fresh = () =>
    [...server.intake.links].filter((each) => each.visitor === visitor).map((each) => each.fresh);
  await until(() => fresh().length === 3);
  assert.deepEqual(fresh(), [true, false, false]);
});

function nested(depth: number): object {
  return depth <= 1 ? { leaf: 1 } : { a: nested(depth - 1) };
}

function many(count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));
}

test('stored conversations are looked up only for a claimed visitor id', async () => {
  const before = server.chat.askedForStored;
  const back = await returning(server);
  assert.equal(server.chat.askedForStored, before);
  const again = new Browser(server);
  await again.arrive(server, back);
  assert.equal(server.chat.askedForStored, before + 1);
  again.socket.terminate();
});
