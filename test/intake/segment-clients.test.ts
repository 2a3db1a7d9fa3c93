// Requests as Segment's libraries for other languages send them: path, headers, credentials and
// body, compressed or not, copied from their sources. Each must count as a live event.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { shopOrigin, startCollect, type TestCollect } from './collect.test-support.ts';
import { storedEvents, type StoredEvent } from './stored-events.test-support.ts';

let server: TestCollect;
before(async () => {
  server = await startCollect();
});
after(() => server.close());

const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const desktop =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

interface Client {
  readonly name: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where the key is: the user of Basic credentials, the body, or both. */
  readonly key: 'basic' | 'body' | 'both';
  readonly packed?: boolean;
  /** The context of the call. */
  readonly context?: object;
  /** Fields of the body, beside the batch. */
  readonly around?: object;
  readonly timestamp?: (at: Date) => string;
  /** The device of an event that came with a write key. */
  readonly device: string;
}

const json = { 'content-type': 'application/json' };
const utf8 = { 'content-type': 'application/json; charset=utf-8' };
const library = (name: string) => ({ library: { name, version: '1.0.0' } });
const android = {
  ...library('analytics-android'),
  device: { type: 'android', model: 'Pixel 9' },
  os: { name: 'Android', version: '15' },
  userAgent: 'Dalvik/2.1.0 (Linux; U; Android 15; Pixel 9 Build/AP3A)',
};
/** With an offset, and with more digits than milliseconds have. */
const local = (at: Date) =>
  `${new Date(at.getTime() + 7_200_000).toISOString().slice(0, -1)}4567+02:00`;

