// Which terms a model weighs, and how, learnt from its examples alone. Terms are counted in a table
// of fixed size, so two may share a place. Terms seen only once are left out. A text becomes a
// vector over the kept terms, of length one, or shorter if it says less than usual. Source of the
// weighting: G. Salton and C. Buckley, Term-weighting approaches in automatic text retrieval
// (1988): (1 + ln tf) · (1 + ln((1 + n) / (1 + df))), cosine normalised.
import type { NeedEvidence } from './evidence.ts';
import { termsOf, type TermMix, type Terms } from './terms.ts';

export interface Vocabulary {
  readonly mix: TermMix;
  /** Places in the table, ascending. A term's column is the index of its place. */
  readonly places: Uint32Array;
  /** The rarity of each. */
  readonly rarity: Float32Array;
  /** The vector of a text below this length is shorter than one. */
  readonly leastLength: number;
}

/** A text as columns and their weights, each column once. */
export interface Vector {
  readonly columns: Int32Array;
  readonly weights: Float32Array;
}

const tableSize = 2 ** 20;
/** As a fraction of the usual length of a text. */
const littleToSay = 0.5;

/** Keeps terms found in at least two examples, the `most` most frequent. */
export function learnVocabulary(
  examples: readonly NeedEvidence[],
  mix: TermMix,
  most: number,
): Vocabulary {
  const counts = countsOf(examples, mix);
  const least = leastCount(counts, most);
  const kept: number[] = [];
  for (let place = 0; place < tableSize; place++)
    if ((counts[place] ?? 0) >= least) kept.push(place);
  const rarity = kept.map(
    (place) => 1 + Math.log((1 + examples.length) / (1 + (counts[place] ?? 0))),
  );
  const learnt = { mix, places: Uint32Array.from(kept), rarity: Float32Array.from(rarity) };
  const lengths = Float64Array.from(
    examples,
    (evidence) => weighed(learnt, termsOf(evidence, mix)).length,
  ).sort();
  return { ...learnt, leastLength: (lengths[Math.floor(lengths.length / 2)] ?? 1) * littleToSay };
}

/** In how many examples each place of the table occurs. */
function countsOf(examples: readonly NeedEvidence[], mix: TermMix): Uint32Array {
  const counts = new Uint32Array(tableSize);
  for (const evidence of examples)
    for (const place of new Set(termsOf(evidence, mix).hashes.map(placeOf)))
      counts[place] = (counts[place] ?? 0) + 1;
  return counts;
}

/** Empty if the text has no kept term. */
export function vectorOf(vocabulary: Vocabulary, terms: Terms): Vector {
  const { columns, weights, length } = weighed(vocabulary, terms);
  const by = Math.max(length, vocabulary.leastLength);
  return { columns, weights: by === 0 ? weights : weights.map((weight) => weight / by) };
}

type Kept = Omit<Vocabulary, 'leastLength'>;

function weighed(kept: Kept, { hashes, mix }: Terms): Vector & { readonly length: number } {
  const times = new Map<number, { many: number; mix: number }>();
  for (const [at, hash] of hashes.entries()) {
    const column = columnOf(kept, hash);
    if (column === undefined) continue;
    const known = times.get(column);
    if (known === undefined) times.set(column, { many: 1, mix: mix[at] ?? 0 });
    else known.many++;
  }
  const columns = Int32Array.from(times.keys()).sort();
  const weights = Float32Array.from(columns, (column) => {
    const found = times.get(column) ?? { many: 1, mix: 0 };
    return found.mix * (1 + Math.log(found.many)) * (kept.rarity[column] ?? 0);
  });
  return { columns, weights, length: Math.hypot(...weights) };
}

/** Found by binary search. Undefined if the term is not kept. */
export function columnOf({ places }: Kept, hash: number): number | undefined {
  const place = placeOf(hash);
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return places[low] === place ? low : undefined;
}

function placeOf(hash: number): number {
  return hash & (tableSize - 1);
}

/** The lowest count that keeps at most `most` places; at least two. */
function leastCount(counts: Uint32Array, most: number): number {
  const having = new Map<number, number>();
  for (const count of counts) if (count >= 2) having.set(count, (having.get(count) ?? 0) + 1);
  let kept = 0;
  let least = Infinity;
  for (const [count, places] of [...having].sort(([one], [other]) => other - one)) {
    kept += places;
    if (kept > most) return least;
    least = count;
  }
  return Math.max(2, Number.isFinite(least) ? least : 2);
}
