// Export and import of predefined answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PredefinedAnswer } from '@opportune/protocol/rest/conversation/answers.ts';
import { answersCsv, answersJson, readAnswers } from './answer-files.ts';

const answers = [
  PredefinedAnswer.parse({
    id: 'a1',
    shortcut: 'hours',
    title: 'Opening, hours',
    text: 'From 9:00\nto "late"; {{agent.name}}',
    folder: 'Shop/Times',
    skill: 'sales',
    language: 'en',
    needs: ['delivery', 'refund'],
    own: false,
  }),
  PredefinedAnswer.parse({
    id: 'a2',
    shortcut: 'minus',
    title: '=SUM(A1)',
    text: '-10 % today',
    folder: '',
    skill: null,
    language: null,
    needs: [],
    own: true,
  }),
];
const drafts = answers.map(({ id: _, own: __, ...draft }) => draft);

test('[X5] an exported file reads back the same, as JSON and as CSV', () => {
  for (const file of [answersJson(answers), answersCsv(answers), `\uFEFF${answersCsv(answers)}`])
    assert.deepEqual(readAnswers(file), { type: 'answers', answers: drafts });
});

test('[X5] a spreadsheet runs no cell of an export as a formula', () => {
  assert.match(answersCsv(answers), /'=SUM\(A1\)/);
  assert.match(answersCsv(answers), /'-10 % today/);
});

test('[X5] columns may come in any order with semicolons, and unknown columns are ignored', () => {
  const file = 'Title;text;SHORTCUT;author\nHello;Good day;hi;Mara\n\n';
  assert.deepEqual(readAnswers(file), {
    type: 'answers',
    answers: [
      {
        ...{ shortcut: 'hi', title: 'Hello', text: 'Good day', folder: '' },
        ...{ skill: null, language: null, needs: [] },
      },
    ],
  });
});

test('[X5] a file without answers is refused, and an invalid answer is named', () => {
  for (const file of ['', 'Hello', '{"answers": 1}', '[]', '{"broken', 'title,text\na,b\n'])
    assert.deepEqual(readAnswers(file), { type: 'unread' });
  assert.deepEqual(readAnswers('shortcut,title,text\nhi,Hello,Good day\n,No shortcut,Text\n'), {
    type: 'wrong',
    at: 2,
  });
});