const clients: readonly Client[] = [
  {
    name: 'Ruby',
    path: '/v1/import',
    headers: { ...json, accept: 'application/json', 'user-agent': 'analytics-ruby/2.5.0' },
    key: 'basic',
    context: library('analytics-ruby'),
    device: 'server',
  },
  {
    name: 'Java',
    path: '/v1/import/',
    headers: { ...utf8, 'user-agent': 'analytics-java/3.5.4', 'x-retry-count': '0' },
    key: 'both',
    // This library states its context once for the whole batch, and nothing in the calls.
    around: { context: library('analytics-java'), sequence: 1 },
    device: 'server',
  },
  {
    name: 'Java, by a batch URL of its own',
    path: '/v1/batch/',
    headers: { ...utf8, 'user-agent': 'analytics-java/3.5.4' },
    key: 'both',
    around: { context: library('analytics-java'), sequence: 2 },
    device: 'server',
  },
  {
    name: 'Java, whose endpoint ends in a slash',
    path: '//v1/import/',
    headers: { ...utf8, 'user-agent': 'analytics-java/3.5.4' },
    key: 'both',
    around: { context: library('analytics-java'), sequence: 3 },
    device: 'server',
  },
  {
    name: '.NET',
    path: '/v1/import',
    headers: { ...utf8, 'user-agent': 'Analytics.NET/3.8.1' },
    key: 'basic',
    packed: true,
    context: library('Analytics.NET'),
    around: { messageId: randomUUID() },
    timestamp: local,
    device: 'server',
  },
  {
    name: 'C#',
    path: '/v1/b',
    headers: { accept: 'text/plain' },
    key: 'body',
    packed: true,
    context: library('Analytics-CSharp'),
    device: 'server',
  },
  {
    name: 'Android',
    path: '/v1/import',
    headers: { ...json, 'user-agent': 'analytics-android/4.11.3' },
    key: 'basic',
    packed: true,
    context: android,
    device: 'phone',
  },
  {
    name: 'Android, by /batch, where the system names no agent',
    path: '/v1/batch',
    headers: { ...json, 'user-agent': 'analytics-android/4.11.3' },
    key: 'basic',
    packed: true,
    context: { ...android, userAgent: 'undefined' },
    device: 'phone',
  },
  {
    name: 'Kotlin',
    path: '/v1/b',
    headers: { 'content-type': 'text/plain', 'user-agent': 'analytics-kotlin/1.19.1' },
    key: 'body',
    packed: true,
    context: { ...android, ...library('analytics-kotlin') },
    device: 'phone',
  },
  {
    name: 'iOS',
    path: '/v1/batch',
    headers: { ...json, 'user-agent': 'analytics-ios/4.1.8' },
    key: 'basic',
    packed: true,
    context: { ...library('analytics-ios'), device: { type: 'ios' }, os: { name: 'iOS' } },
    device: 'phone',
  },
  {
    name: 'Swift',
    path: '/v1/b',
    headers: { ...utf8, 'user-agent': 'analytics-ios/1.6.2' },
    key: 'both',
    context: { ...library('analytics-swift'), device: { type: 'ios' }, os: { name: 'iPadOS' } },
    device: 'tablet',
  },
  {
    name: 'React Native',
    path: '/v1/b',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    key: 'body',
    context: { ...library('@segment/analytics-react-native'), os: { name: 'iOS' } },
    device: 'phone',
  },
  {
    name: 'Python',
    path: '/v1/batch',
    headers: { ...json, 'user-agent': 'analytics-python/2.3.3' },
    key: 'body',
    context: library('analytics-python'),
    timestamp: (at) => at.toISOString().replace('Z', '123+00:00'),
    device: 'server',
  },
  {
    name: 'Go',
    path: '/v1/batch',
    headers: { ...json, 'user-agent': 'analytics-go (version: 3.3.0)' },
    key: 'basic',
    around: { messageId: randomUUID(), context: library('analytics-go') },
    device: 'server',
  },
  {
    name: 'PHP',
    path: '/v1/batch',
    headers: { ...json, accept: 'application/json', 'user-agent': 'analytics-php/3.8.1' },
    key: 'basic',
    context: { ...library('analytics-php'), consumer: 'LibCurl' },
    timestamp: (at) => at.toISOString().replace(/\.\d+Z$/, '+00:00'),
    device: 'server',
  },
  {
    name: 'a script without a library, for somebody’s browser',
    path: '/v1/batch',
    headers: { ...json, 'user-agent': 'python-requests/2.32' },
    key: 'basic',
    context: { userAgent: desktop },
    device: 'desktop',
  },
  {
    name: 'a script that says the browser once for its batch',
    path: '/v1/batch',
    headers: { ...json, 'user-agent': 'curl/8.9.1' },
    key: 'body',
    around: { context: { userAgent: phone } },
    device: 'phone',
  },
  {
    name: 'a script that says nothing of whom it reports',
    path: '/v1/batch',
    headers: { ...json, 'user-agent': 'curl/8.9.1' },
    key: 'body',
    device: 'server',
  },
  {
    name: 'a relay of a page, which says its own agent',
    path: '/v1/batch',
    headers: { ...json, 'user-agent': 'Amazon CloudFront', origin: shopOrigin },
    key: 'both',
    context: { ...library('analytics.js'), userAgent: desktop },
    device: 'desktop',
  },
];

interface Sending {
  readonly anonymousId: string;
  readonly at: Date;
  readonly key: string;
}

function send(client: Client, { anonymousId, at, key }: Sending): Promise<Response> {
  const when = client.timestamp?.(at) ?? at.toISOString();
  const call = {
    ...{ type: 'track', event: 'Order Completed', anonymousId, messageId: randomUUID() },
    ...{ timestamp: when, properties: { order_id: randomUUID(), total: 12.5 } },
    ...(client.context === undefined ? {} : { context: client.context }),
  };
  const body = JSON.stringify({
    ...{ batch: [call], sentAt: client.timestamp?.(new Date()) ?? new Date().toISOString() },
    ...(client.key === 'basic' ? {} : { writeKey: key }),
    ...client.around,
  });
  return fetch(`${server.url}${client.path}`, {
    method: 'POST',
    headers: {
      ...client.headers,
      ...(client.key === 'body'
        ? {}
        : { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }),
      ...(client.packed === true ? { 'content-encoding': 'gzip' } : {}),
    },
    body: client.packed === true ? gzipSync(body) : body,
  });
}

