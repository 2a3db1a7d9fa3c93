import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { excerptOf } from './excerpt.ts';

describe('an excerpt of JSON', () => {
  it('is the JSON itself if it fits', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        assert.equal(excerptOf(value, text.length + 1), text);
      }),
    );
  });

  it('ends a list of short values where its length ends', () => {
    const zeros = Array.from({ length: 5000 }, () => 0);
    assert.equal(excerptOf(zeros, 10), '[0,0,0,0,0…]');
    assert.equal(excerptOf([...zeros, 'x'], 300), `[${'0,'.repeat(149)}0…]`);
    assert.equal(excerptOf([Infinity, 'a'], 40), '[Infinity,"a"]');
  });

  it('omits a text that does not fit instead of cutting it', () => {
    assert.equal(excerptOf({ a: 1, secret: 'x'.repeat(100) }, 40), '{"a":1,"secret":"…"}');
  });

  it('keeps to its length and its depth, whatever the value', () => {
    const wide = Array.from({ length: 100_000 }, () => ({}));
    assert.ok(excerptOf(wide, 100).length < 120);
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    assert.equal(excerptOf(deep, 1000), `${'['.repeat(12)}…${']'.repeat(12)}`);
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat(60), (value, most) => {
        assert.ok(excerptOf(value, most).length <= most * 8 + 40);
      }),
    );
  });
});
