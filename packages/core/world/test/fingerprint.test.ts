import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { digest, fingerprint } from '../fingerprint.ts';

test('a digest is the ten lowest base-36 digits of two fingerprints', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const tens = [1, 2].map((seed) => BigInt(fingerprint(text, seed)) % 36n ** 10n);
      assert.equal(digest(text), tens.map((ten) => ten.toString(36).padStart(10, '0')).join(''));
    }),
    { seed: 11, numRuns: 1000 },
  );
  assert.equal(digest('visitor-1'), '082rvs3dlcds90tg3weo');
});
