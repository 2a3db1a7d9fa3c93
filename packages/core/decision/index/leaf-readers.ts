// Which campaigns read each leaf of a condition, and which of them a leaf also affects by turning
// false.
import type { Leaf } from '../../behaviour/leaves/leaf.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';

export interface LeafReaders {
  readonly leaf: Leaf;
  readonly ranks: readonly number[];
  /** Those of them that have the leaf inside a `not`. */
  readonly negated: ReadonlySet<number>;
}

export function readersOf(campaigns: readonly CompiledCampaign[]): readonly LeafReaders[] {
  const readers = new Map<Leaf, { ranks: number[]; negated: Set<number> }>();
  for (const { rank, audience, moment } of campaigns) {
    for (const leaf of new Set([...audience.leaves, ...moment.leaves])) {
      const of = readers.get(leaf) ?? { ranks: [], negated: new Set() };
      readers.set(leaf, of);
      of.ranks.push(rank);
      if (audience.negated.has(leaf) || moment.negated.has(leaf)) of.negated.add(rank);
    }
  }
  return [...readers].map(([leaf, of]) => ({ leaf, ...of }));
}