async function sent(client: Client, key: string): Promise<readonly StoredEvent[]> {
  const anonymousId = randomUUID();
  const response = await send(client, { anonymousId, at: new Date(), key });
  assert.deepEqual([response.status, await response.json()], [200, { success: true }]);
  return storedEvents(server, 'visitor = {v: String}', { v: anonymousId });
}

for (const client of clients) {
  test(`[I12] ${client.name} sends to ${client.path}: it counts as live and is not a bot`, async () => {
    const from = Date.now();
    const [row] = await sent(client, server.writeKey);
    const until = Date.now();
    assert.deepEqual([row?.trust, row?.device, row?.bot], ['page', client.device, 0]);
    // Some clients tell whole seconds.
    const at = Date.parse(`${row?.at}Z`);
    assert.ok(at >= from - 1000 && at <= until + 1000, row?.at);
    const taken = server.intake.events.find(({ id }) => id === row?.id);
    assert.deepEqual([taken?.imported, taken?.trust], [false, 'page']);
    if ('origin' in client.headers) return;
    const [trusted] = await sent(client, server.secretKey);
    const live = server.intake.events.find(({ id }) => id === trusted?.id);
    assert.deepEqual([live?.imported, live?.trust, trusted?.bot], [false, 'server', 0]);
  });
}

test('[I12] the path of each single call may also end in a slash', async () => {
  const anonymousId = randomUUID();
  const paths = ['track', 't', 'page', 'p', 'screen', 's', 'identify', 'i', 'group', 'g'];
  for (const path of [...paths, 'alias', 'a']) {
    const response = await fetch(`${server.url}/v1/${path}/`, {
      method: 'POST',
      headers: utf8,
      body: JSON.stringify({
        ...{ writeKey: server.writeKey, anonymousId, userId: 'u', messageId: randomUUID() },
        ...{ event: 'E', groupId: 'g', previousId: 'p' },
      }),
    });
    assert.equal(response.status, 200, path);
  }
  const rows = await storedEvents(server, 'visitor = {v: String}', { v: anonymousId });
  assert.equal(rows.length, 12);
  const settings = await fetch(`${server.url}/v1/projects/${server.writeKey}/settings/`);
  assert.equal(settings.status, 200);
});

test('[I12] the fields of a call override those of its batch', async () => {
  const [own, shared] = [randomUUID(), randomUUID()];
  const call = { type: 'page', messageId: randomUUID() };
  const response = await fetch(`${server.url}/v1/batch`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({
      writeKey: server.writeKey,
      context: { userAgent: phone, locale: 'de', page: { url: 'https://shop.example/shared' } },
      batch: [
        { ...call, anonymousId: own, context: { userAgent: desktop } },
        { ...call, anonymousId: shared, messageId: randomUUID() },
      ],
    }),
  });
  assert.equal(response.status, 200);
  const [first] = await storedEvents(server, 'visitor = {v: String}', { v: own });
  const [second] = await storedEvents(server, 'visitor = {v: String}', { v: shared });
  assert.deepEqual([first?.device, first?.language, first?.path], ['desktop', 'de', '/shared']);
  assert.deepEqual([second?.device, second?.language, second?.path], ['phone', 'de', '/shared']);
});

test('[I6] a crawler is a bot by the user agent in its context, whatever sends the call', async () => {
  const crawler = clients.find(({ name }) => name.startsWith('a script without'));
  assert.ok(crawler !== undefined);
  const context = { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' };
  const [row] = await sent({ ...crawler, context }, server.writeKey);
  assert.deepEqual([row?.device, row?.bot], ['bot', 1]);
});

test('[I12] a device type is one of the table, whatever name the call uses', async () => {
  const [ruby] = clients;
  assert.ok(ruby !== undefined);
  for (const type of ['constructor', '__proto__', 'toString']) {
    const context = { ...library('app'), device: { type } };
    assert.equal((await sent({ ...ruby, context }, server.writeKey))[0]?.device, 'server');
  }
});
