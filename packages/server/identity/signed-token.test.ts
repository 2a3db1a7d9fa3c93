// The customer token: what a business's server signs, and everything that only looks like it.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { tokenHolds } from './signed-token.ts';

const now = 1_000_000_000_000;
const key = createHash('sha256').update('sk_secret').digest();
const other = createHash('sha256').update('sk_other').digest();

function token(
  payload: object,
  header: object = { alg: 'HS256', typ: 'JWT' },
  signWith: Uint8Array = key,
): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${createHmac('sha256', signWith).update(text).digest('base64url')}`;
}
const good = { sub: 'ada', exp: now / 1000 + 60 };

test('[I14] a token is valid if it is signed with any secret key in force, for this customer, and in time', () => {
  assert.equal(tokenHolds(token(good), 'ada', [key], now), true);
  assert.equal(tokenHolds(token(good), 'ada', [other, key], now), true);
});

const bad: readonly [string, string][] = [
  ['of another customer', token({ ...good, sub: 'bob' })],
  ['that has expired', token({ ...good, exp: now / 1000 - 1 })],
  ['that never expires', token({ sub: 'ada' })],
  ['signed with another key', token(good, undefined, other)],
  ['without a signature', `${token(good).split('.').slice(0, 2).join('.')}.`],
  ['that says it needs no signature', token(good, { alg: 'none' })],
  ['of another algorithm', token(good, { alg: 'HS512' })],
  [
    'with a changed payload',
    token({ ...good, sub: 'bob' }).replace(
      /\.[^.]+\./,
      `.${Buffer.from(JSON.stringify(good)).toString('base64url')}.`,
    ),
  ],
  ['with a part too many', `${token(good)}.x`],
  ['that is none', 'nonsense'],
  ['that is empty', ''],
];
for (const [what, wrong] of bad) {
  test(`[I14] a token ${what} is not valid`, () =>
    assert.equal(tokenHolds(wrong, 'ada', [key], now), false));
}

test('[I14] without a key in force no token is valid', () => {
  assert.equal(tokenHolds(token(good), 'ada', [], now), false);
});
