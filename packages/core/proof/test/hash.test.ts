import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bucket, murmur3, murmur3Bytes } from '../hash.ts';

/** https://stackoverflow.com/a/31929528, which repeats the reference implementation's output. */
const BYTE_VECTORS: readonly (readonly [bytes: readonly number[], seed: number, hash: number])[] = [
  [[], 0, 0],
  [[], 1, 0x514e28b7],
  [[], 0xffffffff, 0x81f16f39],
  [[0xff, 0xff, 0xff, 0xff], 0, 0x76293b50],
  [[0x21, 0x43, 0x65, 0x87], 0, 0xf55b516b],
  [[0x21, 0x43, 0x65, 0x87], 0x5082edee, 0x2362f9de],
  [[0x21, 0x43, 0x65], 0, 0x7e4a8634],
  [[0x21, 0x43], 0, 0xa0f7b07a],
  [[0x21], 0, 0x72661cf4],
  [[0, 0, 0, 0], 0, 0x2362f9de],
  [[0, 0, 0], 0, 0x85f0b427],
  [[0, 0], 0, 0x30f4c306],
  [[0], 0, 0x514e28b7],
];

const TEXT_VECTORS: readonly (readonly [text: string, seed: number, hash: number])[] = [
  ['', 0x9747b28c, 0xebb6c228],
  ['a', 0x9747b28c, 0x7fa09ea6],
  ['aa', 0x9747b28c, 0x5d211726],
  ['aaa', 0x9747b28c, 0x283e0130],
  ['aaaa', 0x9747b28c, 0x5a97808a],
  ['abc', 0x9747b28c, 0xc84a62dd],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ['a'.repeat(256), 0x9747b28c, 0x37405bdc],
  ['abc', 0, 0xb3dd93fa],
];

test('[ST1] the hash is MurmurHash3 x86_32, by its published vectors', () => {
  for (const [bytes, seed, hash] of BYTE_VECTORS) assert.equal(murmur3Bytes(bytes, seed), hash);
  for (const [text, seed, hash] of TEXT_VECTORS) assert.equal(murmur3(text, seed), hash, text);
});

test('[ST1] any text hashes as its UTF-8 bytes, broken surrogates included', () => {
  const encoder = new TextEncoder();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, seed) => {
      assert.equal(murmur3(text, seed), murmur3Bytes([...encoder.encode(text)], seed));
    }),
    { seed: 1, numRuns: 2_000 },
  );
  for (const text of ['\ud800', 'a\udc00b', '\ud83d\ude00', '\ud83d\ud83d\ude00']) {
    assert.equal(murmur3(text), murmur3Bytes([...encoder.encode(text)]));
  }
});

test('[ST1] a bucket is a whole number from 0 to 9,999 and never changes', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (salt, visitorId) => {
      const drawn = bucket(salt, visitorId);
      assert.ok(Number.isInteger(drawn) && drawn >= 0 && drawn < 10_000);
      assert.equal(bucket(salt, visitorId), drawn);
    }),
    { seed: 2 },
  );
  // Pinned: a change of these would reassign the visitors of every running experiment.
  assert.equal(bucket('control-a', 'visitor-1'), 53);
  assert.equal(bucket('control-b', 'visitor-1'), 4000);
});
