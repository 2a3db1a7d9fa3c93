// Frames and events over plain HTTP against a real server: the same rules as on the socket, the
// long poll, the beacon, cross-origin answers, and the limits of a body.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import type { FramesResponse, ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { event, hello } from './browser-socket.test-support.ts';
import {
  firefox,
  shopOrigin,
  startCollect,
  until,
  type TestCollect,
} from './collect.test-support.ts';

let server: TestCollect;
before(async () => {
  server = await startCollect();
});
after(() => server.close());

function post(
  path: string,
  body: string | Uint8Array<ArrayBuffer> | object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: {
      origin: shopOrigin,
      'user-agent': firefox,
      'content-type': 'text/plain',
      ...headers,
    },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
}

/** A browser that polls. `frames` collects what arrived. */
async function poll(
  session: string | undefined,
  frames: object[],
  wait = 0,
): Promise<FramesResponse> {
  const response = await post('/v1/frames', { session, frames, wait });
  assert.equal(response.status, 200, await response.clone().text());
  return (await response.json()) as FramesResponse;
}

async function pollUntil(session: string, type: ServerFrame['type']): Promise<ServerFrame> {
  for (let tries = 0; tries < 20; tries++) {
    const found = (await poll(session, [], 2000)).frames.find((frame) => frame.type === type);
    if (found !== undefined) return found;
  }
  throw new Error(`no ${type}`);
}

async function arrive(
  more: object = {},
): Promise<{ session: string; welcome: Extract<ServerFrame, { type: 'welcome' }> }> {
  const { session, frames } = await poll(undefined, [hello(server, more)], 0);
  const [welcome] = frames;
  assert.equal(welcome?.type, 'welcome');
  return { session, welcome };
}

test('[I10] if sockets are blocked, the same frames go over HTTP: welcome, events, acknowledgement', async () => {
  const { session, welcome } = await arrive();
  assert.match(welcome.token, /^v1\./);
  const link = [...server.chat.links].find((each) => each.visitor === welcome.visitor);
  assert.equal(link?.payer, '127.0.0.1');
  const sent = event();
  await poll(session, [
    { type: 'events', batch: 3, sentAt: Date.now(), events: [sent, event({ kind: 'no' })] },
  ]);
  const ack = await pollUntil(session, 'ack');
  assert.deepEqual(ack.type === 'ack' && [ack.batch, ack.refused.length], [3, 1]);
  assert.ok(server.intake.events.some(({ id }) => id === sent['id']));
});

test('[I10] a waiting poll is answered as soon as there is something', async () => {
  const { session, welcome } = await arrive();
  const waiting = poll(session, [], 20_000);
  const link = [...server.intake.links].find(({ visitor }) => visitor === welcome.visitor);
  link?.send({ type: 'presence', agentsOnline: false });
  assert.deepEqual((await waiting).frames, [{ type: 'presence', agentsOnline: false }]);
});

test('[I10] a session of another origin or with an unknown name is not found', async () => {
  const { session } = await arrive();
  const stolen = await post(
    '/v1/frames',
    { session, frames: [] },
    { origin: 'https://evil.example' },
  );
  assert.equal(stolen.status, 404);
  assert.equal((await post('/v1/frames', { session: randomUUID(), frames: [] })).status, 404);
  assert.equal((await post('/v1/frames', { session, frames: [{ type: 'ping' }] })).status, 200);
});

test('[I10] a silent session ends, and its visitor is gone', async () => {
  const { session, welcome } = await arrive();
  const here = () => [...server.intake.links].some(({ visitor }) => visitor === welcome.visitor);
  assert.equal(here(), true);
  server.clock.advance(socketLimits.silenceMs + 1000);
  await until(() => !here());
  assert.equal((await post('/v1/frames', { session, frames: [] })).status, 404);
});

test('[I10] a browser that does not fetch its frames is dropped at the limit', async () => {
  const { session, welcome } = await arrive();
  const link = [...server.intake.links].find(({ visitor }) => visitor === welcome.visitor);
  assert.ok(link !== undefined);
  // The limit counts bytes: the number of characters alone would be within it.
  const filler = '€'.repeat(socketLimits.outboundBytes / 12);
  for (let sent = 0; sent < 5; sent++)
    link.send({
      type: 'problem',
      problem: { code: 'server.failed', message: filler, retry: true },
    });
  assert.equal(server.intake.links.has(link), false);
  assert.equal((await post('/v1/frames', { session, frames: [] })).status, 404);
});

