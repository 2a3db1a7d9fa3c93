// A customer vouched for by a token of the business's server: the page passes it on, the intake
// checks it, and from then on the customer's orders find this browser.
import assert from 'node:assert/strict';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Browser, event, startCollect, type TestCollect } from './collect.test-support.ts';

let server: TestCollect;
before(async () => {
  server = await startCollect();
});
after(() => server.close());

/** What docs/integrate.md tells a business's server to do. */
function customerToken(secretKey: string, userId: string, expiresInS = 3600): string {
  const key = createHash('sha256').update(secretKey).digest();
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: userId, exp: Math.floor(Date.now() / 1000) + expiresInS })}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

function identify(userId: string, token?: string): Record<string, unknown> {
  return event({
    kind: 'identify',
    name: 'Identify',
    userId,
    properties: { plan: 'gold' },
    ...(token === undefined ? {} : { token }),
  });
}

async function send(sent: Record<string, unknown>): Promise<string> {
  const browser = new Browser(server);
  const { visitor } = await browser.arrive(server);
  browser.send({ type: 'events', batch: 1, sentAt: Date.now(), events: [sent] });
  assert.deepEqual((await browser.frame('ack')).refused, []);
  browser.socket.terminate();
  return visitor;
}

test('[I14] a signed identify is stored with signed trust, without its token, and verifies the browser', async () => {
  const userId = `customer-${randomUUID()}`;
  const sent = identify(userId, customerToken(server.secretKey, userId));
  const visitor = await send(sent);
  const stored = server.intake.events.find(({ id }) => id === sent['id']);
  assert.deepEqual(
    [stored?.trust, stored?.userId, Reflect.get(stored ?? {}, 'token')],
    ['signed', userId, undefined],
  );
  assert.equal(await server.identity.visitorOf(server.account, userId), visitor);
});

test('[I14] an identify without a token, or with one that does not hold, is a claim and verifies nobody', async () => {
  const userId = `customer-${randomUUID()}`;
  const wrong = [
    undefined,
    customerToken('sk_guessed', userId),
    customerToken(server.secretKey, 'somebody else'),
    customerToken(server.secretKey, userId, -1),
    'no token',
  ];
  for (const token of wrong) {
    const sent = identify(userId, token);
    await send(sent);
    assert.equal(server.intake.events.find(({ id }) => id === sent['id'])?.trust, 'page');
  }
  assert.equal(await server.identity.visitorOf(server.account, userId), null);
});

test('[I14] a revoked key signs for nobody any more', async () => {
  const userId = `customer-${randomUUID()}`;
  const { secret, key } = await server.sites.createKey(server.account, server.site, 'Old');
  await send(identify(userId, customerToken(secret, userId)));
  assert.notEqual(await server.identity.visitorOf(server.account, userId), null);
  await server.sites.revokeKey(server.account, server.site, key.id);
  const other = `customer-${randomUUID()}`;
  await send(identify(other, customerToken(secret, other)));
  assert.equal(await server.identity.visitorOf(server.account, other), null);
});
