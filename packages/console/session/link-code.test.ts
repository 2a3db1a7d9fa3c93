// The code of a one-time link.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkCode } from './link-code.ts';

test('the code follows #, with or without its name', () => {
  assert.equal(linkCode('#code=ab-C_9'), 'ab-C_9');
  assert.equal(linkCode('#ab-C_9'), 'ab-C_9');
});

test('an address without a code has none', () => {
  for (const hash of ['', '#', '#code=', '# ']) assert.equal(linkCode(hash), null, hash);
});