test('[I6] a program that reports a visitor’s events is not a bot, and an automated browser is', async () => {
  const kinds: readonly (readonly [string, Record<string, string>, object, number])[] = [
    ['curl', { 'user-agent': 'curl/8.9.1' }, {}, 0],
    ['app', { 'user-agent': 'okhttp/4.12.0' }, {}, 0],
    ['driven', { 'user-agent': 'curl/8.9.1' }, { automated: true }, 1],
    ['crawler', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }, {}, 1],
    ['page', { 'user-agent': 'curl/8.9.1', origin: shopOrigin }, {}, 1],
  ];
  for (const [visitor, headers, more, bot] of kinds) {
    const response = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({
        ...{ key: server.writeKey, visitor: `kind-${visitor}`, sentAt: Date.now(), ...more },
        events: [event({ at: Date.now() })],
      }),
    });
    assert.equal(response.status, 200, await response.text());
    const seen = server.intake.events.find((each) => each.visitor === `kind-${visitor}`);
    assert.equal(seen?.bot, bot === 1, visitor);
  }
});

test('[I11] a beacon of text/plain stores its events; a retry of it is counted once', async () => {
  const body = {
    key: server.writeKey,
    visitor: 'visitor-beacon',
    sentAt: Date.now(),
    events: [event()],
  };
  const [first, again] = [await post('/v1/events', body), await post('/v1/events', body)];
  assert.deepEqual([first.status, await first.json()], [200, { refused: [] }]);
  assert.deepEqual([again.status, await again.json()], [200, { refused: [] }]);
  assert.equal(
    server.intake.events.filter(({ visitor }) => visitor === 'visitor-beacon').length,
    1,
  );
});

test('[I11] [promise 8] bad events of a batch are listed with their fields, and the rest is stored', async () => {
  const response = await post('/v1/events', {
    key: server.writeKey,
    visitor: 'visitor-mixed',
    events: [event(), event({ name: 4 })],
  });
  const { refused } = (await response.json()) as { refused: { code: string; path: string }[] };
  assert.deepEqual(
    refused.map(({ code, path }) => [code, path]),
    [['event.invalid', 'name']],
  );
  assert.equal(server.intake.events.filter(({ visitor }) => visitor === 'visitor-mixed').length, 1);
});

test('[I11] a batch that cannot be stored is answered with 503 and the time to retry', async () => {
  server.intake.failing = { code: 'server.overloaded', message: 'full', retry: true };
  const response = await post('/v1/events', {
    key: server.writeKey,
    visitor: 'visitor-a',
    events: [event()],
  });
  server.intake.failing = null;
  assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '1']);
});

