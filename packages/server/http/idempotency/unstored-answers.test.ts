// Answers that wait for the store are bounded, by number and by length.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { UnstoredAnswers } from './unstored-answers.ts';

const { unstoredAnswers, unstoredLength } = tableLimits;

test('[OP11] fills: answers that could not be stored, and the oldest go first', () => {
  const answers = new UnstoredAnswers();
  for (let at = 0; at < unstoredAnswers + 2; at++)
    answers.keep(`k${at}`, { status: 201, body: '' });
  assert.equal(answers.size, unstoredAnswers);
  assert.deepEqual([answers.find('k1'), answers.find('k2')?.status], [undefined, 201]);
});

test('[OP11] few long answers take no more room than many short ones', () => {
  const answers = new UnstoredAnswers();
  const body = 'x'.repeat(unstoredLength / 8);
  for (let at = 0; at < 20; at++) answers.keep(`k${at}`, { status: 201, body });
  assert.ok(answers.length <= unstoredLength && answers.size === 7, `${answers.size} answers`);
  answers.keep('k19', null);
  for (let at = 0; at < 20; at++) answers.forget(`k${at}`);
  assert.deepEqual([answers.size, answers.length], [0, 0]);
});
