import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Operator } from '@opportune/protocol/condition.ts';
import { factCatalogue } from '@opportune/protocol/facts.ts';
import { sentenceWords } from '@opportune/protocol/sentence.ts';
import { conditionEn } from './en-condition.ts';

test('every fact, operator and joining word of the grammar has its English words, and nothing else does', () => {
  const wanted = [
    ...factCatalogue.map(({ fact }) => `fact.${fact}`),
    ...Operator.options.map((operator) => `op.${operator}`),
    'op.has',
    'op.missing',
    ...sentenceWords.map((word) => `word.${word}`),
  ];
  const given = Object.keys(conditionEn).filter((key) => /^(fact|op|word)\./.test(key));
  assert.deepEqual(given.toSorted(), wanted.toSorted());
});
