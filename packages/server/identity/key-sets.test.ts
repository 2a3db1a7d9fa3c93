// Key sets of identity providers: cached, renewed, never requested too often, and how they are
// fetched.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { PublicKey } from '../http/access/public-key.ts';
import { fetchJson, fetchLimits } from './fetch-bounded.ts';
import { createKeySets } from './key-sets.ts';
import { isPublicAddress } from '../http/outbound/public-address.ts';

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = (kid: string) => ({ ...publicKey.export({ format: 'jwk' }), kid });
const url = 'https://id.example/keys';
const holds =
  (kid: string) =>
  (keys: readonly PublicKey[]): boolean =>
    keys.some(({ id }) => id === kid);

function provider() {
  const state = { now: 1_000_000, fetched: 0, kids: ['a'], down: false };
  const fetch = (): Promise<unknown> => {
    state.fetched++;
    if (state.down) return Promise.reject(new Error('down'));
    return Promise.resolve({ keys: [...state.kids.map(jwk), { kty: 'oct', k: 'x' }, null] });
  };
  const sets = createKeySets(fetch, { now: () => state.now }, { warn: () => undefined });
  const ids = async (kid: string) => (await sets.of(url, holds(kid))).map(({ id }) => id);
  return { state, ids };
}

test('[I14] a key set is fetched once for many requests, and again for a new key', async () => {
  const { state, ids } = provider();
  assert.deepEqual(await Promise.all([ids('a'), ids('a')]), [['a'], ['a']]);
  assert.equal(state.fetched, 1);
  state.kids = ['a', 'b'];
  assert.deepEqual(await ids('b'), ['a']);
  state.now += 60_000;
  assert.deepEqual(await ids('b'), ['a', 'b']);
  assert.equal(state.fetched, 2);
});

test('[I14] an unknown key causes at most one fetch a minute', async () => {
  const { state, ids } = provider();
  for (let at = 0; at < 50; at++) {
    await ids(`guess ${at}`);
    state.now += 1000;
  }
  assert.equal(state.fetched, 1);
});

test('[I14] while the provider is away its keys remain valid for a day', async () => {
  const { state, ids } = provider();
  await ids('a');
  state.down = true;
  state.now += 23 * 3600_000;
  assert.deepEqual(await ids('a'), ['a']);
  state.now += 2 * 3600_000;
  await ids('b');
  assert.deepEqual(await ids('b'), []);
});

test('[I14] only public internet addresses are connected to', () => {
  for (const open of ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])
    assert.equal(isPublicAddress(open), true, open);
  const closed = [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fd00::1',
    'localhost',
    '',
  ];
  for (const address of closed) assert.equal(isPublicAddress(address), false, address);
});

async function answering(
  answer: RequestListener,
  isAllowed: (ip: string) => boolean,
  host = '127.0.0.1',
): Promise<unknown> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await fetchJson(`http://${host}:${port}/keys`, isAllowed);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
const anywhere = (): boolean => true;

test('[I14] a document is fetched, by name and by address', async () => {
  for (const host of ['127.0.0.1', 'localhost'])
    assert.deepEqual(
      await answering((_, response) => response.end('{"keys":[]}'), anywhere, host),
      { keys: [] },
    );
});

test('[I14] a forbidden address is not connected to, given by name or by number', async () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    let asked = 0;
    const answer: RequestListener = (_, response) => {
      asked++;
      response.end('{}');
    };
    await assert.rejects(answering(answer, isPublicAddress, host), /not allowed/);
    assert.equal(asked, 0);
  }
});

test('[I14] redirects are not followed, and a document that is too large or not JSON is refused', async () => {
  const cases: readonly (readonly [RequestListener, RegExp])[] = [
    [(_, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end(), /302/],
    [(_, response) => response.end('x'.repeat(fetchLimits.sizeBytes + 1)), /too large/],
    [(_, response) => response.end('<html>'), /no JSON/],
  ];
  for (const [answer, words] of cases) await assert.rejects(answering(answer, anywhere), words);
});
