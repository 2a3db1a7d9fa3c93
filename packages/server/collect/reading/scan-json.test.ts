import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { countValues, itemSizes, scanBody, textAt } from './scan-json.ts';

const bytes = (text: string) => Buffer.from(text);
const parsed = (text: string): unknown => JSON.parse(text);

describe('scanning JSON before it is parsed', () => {
  const texts: readonly (readonly [string, readonly (string | number)[], string | null])[] = [
    ['{"key":"wk_1","events":[]}', ['key'], 'wk_1'],
    [' { "events" : [ {"key":"no"} , "]" ] , "key" : "wk_2" } ', ['key'], 'wk_2'],
    ['{"k\\u0065y":"wk_3"}', ['key'], 'wk_3'],
    ['{"key":"first","key":"last"}', ['key'], 'last'],
    ['{"a":"\\"key\\":\\"no","key":"wk_4"}', ['key'], 'wk_4'],
    ['{"frames":[{"type":"hello","key":"wk_5"}]}', ['frames', 0, 'key'], 'wk_5'],
    ['{"frames":[]}', ['frames', 0, 'key'], null],
    ['{"key":7}', ['key'], null],
    [`{"key":"${'x'.repeat(600)}"}`, ['key'], null],
    ['[1,2]', ['key'], null],
    ['{"key"', ['key'], null],
    ['', ['key'], null],
    ['{"key":"unended', ['key'], null],
    ['}}}}', ['key'], null],
  ];
  for (const [text, path, found] of texts) {
    it(`finds ${String(found)} at ${path.join('.')} of ${text.slice(0, 50)}`, () => {
      assert.equal(textAt(bytes(text), path), found);
    });
  }

  it('agrees with the parser on any object, whatever is beside the key', () => {
    const objects = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(
        objects,
        fc.option(fc.string({ maxLength: 40 })),
        fc.nat(3),
        (rest, key, space) => {
          const text = JSON.stringify(key === null ? rest : { ...rest, key }, null, space);
          const object = parsed(text) as Record<string, unknown>;
          const want = Object.hasOwn(object, 'key') ? object['key'] : null;
          assert.equal(textAt(bytes(text), ['key']), typeof want === 'string' ? want : null);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('knows how long each item of a list is', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 20 }), (items) => {
        const text = JSON.stringify({ before: ['x'], events: items });
        assert.deepEqual(
          itemSizes(bytes(text), ['events']),
          items.map((item) => Buffer.byteLength(JSON.stringify(item))),
        );
      }),
      { numRuns: 500 },
    );
    assert.equal(itemSizes(bytes('{"events":{}}'), ['events']), null);
  });

  it('counts at least as many values as the parser makes', () => {
    const count = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? 1 + Object.values(value).reduce((sum: number, each) => sum + count(each), 0)
        : 1;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        assert.ok(countValues(bytes(JSON.stringify(value))) >= count(value));
      }),
      { numRuns: 500 },
    );
  });

  it('finds in one scan what three scans find, whatever is beside it', () => {
    const agree = (text: string): void => {
      const given = bytes(text);
      assert.deepEqual(
        scanBody(given, 'key', 'list'),
        {
          key: textAt(given, ['key']),
          sizes: itemSizes(given, ['list']),
          values: countValues(given),
        },
        text,
      );
    };
    for (const [text] of texts) if (text.endsWith('}') || text.endsWith(']')) agree(text);
    agree('{"list":[1],"list":[1,[2,3]],"list":7}');
    agree('{"list":{},"key":"a"} ');
    agree('[{"key":"a"},[1,2]]');
    agree('"key"');
    const names = fc.constantFrom('key', 'list', 'kéy', '', 'a');
    const values = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.string());
    const objects = fc.array(fc.tuple(names, values), { maxLength: 6 });
    fc.assert(
      fc.property(objects, fc.constantFrom('', ' ', '\n\t '), (entries, space) => {
        const text = entries.map(
          ([name, value]) => `${JSON.stringify(name)}${space}:${space}${JSON.stringify(value)}`,
        );
        agree(`${space}{${space}${text.join(`${space},${space}`)}${space}}${space}`);
      }),
      { numRuns: 1000 },
    );
  });

  it('ends on any bytes at all', () => {
    const tokens = fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', 'key', ' ', '\n', '1');
    fc.assert(
      fc.property(fc.array(tokens, { maxLength: 60 }), (some) => {
        const given = bytes(some.join(''));
        textAt(given, ['key']);
        textAt(given, ['frames', 0, 'key']);
        itemSizes(given, ['key']);
        itemSizes(given, []);
        countValues(given);
        const scanned = scanBody(given, 'key', 'key');
        assert.equal(scanned.key, textAt(given, ['key']));
      }),
      { numRuns: 3000 },
    );
  });
});
