import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Operator } from '@opportune/protocol/campaign/condition.ts';
import { factCatalogue } from '@opportune/protocol/behaviour/facts.ts';
import { sentenceWords } from '@opportune/protocol/campaign/sentence.ts';
import { conditionEn } from './condition.ts';

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
