// Tokens of an identity provider: valid ones, and everything that only looks like one.
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { readJwk, readPublicKey, type PublicKey } from '../http/access/public-key.ts';
import { faultOf, readToken, type TokenFault } from './customer-token.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const now = 1_000_000_000_000;
const expected = { issuer: 'https://id.example', audience: 'shop', leewayS: 30 };
const good = { iss: expected.issuer, aud: 'shop', sub: 'ada', exp: now / 1000 + 60 };

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function token(
  payload: object,
  header: object = { alg: 'RS256' },
  key: KeyObject = rsa.privateKey,
) {
  const text = `${part(header)}.${part(payload)}`;
  const made = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${made.toString('base64url')}`;
}

const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
function must(key: PublicKey | null): PublicKey {
  assert.ok(key !== null);
  return key;
}
const keys = [must(readPublicKey(pem(rsa.publicKey))), must(readPublicKey(pem(ec.publicKey)))];

function fault(
  text: string,
  known: readonly PublicKey[] = keys,
  userId = 'ada',
): TokenFault | null {
  const parts = readToken(text);
  return parts === null ? 'form' : faultOf(parts, userId, expected, known, now);
}

test('[I14] a token without a customer is not valid', () => {
  assert.equal(fault(token({ ...good, sub: '' }), keys, ''), 'form');
});

test('[I14] a token of the provider holds, by RS256 and by ES256, for one audience or among several', () => {
  assert.equal(fault(token(good)), null);
  assert.equal(fault(token(good, { alg: 'ES256' }, ec.privateKey)), null);
  assert.equal(fault(token({ ...good, aud: ['other', 'shop'] })), null);
});

test('[I14] clocks may differ by the leeway and not more', () => {
  const at = (seconds: number): number => now / 1000 + seconds;
  assert.equal(fault(token({ ...good, exp: at(-29) })), null);
  assert.equal(fault(token({ ...good, exp: at(-30) })), 'time');
  assert.equal(fault(token({ ...good, nbf: at(30), iat: at(30) })), null);
  assert.equal(fault(token({ ...good, nbf: at(31) })), 'time');
  assert.equal(fault(token({ ...good, iat: at(31) })), 'time');
});

const { exp: _exp, ...endless } = good;
const publicAsSecret = (() => {
  const text = `${part({ alg: 'HS256' })}.${part(good)}`;
  return `${text}.${createHmac('sha256', pem(rsa.publicKey)).update(text).digest('base64url')}`;
})();
const bad: readonly (readonly [what: string, text: string, fault: TokenFault])[] = [
  ['of another issuer', token({ ...good, iss: 'https://evil.example' }), 'issuer'],
  ['for another audience', token({ ...good, aud: 'blog' }), 'audience'],
  ['for no audience', token({ ...good, aud: undefined }), 'audience'],
  ['of another customer', token({ ...good, sub: 'bob' }), 'customer'],
  ['that never expires', token(endless), 'form'],
  ['signed with another key', token(good, undefined, other.privateKey), 'signature'],
  ['that says it needs no signature', `${part({ alg: 'none' })}.${part(good)}.x`, 'algorithm'],
  ['signed with the public key as a secret', publicAsSecret, 'algorithm'],
  ['of another hash', token(good, { alg: 'RS512' }), 'algorithm'],
  ['that says ES256 over an RSA key', token(good, { alg: 'ES256' }), 'signature'],
  ['with extensions that must be understood', token(good, { alg: 'RS256', crit: ['b64'] }), 'form'],
  [
    'with a changed payload',
    token(good).replace(/\.[^.]+\./, `.${part({ ...good, a: 1 })}.`),
    'signature',
  ],
  ['without a signature', token(good).replace(/[^.]+$/, ''), 'form'],
  ['with a part too many', `${token(good)}.x`, 'form'],
  ['that is none', 'nonsense', 'form'],
];
for (const [what, text, wanted] of bad) {
  test(`[I14] a token ${what} does not hold`, () => assert.equal(fault(text), wanted));
}

test('[I14] a key is found by the name that the token gives, and no other is tried then', () => {
  const named = (id: string, { publicKey }: { publicKey: KeyObject }): PublicKey =>
    must(readJwk({ ...publicKey.export({ format: 'jwk' }), kid: id }));
  const set = [named('old', other), named('new', rsa)];
  assert.equal(fault(token(good, { alg: 'RS256', kid: 'new' }), set), null);
  assert.equal(fault(token(good, { alg: 'RS256', kid: 'old' }), set), 'signature');
  assert.equal(fault(token(good, { alg: 'RS256', kid: 'gone' }), set), 'key');
  assert.equal(fault(token(good), set), null);
});

test('[I14] only public keys that are strong enough, and that sign, are taken', () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const jwk = rsa.publicKey.export({ format: 'jwk' });
  assert.ok(readPublicKey(JSON.stringify(jwk)) !== null);
  for (const text of [
    pem(weak.publicKey),
    pem(curve.publicKey),
    rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    JSON.stringify(rsa.privateKey.export({ format: 'jwk' })),
    JSON.stringify({ kty: 'oct', k: 'c2VjcmV0' }),
    JSON.stringify({ ...jwk, use: 'enc' }),
    JSON.stringify({ ...jwk, alg: 'RS512' }),
    'no key',
    '{',
  ])
    assert.equal(readPublicKey(text), null, text.slice(0, 60));
});
