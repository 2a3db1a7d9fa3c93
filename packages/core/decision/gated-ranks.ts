// Campaigns that a changed value touches, by the leaf that each cannot do without and that only an
// event brings. Of thousands that read one value only those need a look for which such an event came:
// what a change costs is bounded by what this visitor did, not by the number of campaigns.
import type { Leaf } from '../behaviour/leaf.ts';
import type { RankSet } from '../world/rank-set.ts';
import type { CompiledCampaign } from './compiled-campaign.ts';

export interface GatedRanks {
  /** Those that can hold without any event. */
  readonly open: readonly number[];
  /** The others, by the number of the leaf that an event must have brought. */
  readonly gated: ReadonlyMap<number, readonly number[]>;
}

/**
 * The leaves that events must bring, each with a number: first those that a single event brings, since
 * a visitor has most of these, and a set of small numbers is small.
 */
export function gateNumbers(campaigns: readonly CompiledCampaign[]): ReadonlyMap<Leaf, number> {
  const gates = new Set(campaigns.map(gateOf).filter((gate) => gate !== null));
  const single = [...gates].filter(isBroughtByOne);
  return new Map([...new Set([...single, ...gates])].map((gate, number) => [gate, number]));
}

function isBroughtByOne({ node }: Leaf): boolean {
  return 'performed' in node && (node.count?.value ?? 1) <= 1;
}

export function gateRanks(
  ranks: readonly number[],
  campaigns: readonly CompiledCampaign[],
  gates: ReadonlyMap<Leaf, number>,
): GatedRanks {
  const byGate = Map.groupBy(ranks, (rank) => numberOf(campaigns[rank], gates));
  const open = byGate.get(null) ?? [];
  const gated = new Map<number, readonly number[]>();
  for (const [gate, of] of byGate) if (gate !== null) gated.set(gate, of);
  return { open, gated };
}

function numberOf(
  campaign: CompiledCampaign | undefined,
  gates: ReadonlyMap<Leaf, number>,
): number | null {
  const gate = campaign === undefined ? null : gateOf(campaign);
  return gate === null ? null : (gates.get(gate) ?? null);
}

/** One that optimises takes visitors in by its audience alone. */
function gateOf({ optimise, audience, moment }: CompiledCampaign): Leaf | null {
  return (optimise === null ? moment.needs : null) ?? audience.needs;
}

/** Adds those that `brought`, the leaves that events have brought for this visitor, does not rule out. */
export function addOpen({ open, gated }: GatedRanks, brought: RankSet, into: RankSet): void {
  into.addAll(open);
  if (gated.size <= fewGates) {
    for (const [gate, ranks] of gated) if (brought.has(gate)) into.addAll(ranks);
    return;
  }
  for (let gate = brought.next(0); gate >= 0; gate = brought.next(gate + 1)) {
    const ranks = gated.get(gate);
    if (ranks !== undefined) into.addAll(ranks);
  }
}

/** The first of those that passes a test; null for none. `brought` null: it is not known. */
export function findOpen(
  { open, gated }: GatedRanks,
  brought: RankSet | null,
  test: (rank: number) => boolean,
): number | null {
  const found = open.find(test);
  if (found !== undefined) return found;
  if (brought === null || gated.size <= fewGates) {
    for (const [gate, ranks] of gated) {
      const among = brought?.has(gate) === false ? undefined : ranks.find(test);
      if (among !== undefined) return among;
    }
    return null;
  }
  for (let gate = brought.next(0); gate >= 0; gate = brought.next(gate + 1)) {
    const among = gated.get(gate)?.find(test);
    if (among !== undefined) return among;
  }
  return null;
}

/** Up to so many are asked one by one; beyond, it is less to go through what was brought. */
const fewGates = 16;
