// Which predefined answers a list shows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PredefinedAnswer } from '@opportune/protocol/rest/conversation/answers.ts';
import { filterAnswers, foldersOf, type AnswerFilter } from './answer-filter.ts';

function answer(shortcut: string, folder: string, own = false): PredefinedAnswer {
  const text = `About ${shortcut}`;
  return PredefinedAnswer.parse({
    ...{ id: shortcut, shortcut, title: shortcut.toUpperCase(), text, folder, own },
    ...{ skill: null, language: null, needs: [] },
  });
}

const answers = [
  answer('hours', 'Shop/Times'),
  answer('fees', 'Shop', true),
  answer('shopping', 'Shopping'),
  answer('bye', ''),
];
const found = (filter: Partial<AnswerFilter>): string[] =>
  filterAnswers(answers, { words: '', folder: null, whose: 'all', ...filter }).map(({ id }) => id);

test('[X5] a folder shows its answers and those of the folders within', () => {
  assert.deepEqual(found({ folder: 'Shop' }), ['hours', 'fees']);
  assert.deepEqual(found({ folder: 'Shop/Times' }), ['hours']);
  assert.deepEqual(found({ folder: '' }), ['bye']);
});

test('[X5] an answer must contain every word, and a slash before a shortcut is ignored', () => {
  assert.deepEqual(found({ words: '/hou about' }), ['hours']);
  assert.deepEqual(found({ words: 'hours fees' }), []);
  assert.deepEqual(found({ whose: 'own' }), ['fees']);
  assert.deepEqual(found({ whose: 'shared', words: 'about' }).length, 3);
});

test('[X5] a folder counts the answers of the folders within, and no folder comes last', () => {
  assert.deepEqual(foldersOf(answers), [
    { path: 'Shop', many: 2 },
    { path: 'Shop/Times', many: 1 },
    { path: 'Shopping', many: 1 },
    { path: '', many: 1 },
  ]);
});
