// Learns from labelled visits which need the next one shows: a linear margin for each need,
// calibrated on held-out examples. It is one pass of bounded work without clock or chance: the same
// examples in the same order give the same model. It keeps no text.
import { calibrate, type Calibration } from './calibration.ts';
import { type NeedExample, needLimits } from './evidence.ts';
import { learnMargins, marginsOf, type Weights } from './margins.ts';
import { termsOf, type TermMix } from './terms.ts';
import { learnVocabulary, type Vector, vectorOf, type Vocabulary } from './vocabulary.ts';

export interface NeedModel {
  /** In the order of their first example. */
  readonly needs: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly weights: Weights;
  readonly calibration: Calibration;
  /** The number of examples learnt from. */
  readonly examples: number;
}

/** Chosen by cross-validation inside Banking77's training file; see bench/needs.ts. */
const mix: TermMix = {
  word: 1,
  pair: 1,
  piece: 0.5,
  pieceFrom: 3,
  pieceTo: 5,
  context: 1,
};

/** A need with fewer examples is not learnt yet. */
export const leastExamples = 5;

/** Null if fewer than two needs have `leastExamples`. The newest examples come last. */
export function trainNeeds(given: readonly NeedExample[], seed = 0): NeedModel | null {
  const examples = usable(given);
  const needs = [...new Set(examples.map(({ need }) => need))];
  if (needs.length < 2) return null;
  const most = Math.min(needLimits.terms, Math.floor(needLimits.weights / needs.length) - 1);
  const evidence = examples.map((example) => example.evidence);
  const vocabulary = learnVocabulary(evidence, mix, most);
  const vectors = evidence.map((each) => vectorOf(vocabulary, termsOf(each, mix)));
  const order = new Map(needs.map((need, at) => [need, at]));
  const labels = Int32Array.from(examples, ({ need }) => order.get(need) ?? 0);
  const learn = (some: readonly number[]): Weights =>
    learnMargins({
      vectors: some.map((row) => vectors[row] ?? none),
      labels: Int32Array.from(some, (row) => labels[row] ?? 0),
      needs: needs.length,
      terms: vocabulary.places.length,
      seed,
    });
  const calibration = calibrate(labels, seed, (learnt, held) => {
    const weights = learn(learnt);
    return held.map((row) => marginsOf(weights, vectors[row] ?? none));
  });
  const weights = learn([...vectors.keys()]);
  return { needs, vocabulary, weights, calibration, examples: examples.length };
}

const none: Vector = { columns: new Int32Array(), weights: new Float32Array() };

/** The most frequent needs that have enough examples, and their newest examples. */
function usable(given: readonly NeedExample[]): readonly NeedExample[] {
  const newest = given.slice(-needLimits.examples);
  const counts = new Map<string, number>();
  for (const { need } of newest) counts.set(need, (counts.get(need) ?? 0) + 1);
  const kept = [...counts]
    .filter(([, count]) => count >= leastExamples)
    .sort(([one, more], [other, fewer]) => fewer - more || (one < other ? -1 : 1))
    .slice(0, needLimits.needs);
  const names = new Set(kept.map(([need]) => need));
  return newest.filter(({ need }) => names.has(need));
}
