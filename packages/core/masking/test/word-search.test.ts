import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { WordSearch } from '../word-search.ts';

const signs = fc.constantFrom('a', 'b', 'c', '_', '@', '1');
const word = fc.string({ unit: signs, minLength: 1, maxLength: 5 });
const groups = fc.array(fc.array(word, { maxLength: 6 }), { maxLength: 31 });
const text = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', 'B', 'c', 'C', '_', '@', '1', ' ', 'd', 'é', '漢', '\ud83d'),
  maxLength: 40,
});

test('finds the groups with a word in a text, in any case', () => {
  fc.assert(
    fc.property(groups, text, (all, given) => {
      const lower = given.toLowerCase();
      const wanted = all.map((words) => words.some((each) => lower.includes(each)));
      const found = new WordSearch(all).groupsIn(given);
      assert.deepEqual(
        wanted.map((_, at) => ((found >> at) & 1) === 1),
        wanted,
      );
    }),
    { numRuns: 3000 },
  );
});

test('finds a word that begins within another, and one that is the ending of another', () => {
  const search = new WordSearch([['abcd'], ['bce'], ['c']]);
  assert.deepEqual(
    ['abce', 'abd', 'xbcex', 'ABCD', ''].map((given) => search.groupsIn(given)),
    [0b110, 0, 0b110, 0b101, 0],
  );
});
