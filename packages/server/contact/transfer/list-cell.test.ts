// Several texts in one cell come back as they were.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { itemsIn, listCell } from './list-cell.ts';

const items = fc.array(
  fc.string({ unit: fc.constantFrom(...'ab,;" \n'), minLength: 1, maxLength: 8 }),
  {
    maxLength: 6,
  },
);

test('[CI6] texts with separators, quotes and spaces come back from one cell', () => {
  fc.assert(
    fc.property(items, fc.constantFrom(',' as const, ';' as const), (texts, separator) => {
      assert.deepEqual(itemsIn(listCell(texts, separator), separator, 50), texts);
    }),
    { numRuns: 5_000 },
  );
});

test('[CI1] a cell of another program is divided at its separators, quotes that do not close included', () => {
  assert.deepEqual(itemsIn('VIP, 5" screen,, "a', ',', 50), ['VIP', '5" screen', '"a']);
  assert.deepEqual(itemsIn('a@b.c;d@e.f', ';', 50), ['a@b.c', 'd@e.f']);
  assert.equal(itemsIn('x,'.repeat(100_000), ',', 50).length, 51);
});
