// The reasons of a score in words. For every feature, sign and language they state a fact of the
// visit and never contradict the sign.
import '../words/visit-words.test-support.ts';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { IntentFeature } from '@opportune/core/learning/intent/intent-feature.ts';
import { visitFeatureList } from '@opportune/core/learning/intent/visit-features.ts';
import { GoalId } from '@opportune/protocol/ids.ts';
import type { IntentReason } from '@opportune/protocol/behaviour/intent.ts';
import { visitsDe } from '@opportune/words/de/visits.ts';
import { visitsEs } from '@opportune/words/es/visits.ts';
import { de } from '../words/language-de.ts';
import { es } from '../words/language-es.ts';
import { speech } from '../words/language.ts';
import { intentLine, whyWords } from './words.ts';

const english = speech.get();
after(() => speech.set(english));

const languages = [
  {
    language: 'en',
    words: english.words,
    more: /nearer the goal/,
    less: /farther from|no (page|section) as/,
  },
  {
    language: 'de',
    words: { ...de.catalogues, ...visitsDe },
    more: /näher am Ziel/,
    less: /ferner vom|Keinen? .* so nah/,
  },
  {
    language: 'es',
    words: { ...es.catalogues, ...visitsEs },
    more: /más cerca del/,
    less: /más lejos del|ningun. .* tan/,
  },
] as const;

/** Values that a feature may have: zero, small, large, and each of its choices. */
function valuesOf({ kind, choices = 0 }: IntentFeature): readonly number[] {
  if (kind === 'choice') return Array.from({ length: choices }, (_, at) => at);
  if (kind === 'flag') return [0, 1];
  return kind === 'signed' ? [-1.5, -0.3, 0, 0.3, 1.5] : [0, 0.4, 1, 12];
}

for (const { language, words, more, less } of languages) {
  const speaking = (): void => speech.update((now) => ({ ...now, language, words }));

  test(`[Q10] in ${language}, a feature reads the same whether it counts for or against`, () => {
    speaking();
    for (const feature of visitFeatureList.filter(({ kind }) => kind !== 'signed'))
      for (const value of valuesOf(feature)) {
        const said = [0.5, -0.5].map((weight) => whyWords({ feature: feature.key, value, weight }));
        assert.equal(said[0], said[1], 'a fact is a fact, whichever way it speaks');
        assert.match(said[0] ?? '', /^[^{}]+$/, `${feature.key} ${value}`);
        assert.doesNotMatch(said[0] ?? '', more);
        assert.doesNotMatch(said[0] ?? '', less);
      }
  });

  test(`[Q10] in ${language}, the words for the value of pages never contradict the weight`, () => {
    speaking();
    for (const feature of visitFeatureList.filter(({ kind }) => kind === 'signed'))
      for (const value of valuesOf(feature))
        for (const usual of [undefined, -0.8, 0, 0.8])
          for (const weight of [0.5, -0.5]) {
            const of = usual === undefined ? {} : { usual };
            const said = whyWords({ feature: feature.key, value, weight, ...of });
            if ((value - (usual ?? 0)) * weight <= 0) assert.equal(said, null);
            else assert.match(said ?? '', weight > 0 ? more : less);
            const beside = { feature: feature.key, value };
            assert.equal(whyWords({ feature: 'cartItems', value: 2, weight, beside }), null);
          }
  });

  test(`[Q10] in ${language}, every choice of a feature has words of its own`, () => {
    speaking();
    for (const feature of visitFeatureList.filter(({ kind }) => kind === 'choice')) {
      const said = valuesOf(feature).map((value) =>
        whyWords({ feature: feature.key, value, weight: 1 }),
      );
      assert.equal(new Set(said).size, feature.choices);
    }
  });
}

test('hours read as quarters of the day', () => {
  speech.set(english);
  const said = [0, 1, 2, 3].map((value) => whyWords({ feature: 'hour', value, weight: 1 }));
  assert.deepEqual(said, ['At night', 'In the morning', 'In the afternoon', 'In the evening']);
});

test('[Q10] a row gives only reasons that agree with its score, or none', () => {
  speech.set(english);
  const goal = GoalId.parse('purchase');
  const reasons: readonly IntentReason[] = [
    { feature: 'errors', value: 1, weight: -0.9 },
    { feature: 'cartItems', value: 2, weight: 0.4 },
    { feature: 'searches', value: 1, weight: -0.2 },
  ];
  const line = (score: number, of = reasons): string | null =>
    intentLine({ goal, chance: 0.1, score, reasons: [...of] });
  assert.equal(line(70), '2 items in the cart');
  assert.equal(line(30), 'Met an error, searched once');
  assert.equal(line(70, reasons.slice(0, 1)), null);
});
