// Which answers select a numbered choice.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { choiceOf } from '../numbered.ts';

const day = 24 * 3600_000;
const asked = {
  at: 1000,
  choices: [
    { number: 1, id: 'yes', text: 'Yes, please' },
    { number: 2, id: 'no', text: 'No' },
  ],
};

describe('[CH5] a number that is returned', () => {
  for (const [answer, id] of [
    ['1', 'yes'],
    [' 2 ', 'no'],
    ['2.', 'no'],
    ['(1)', 'yes'],
    ['#2', 'no'],
    ['１', 'yes'],
    ['٢', 'no'],
    ['𝟮', 'no'],
    ['no', 'no'],
    ['YES, PLEASE', 'yes'],
    ['3', undefined],
    ['1 or 2', undefined],
    ['12', undefined],
    ['Not now', undefined],
    ['', undefined],
  ] as const)
    test(`${JSON.stringify(answer)} is ${id ?? 'an ordinary message'}`, () =>
      assert.equal(choiceOf(answer, asked, 2000)?.id, id));

  test('selects the choice for a day, not longer', () => {
    assert.equal(choiceOf('1', asked, asked.at + day)?.id, 'yes');
    assert.equal(choiceOf('1', asked, asked.at + day + 1), null);
  });
});
