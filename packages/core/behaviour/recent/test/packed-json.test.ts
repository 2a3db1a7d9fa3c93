import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { JsonPacker } from '../packed-json.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';

const packer = new JsonPacker();

function unpacked(name: string, subject: JsonObject | null): readonly [string, JsonObject | null] {
  const { bytes, sizeBytes } = packer.pack(name, subject);
  const copy = bytes.slice(0, sizeBytes);
  packer.pack('other', { other: true });
  return [packer.nameAt(copy, 0), packer.subjectAt(copy, 0)];
}

test('[P7] any packed JSON is unpacked unchanged', () => {
  const json = fc.jsonValue({ noUnicodeString: false });
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.dictionary(fc.string(), json),
      (name, subject) => {
        const plain: JsonObject = JSON.parse(JSON.stringify(subject));
        assert.deepEqual(unpacked(name, plain), [name, plain]);
        assert.equal(JSON.stringify(unpacked(name, plain)[1]), JSON.stringify(plain));
      },
    ),
    { seed: 20_261_121, numRuns: rounds({ usual: 300, full: 2000 }) },
  );
});

test('[P7] numbers of every kind, wide texts, long names and no subject are unpacked unchanged', () => {
  const subject = JSON.parse(
    '{"zero":0,"below":-0,"one":1,"large":2147483647,"larger":2147483648,"minus":-7,"part":0.1,"wide":"Größe 👢 \\ud800","":"","__proto__":{"a":[]},"constructor":null}',
  ) as JsonObject;
  const [, had] = unpacked('x'.repeat(200), subject);
  assert.equal(JSON.stringify(had), JSON.stringify(subject));
  assert.ok(Object.is(had?.['below'], -0));
  assert.deepEqual(unpacked('', null), ['', null]);
});

test('[P7] names beyond the capacity of the dictionary are spelt out', () => {
  for (let at = 0; at < 5000; at++) {
    const subject = { [`word ${at}`]: at };
    assert.deepEqual(unpacked(`name ${at}`, subject), [`name ${at}`, subject]);
  }
});
