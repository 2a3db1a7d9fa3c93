// A customer verified by a token of the business's server: the page passes it on, the intake checks
// it, and from then on the customer's orders find this browser.
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

/** Signs as docs/integrate/customers.md tells a business's server to do. */
function customerToken(secretKey: string, userId: string, expiresInS = 3600): string {
  const key = createHmac('sha256', secretKey).update('opportune customer token').digest();
  return tokenBy(key, userId, expiresInS);
}

/** Signs as documented before keys had a signing key of their own. */
function outdatedToken(secretKey: string, userId: string): string {
  return tokenBy(createHash('sha256').update(secretKey).digest(), userId);
}

function tokenBy(key: Uint8Array, userId: string, expiresInS = 3600): string {
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

test('[I14] an identify without a token, or with an invalid one, is a claim and verifies nobody', async () => {
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

test('[I14] a token of the site’s identity provider verifies, and one of another is reported and is a claim', async () => {
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
  const entries = await server.entries();
  const entry = entries.find(({ received }) => received.includes(String(wrong['id'])));
  assert.deepEqual([entry?.verdict, entry?.code], ['told', 'event.token_invalid']);
  const visitor = await send(identify(userId, token('https://id.example', userId)));
  assert.equal(await server.identity.visitorOf(server.account, userId), visitor);
  await server.sites.change(server.account, 'test', server.site, { customerTokens: null });
  const later = `customer-${randomUUID()}`;
  await send(identify(later, token('https://id.example', later)));
  assert.equal(await server.identity.visitorOf(server.account, later), null);
});

test('[I14] a token cannot be signed with what the database stores of a secret key', async () => {
  const { secret, key } = await server.sites.createKey(server.account, server.site, 'New');
  const kept = await server.engines.records.withAccount(server.account, (sql) =>
    sql.row<{ key_hash: Buffer; sealed_signing_key: string }>(
      'SELECT key_hash, sealed_signing_key FROM secret_keys WHERE id = $1',
      [key.id],
    ),
  );
  assert.ok(kept !== undefined);
  const userId = `customer-${randomUUID()}`;
  const readable = [kept.key_hash, Buffer.from(kept.sealed_signing_key)];
  for (const read of [...readable, Buffer.from(kept.key_hash.toString('hex'))])
    await send(identify(userId, tokenBy(read, userId)));
  assert.equal(await server.identity.visitorOf(server.account, userId), null);
  const visitor = await send(identify(userId, customerToken(secret, userId)));
  assert.equal(await server.identity.visitorOf(server.account, userId), visitor);
  await server.sites.revokeKey(server.account, server.site, key.id);
});

test('[I14] an old key signs with its hash beside its successor until it is revoked', async () => {
  const { account, site, sites } = server;
  const old = await sites.createKey(account, site, 'From before');
  await server.engines.records.withAccount(account, (sql) =>
    sql.run('UPDATE secret_keys SET sealed_signing_key = NULL WHERE id = $1', [old.key.id]),
  );
  const signing = async (id: string) =>
    (await sites.read(account, site)).keys.find((key) => key.id === id)?.signing;
  assert.equal(await signing(old.key.id), 'outdated');
  const next = await sites.createKey(account, site, 'Successor');
  assert.equal(await signing(next.key.id), 'sealed');
  const holds = async (token: (userId: string) => string): Promise<boolean> => {
    const userId = `customer-${randomUUID()}`;
    await send(identify(userId, token(userId)));
    return (await server.identity.visitorOf(account, userId)) !== null;
  };
  const byOld = (userId: string) => outdatedToken(old.secret, userId);
  const byNext = (userId: string) => customerToken(next.secret, userId);
  assert.deepEqual([await holds(byOld), await holds(byNext)], [true, true]);
  await sites.revokeKey(account, site, old.key.id);
  assert.deepEqual([await holds(byOld), await holds(byNext)], [false, true]);
  await sites.revokeKey(account, site, next.key.id);
});