test('[I1] keys: the write key passes, an unknown, a secret and a revoked key do not', async () => {
  const body = (key: string) => ({ key, visitor: 'visitor-keys', events: [event()] });
  const code = async (response: Response) => [
    response.status,
    ((await response.json()) as { code?: string }).code,
  ];
  assert.deepEqual(await code(await post('/v1/events', body(server.writeKey))), [200, undefined]);
  assert.deepEqual(await code(await post('/v1/events', body('wk_nobody'))), [401, 'key.unknown']);
  assert.deepEqual(await code(await post('/v1/events', body(server.secretKey))), [
    401,
    'key.unknown',
  ]);
  const { secret, key } = await server.sites.createKey(server.account, server.site, 'Short-lived');
  const send = () =>
    fetch(`${server.url}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${secret}:`)}` },
      body: JSON.stringify({ userId: 'u', event: 'E' }),
    });
  assert.deepEqual(await code(await send()), [200, undefined]);
  await server.sites.revokeKey(server.account, server.site, key.id);
  assert.deepEqual(await code(await send()), [401, 'key.revoked']);
});

test('[I1] an allowed origin may read the answer, another may not and is refused', async () => {
  const body = { key: server.writeKey, visitor: 'visitor-cors', events: [event()] };
  const allowed = await post('/v1/events', body);
  assert.deepEqual(
    [
      allowed.status,
      allowed.headers.get('access-control-allow-origin'),
      allowed.headers.get('vary'),
    ],
    [200, shopOrigin, 'Origin'],
  );
  assert.equal(allowed.headers.get('access-control-allow-credentials'), null);
  const other = await post('/v1/events', body, { origin: 'https://evil.example' });
  assert.deepEqual([other.status, other.headers.get('access-control-allow-origin')], [403, null]);
  const frames = await post(
    '/v1/frames',
    { frames: [hello(server)] },
    { origin: 'https://evil.example' },
  );
  assert.deepEqual([frames.status, frames.headers.get('access-control-allow-origin')], [403, null]);
});

test('[I1] a preflight is cached for a day and names what is allowed', async () => {
  const response = await fetch(`${server.url}/v1/batch`, {
    method: 'OPTIONS',
    headers: {
      origin: shopOrigin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  assert.equal(response.status, 204);
  assert.equal(response.headers.get('access-control-max-age'), '86400');
  assert.match(response.headers.get('access-control-allow-headers') ?? '', /authorization/);
});

test('[I7] a body beyond the limit is refused with 413, even if compressed, and one below passes', async () => {
  const padding = (sizeBytes: number) =>
    JSON.stringify({
      key: server.writeKey,
      visitor: 'v',
      events: [event()],
      padding: 'x'.repeat(sizeBytes),
    });
  assert.equal((await post('/v1/events', padding(1024 * 1024))).status, 413);
  const packed = { 'content-encoding': 'gzip' };
  assert.equal((await post('/v1/events', packedBytes(padding(1024 * 1024)), packed)).status, 413);
  assert.equal((await post('/v1/events', packedBytes(padding(60_000)), packed)).status, 200);
  // No real client's events compress to less than a hundredth.
  assert.equal((await post('/v1/events', packedBytes(padding(100_000)), packed)).status, 413);
  assert.equal((await post('/v1/events', padding(100_000))).status, 200);
});

test('[I18] a body that declares too large an unpacked size is not unpacked', async () => {
  const bytes = gzipSync('x'.repeat(1000));
  bytes.writeUInt32LE(intakeLimits.requestSizeBytes + 1, bytes.length - 4);
  const packed = { 'content-encoding': 'gzip' };
  // If it were unpacked, its wrong last four bytes would give `request.malformed`.
  assert.equal((await post('/v1/events', new Uint8Array(bytes), packed)).status, 413);
});

test('[I7] invalid UTF-8, no JSON, broken gzip and unknown encodings are malformed', async () => {
  const code = async (response: Response) => [
    response.status,
    ((await response.json()) as { code: string }).code,
  ];
  const malformed = [400, 'request.malformed'];
  assert.deepEqual(
    await code(await post('/v1/events', new Uint8Array([0x22, 0xc3, 0x28, 0x22]))),
    malformed,
  );
  assert.deepEqual(await code(await post('/v1/events', '{"key":')), malformed);
  assert.deepEqual(
    await code(await post('/v1/events', 'not gzip', { 'content-encoding': 'gzip' })),
    malformed,
  );
  assert.deepEqual(
    await code(await post('/v1/events', '{}', { 'content-encoding': 'br' })),
    malformed,
  );
  assert.deepEqual(await code(await post('/v1/events', [])), malformed);
});

test('[I7] a batch with too many events is refused as a whole', async () => {
  const events = Array.from({ length: intakeLimits.batchEvents + 1 }, () => event());
  const response = await post('/v1/events', { key: server.writeKey, visitor: 'v-long', events });
  assert.deepEqual(
    [response.status, ((await response.json()) as { code: string }).code],
    [400, 'batch.too_long'],
  );
  assert.equal(
    server.intake.events.some(({ visitor }) => visitor === 'v-long'),
    false,
  );
});

test('[I7] an address may send its burst and no further request until time has passed', async () => {
  const one = await startCollect();
  one.clock.freeze();
  const { burst: addressBurst, perSecond: addressRequestsPerSecond } =
    rateBudgets['requests.address'];
  const statuses = await pipeline(one, addressBurst + 1);
  assert.equal(statuses.filter((status) => status === '200').length, addressBurst);
  assert.equal(statuses.at(-1), '429');
  one.clock.advance(Math.ceil(2000 / addressRequestsPerSecond));
  assert.deepEqual(await pipeline(one, 3), ['200', '200', '429']);
  await one.close();
});

function packedBytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(text));
}

/** This many requests on one connection. Returns their statuses in order. */
async function pipeline(to: TestCollect, count: number): Promise<string[]> {
  const socket = connect(Number(new URL(to.url).port), '127.0.0.1');
  let answers = '';
  socket.on('data', (data) => (answers += data.toString('latin1')));
  socket.write('POST /v1/m HTTP/1.1\r\nHost: intake\r\nContent-Length: 2\r\n\r\n{}'.repeat(count));
  const statuses = (): string[] =>
    [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status ?? '');
  await until(() => statuses().length >= count);
  socket.destroy();
  return statuses();
}
