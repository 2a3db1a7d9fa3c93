// A sealing with fresh keys, for tests.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { openSealing, type Sealing } from './sealing.ts';
import { readSealingKeys, type SealingKey } from './sealing-keys.ts';

export function testSealingKey(): SealingKey {
  const [key] = readSealingKeys(randomBytes(32).toString('base64url')) ?? [];
  assert.ok(key !== undefined);
  return key;
}

export function testSealing(): Sealing {
  return openSealing([testSealingKey()]);
}
