import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseJson } from './json.ts';

/** The result of repairing value by value, which is much slower. */
function slowly(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );
}

describe('parsing JSON of strangers', () => {
  const texts: readonly (readonly [string, unknown])[] = [
    [String.raw`"a\ud83d\ude00b"`, 'a😀b'],
    [String.raw`"a\ud83db"`, 'a\ufffdb'],
    [String.raw`"\ude00\ud83d"`, '\ufffd\ufffd'],
    [String.raw`"\ud83d\ud83d\ude00"`, '\ufffd😀'],
    [String.raw`"\\ud83d"`, '\\ud83d'],
    [String.raw`"\\\ud83d"`, '\\\ufffd'],
    [String.raw`"\uD83D\u0041"`, '\ufffdA'],
    [String.raw`{"\ud83d":1}`, { '\ufffd': 1 }],
  ];
  for (const [text, value] of texts) {
    it(`reads ${text}`, () => {
      assert.deepEqual(parseJson(Buffer.from(text)), { ok: true, value });
    });
  }

  it('puts U+FFFD for each lone surrogate, as if value by value', () => {
    const pieces = fc.constantFrom(
      String.raw`\ud83d`,
      String.raw`\uDe00`,
      String.raw`\\`,
      String.raw`\n`,
      String.raw`\u0041`,
      'ud83d',
      'x',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (some) => {
        const text = `["${some.join('')}",{"k":"${some.toReversed().join('')}"}]`;
        const read = parseJson(Buffer.from(text));
        assert.deepEqual(read, { ok: true, value: slowly(text) });
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses invalid UTF-8 and invalid JSON', () => {
    assert.deepEqual(parseJson(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])), { ok: false });
    assert.deepEqual(parseJson(Buffer.from('{"a":')), { ok: false });
  });
});
