import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { functionsIn } from './house-figures.ts';
import { houseFindings } from './house-rows.ts';
import { circlesIn } from './import-circles.ts';

describe('functionsIn', () => {
  it('counts the lines of functions, methods and arrows, and no arrow on one line', () => {
    const text = [
      'export function outer() {',
      '  const inner = () => {',
      '    return 1;',
      '  };',
      '  return [1].map((one) => one + inner());',
      '}',
      'class Room {',
      '  open() {}',
      '}',
    ].join('\n');
    assert.deepEqual(functionsIn({ file: 'packages/a/b.ts', text }), [
      { lines: 6, place: 'packages/a/b.ts:1' },
      { lines: 3, place: 'packages/a/b.ts:2' },
      { lines: 1, place: 'packages/a/b.ts:8' },
    ]);
  });

  it('reads JSX', () => {
    const text = 'export const Row = () => (\n  <b>one</b>\n);';
    assert.deepEqual(functionsIn({ file: 'row.tsx', text }), [{ lines: 3, place: 'row.tsx:1' }]);
  });
});

describe('circlesIn', () => {
  it('finds files that reach one another, once each, and no file by itself', () => {
    const imports = new Map([
      ['a', ['b', 'away']],
      ['b', ['c']],
      ['c', ['a', 'd']],
      ['d', ['e']],
      ['e', ['d']],
      ['f', ['a', 'd', 'f']],
    ]);
    assert.deepEqual(circlesIn(imports), [
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });
});

describe('houseFindings', () => {
  it('names what is above its most, and nothing else', () => {
    const rows = [
      ['lines of a function, most', 81, 'packages/a/b.ts:1'],
      ['imports of one file, most', 25, 'packages/a/c.ts'],
      ['lines', 300_000],
    ] as const;
    assert.deepEqual(houseFindings(rows), [
      'lines of a function, most: 81, at most 80. packages/a/b.ts:1',
    ]);
  });
});
