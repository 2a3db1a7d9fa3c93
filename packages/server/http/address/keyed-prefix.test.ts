import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { keyedHash } from './keyed-prefix.ts';

test('[F31] a keyed hash is an HMAC-SHA-256 whose key depends on the secret and the purpose', () => {
  const key = createHmac('sha256', 'a secret').update('a purpose').digest();
  const hashOf = keyedHash('a secret', 'a purpose');
  for (const text of ['', 'prefix 203.0.113.7', 'é'.repeat(100)])
    assert.deepEqual(hashOf(text), createHmac('sha256', key).update(text).digest());
  assert.notDeepEqual(hashOf('a'), keyedHash('a secret', 'another purpose')('a'));
  assert.notDeepEqual(hashOf('a'), keyedHash('another secret', 'a purpose')('a'));
});
