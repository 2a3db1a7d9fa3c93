// Names the need that a visit seems to show, with a confidence and the words behind it, or says
// that it does not know. It learns nothing and keeps nothing.
import { confidencesOf, greatest } from './calibration.ts';
import type { NeedEvidence } from './evidence.ts';
import { marginsOf } from './margins.ts';
import type { NeedModel } from './model.ts';
import { type SourceWord, type Terms, termsOf } from './terms.ts';
import { columnOf, type Vector, vectorOf } from './vocabulary.ts';

export interface LikelyNeed {
  readonly need: string;
  /** 0 to 1: the fraction of needs named with this confidence that are right. */
  readonly confidence: number;
}

export interface NamedNeed {
  /** Null: it does not know. */
  readonly need: string | null;
  /** Likeliest first, at most three. Empty if the model knows none of the terms. */
  readonly likely: readonly LikelyNeed[];
  /** The words that speak most for the likeliest, at most three. */
  readonly why: readonly SourceWord[];
}

/** Below this a need is not named. */
export const enoughConfidence = 0.5;
const mostNamed = 3;

export function nameNeed(model: NeedModel, evidence: NeedEvidence): NamedNeed {
  const terms = termsOf(evidence, model.vocabulary.mix);
  const vector = vectorOf(model.vocabulary, terms);
  if (vector.columns.length === 0) return { need: null, likely: [], why: [] };
  const shares = confidencesOf(marginsOf(model.weights, vector), model.calibration);
  const likely = model.needs
    .map((need, at) => ({ need, confidence: shares[at] ?? 0 }))
    .sort((one, other) => other.confidence - one.confidence)
    .slice(0, mostNamed);
  const [best] = likely;
  const sure = best !== undefined && best.confidence >= enoughConfidence;
  return {
    need: sure ? best.need : null,
    likely,
    why: reasons(model, terms, vector, greatest(shares)),
  };
}

/** Words by what their terms add to the need's margin, beyond what they add to other needs'. */
function reasons(model: NeedModel, terms: Terms, vector: Vector, need: number): SourceWord[] {
  const added = addedByWords(model, terms, vector, need);
  const told = new Set<string>();
  return [...terms.words.entries()]
    .sort(([one], [other]) => (added[other] ?? 0) - (added[one] ?? 0))
    .filter(([at, { source, text }]) => {
      const key = `${source} ${text}`;
      const fresh = (added[at] ?? 0) > 0 && !told.has(key);
      told.add(key);
      return fresh;
    })
    .slice(0, mostNamed)
    .map(([, word]) => word);
}

function addedByWords(model: NeedModel, terms: Terms, vector: Vector, need: number): Float64Array {
  const added = new Float64Array(terms.words.length);
  const weightOf = new Map<number, number>();
  for (const [at, column] of vector.columns.entries())
    weightOf.set(column, vector.weights[at] ?? 0);
  for (const [at, hash] of terms.hashes.entries()) {
    const column = columnOf(model.vocabulary, hash);
    const word = terms.word[at] ?? 0;
    if (column === undefined) continue;
    added[word] = (added[word] ?? 0) + (weightOf.get(column) ?? 0) * speaksFor(model, column, need);
  }
  return added;
}

function speaksFor({ weights, needs }: NeedModel, column: number, need: number): number {
  let others = 0;
  for (let at = 0; at < needs.length; at++)
    others += weightAt(weights, column * needs.length + at, at);
  const own = weightAt(weights, column * needs.length + need, need);
  return own - others / needs.length;
}

function weightAt({ steps, scales }: NeedModel['weights'], at: number, need: number): number {
  return (steps[at] ?? 0) * (scales[need] ?? 0);
}
