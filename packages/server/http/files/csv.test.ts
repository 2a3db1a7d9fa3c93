// Cells that a spreadsheet would run as a formula, however it divides a line, and their way back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { armed, csv, disarmed } from './csv.ts';

const texts = fc.string({
  unit: fc.constantFrom(..."=+-@＝;,|\t\r\n' a1"),
  maxLength: 12,
});

/** Each cell that a spreadsheet may make of a text. */
function cellsIn(text: string): readonly string[] {
  return text.split(/[,;|\t\r\n]/).map((cell) => cell.trim());
}

test('[CI6] no part of a cell begins a formula, whatever a spreadsheet takes for a delimiter', () => {
  for (const text of ['a;=1+1', 'a\t=1', 'x\n@SUM(A1)', ' =1', "'=1", 'a|-1', '＝1', 'a,+1'])
    assert.match(disarmed(text), /(^|[;\t\n,|]) ?'+[=@+\-＝]/, text);
  fc.assert(
    fc.property(texts, (text) => !cellsIn(disarmed(text)).some((cell) => /^[=+\-@＝]/.test(cell))),
    { numRuns: 5_000 },
  );
  assert.equal(csv([['a;=1', -1, null]]), "a;'=1,-1,\r\n");
});

test('[CI6] a text whose formulas were disarmed is the text again', () => {
  fc.assert(
    fc.property(texts, (text) => {
      assert.equal(armed(disarmed(text)), text);
    }),
    { numRuns: 5_000 },
  );
});
