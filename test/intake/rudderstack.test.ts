// RudderStack's own Node library, unchanged, as a client: calls in batches, compressed and plain,
// with both kinds of key, and the configuration that its libraries ask for.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import Analytics from '@rudderstack/rudder-sdk-node';
import { problem } from '@opportune/protocol/errors.ts';
import { shopOrigin, startCollect, type TestCollect } from './collect.test-support.ts';
import { storedEvents } from './stored-events.test-support.ts';

let server: TestCollect;
before(async () => {
  server = await startCollect();
});
after(() => server.close());

const stored = (visitor: string) => storedEvents(server, 'visitor = {v: String}', { v: visitor });

/** Makes the calls of `work`, and resolves when the library reports them as delivered. */
async function withLibrary(
  key: string,
  options: object,
  work: (analytics: Analytics) => void,
): Promise<void> {
  const analytics = new Analytics(key, { dataPlaneUrl: server.url, logLevel: 'error', ...options });
  work(analytics);
  await new Promise<void>((resolve, reject) =>
    analytics.flush((error) => (error === undefined || error === null ? resolve() : reject(error))),
  );
}

for (const gzip of [true, false])
  test(`[I12] every call of RudderStack’s Node library is stored, ${gzip ? 'packed' : 'plain'}`, async () => {
    const anonymousId = randomUUID();
    const timestamp = new Date(Date.now() - 30_000);
    await withLibrary(server.secretKey, { gzip, flushAt: 100 }, (analytics) => {
      const who = { anonymousId, timestamp };
      analytics.identify({ ...who, userId: 'ada', traits: { plan: 'gold' } });
      analytics.track({
        ...who,
        event: 'Order Completed',
        properties: { order_id: 'n-1', revenue: 99.5 },
      });
      analytics.page({ ...who, name: 'Start', properties: { url: 'https://shop.example/start' } });
      analytics.screen({ ...who, name: 'Cart', properties: { items: 2 } });
      analytics.group({ ...who, groupId: 'g-1', traits: { seats: 5 } });
      analytics.alias({ ...who, userId: 'ada', previousId: 'old-ada' });
    });
    const rows = await stored(anonymousId);
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
      assert.deepEqual([row.trust, row.bot, row.device], ['server', 0, 'server']);
      assert.ok(Math.abs(Date.parse(`${row.at}Z`) - timestamp.getTime()) < 5000, row.at);
    }
    assert.deepEqual(JSON.parse(rows[1]?.properties ?? ''), { order_id: 'n-1', revenue: 99.5 });
    assert.equal(rows[2]?.path, '/start');
  });

test('[I12] with the write key the same library has page trust and is not a bot', async () => {
  const anonymousId = randomUUID();
  await withLibrary(server.writeKey, {}, (analytics) =>
    analytics.track({ anonymousId, event: 'Thing Done' }),
  );
  const [row] = await stored(anonymousId);
  assert.deepEqual([row?.trust, row?.bot, row?.device], ['page', 0, 'server']);
});

test('[I12] a batch of RudderStack’s Node library is retried after a 5xx, and stored once', async () => {
  const anonymousId = randomUUID();
  let attempts = 0;
  server.intake.failing = problem('server.failed');
  const onRetry = (): void => {
    attempts++;
    server.intake.failing = null;
  };
  const options = { axiosRetryConfig: { retryDelay: () => 1, onRetry } };
  await withLibrary(server.secretKey, options, (analytics) =>
    analytics.track({ anonymousId, event: 'Retried' }),
  );
  assert.equal(attempts, 1);
  assert.equal((await stored(anonymousId)).length, 1);
});

test('[I12] the configuration of RudderStack’s libraries names no destination, and needs a write key', async () => {
  const ask = (key: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/sourceConfig/?p=npm&v=3&writeKey=${key}`, { headers });
  const answer = await ask(server.writeKey, { origin: shopOrigin });
  assert.equal(answer.status, 200);
  const { source } = (await answer.json()) as { source: Record<string, unknown> };
  assert.deepEqual([source['enabled'], source['destinations']], [true, []]);
  const basic = `Basic ${Buffer.from(`${server.writeKey}:`).toString('base64')}`;
  const mobile = await fetch(`${server.url}/sourceConfig`, { headers: { authorization: basic } });
  assert.equal(mobile.status, 200);
  assert.equal((await ask(server.secretKey)).status, 401);
  assert.equal((await ask('wk_nobody')).status, 401);
  assert.equal((await ask(server.writeKey, { origin: 'https://else.example' })).status, 403);
  assert.equal((await fetch(`${server.url}/sourceConfig`)).status, 404);
});
