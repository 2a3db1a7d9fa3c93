import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { functionsIn } from './house-figures.ts';
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
