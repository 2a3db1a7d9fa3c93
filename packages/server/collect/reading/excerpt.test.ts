import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { excerptOf } from './excerpt.ts';

describe('an excerpt of JSON', () => {
  it('is the JSON itself where that fits', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        assert.equal(excerptOf(value, text.length + 1), text);
      }),
    );
  });

  it('leaves out a text that does not fit, and does not cut it', () => {
    assert.equal(excerptOf({ a: 1, secret: 'x'.repeat(100) }, 40), '{"a":1,"secret":"…"}');
  });

  it('ends at its length and its depth, whatever the value', () => {
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
