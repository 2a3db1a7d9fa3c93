import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CustomerTokens } from '@opportune/protocol/campaign/configuration.ts';
import { keysIn, tokenFieldsOf, tokensFrom } from './token-fields.ts';

const pem = (text: string): string =>
  `-----BEGIN PUBLIC KEY-----\n${text}\n-----END PUBLIC KEY-----`;

test('tokens of an identity provider pass through their fields unchanged', () => {
  const common = { issuer: 'https://id.example', audience: 'shop', leewayS: 30 };
  const all: readonly CustomerTokens[] = [
    { ...common, keys: { type: 'fetched', url: 'https://id.example/keys' } },
    { ...common, keys: { type: 'pasted', keys: [pem('abc'), '{"kty":"RSA"}'] } },
  ];
  for (const tokens of all) assert.deepEqual(tokensFrom(tokenFieldsOf(tokens)), tokens);
});

test('pasted keys are split with and without an empty line between them', () => {
  assert.deepEqual(keysIn(`${pem('a')}\n${pem('b')}\n`), [pem('a'), pem('b')]);
  assert.deepEqual(keysIn(`${pem('a')}\n\n  {"kty":"EC"}  \n\n`), [pem('a'), '{"kty":"EC"}']);
  assert.deepEqual(keysIn('  \n'), []);
});
