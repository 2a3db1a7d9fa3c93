// A customer vouched for by a token of the business's server: the page passes it on, the intake
// checks it, and from then on the customer's orders find this browser.
import assert from 'node:assert/strict';
import { createHash, createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Browser, event } from './browser-socket.test-support.ts';
import { startCollect, type TestCollect } from './collect.test-support.ts';

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

test('[I14] a token of the site’s identity provider verifies, one of another is told and is a claim', async () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  await server.sites.change(server.account, 'test', server.site, {
    customerTokens: {
      issuer: 'https://id.example',
      audience: 'shop',
      leewayS: 30,
      keys: { type: 'pasted', keys: [pem] },
    },
  });
  const token = (iss: string, sub: string): string => {
    const part = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + 60;
    const text = `${part({ alg: 'ES256' })}.${part({ iss, aud: 'shop', sub, exp })}`;
    const key = { key: pair.privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  };
  const userId = `customer-${randomUUID()}`;
  const wrong = identify(userId, token('https://evil.example', userId));
  await send(wrong);
  assert.equal(await server.identity.visitorOf(server.account, userId), null);
  const { entries } = server.collect.debugger.list(server.account, server.site);
  const entry = entries.find(({ received }) => received.includes(String(wrong['id'])));
  assert.deepEqual([entry?.verdict, entry?.code], ['told', 'event.token_invalid']);
  const visitor = await send(identify(userId, token('https://id.example', userId)));
  assert.equal(await server.identity.visitorOf(server.account, userId), visitor);
  await server.sites.change(server.account, 'test', server.site, { customerTokens: null });
  const later = `customer-${randomUUID()}`;
  await send(identify(later, token('https://id.example', later)));
  assert.equal(await server.identity.visitorOf(server.account, later), null);
});
