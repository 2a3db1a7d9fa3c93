// Campaigns that a changed value touches, grouped by the leaf that each requires and that only an
// event can make true. Of thousands that read one value, only those whose event has come need a
// look. So a change costs what this visitor did, not the number of campaigns.
import type { Leaf } from '../../behaviour/leaves/leaf.ts';
import { RankSet } from '../../world/rank-set.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';

export interface GatedRanks {
  /** Campaigns that can be true without any event. */
  readonly open: readonly number[];
  /** The other campaigns, by the number of the leaf that an event must have made true. */
  readonly gated: ReadonlyMap<number, readonly number[]>;
  /** Those numbers as a set, to intersect with what events have brought. */
  readonly gates: RankSet;
}

/**
 * Numbers the leaves that events must make true. Leaves that a single event makes true come first:
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
  const numbers = new RankSet();
  numbers.addAll([...gated.keys()]);
  return { open, gated, gates: numbers };
}

function numberOf(
  campaign: CompiledCampaign | undefined,
  gates: ReadonlyMap<Leaf, number>,
): number | null {
  const gate = campaign === undefined ? null : gateOf(campaign);
  return gate === null ? null : (gates.get(gate) ?? null);
}

/** An optimising campaign enrols visitors by its audience alone. */
function gateOf({ optimise, audience, moment }: CompiledCampaign): Leaf | null {
  return (optimise === null ? moment.needs : null) ?? audience.needs;
}

const nobody: readonly number[] = [];

/**
 * Adds the campaigns that `brought`, the leaves that events may have made true for this visitor,
 * does not rule out.
 */
export function addOpen({ open, gated, gates }: GatedRanks, brought: RankSet, into: RankSet): void {
  into.addAll(open);
  for (
    let gate = gates.nextInBoth(brought, 0);
    gate >= 0;
    gate = gates.nextInBoth(brought, gate + 1)
  )
    into.addAll(gated.get(gate) ?? nobody);
}

/** All ranks of the group. */
export function ranksOf({ open, gated }: GatedRanks): readonly number[] {
  return [...open, ...[...gated.values()].flat()];
}

/** The first rank that passes a test, null for none. `brought` is null if unknown. */
export function findOpen(
  { open, gated, gates }: GatedRanks,
  brought: RankSet | null,
  test: (rank: number) => boolean,
): number | null {
  const found = open.find(test);
  if (found !== undefined) return found;
  const known = brought ?? gates;
  for (let gate = gates.nextInBoth(known, 0); gate >= 0; gate = gates.nextInBoth(known, gate + 1)) {
    const among = gated.get(gate)?.find(test);
    if (among !== undefined) return among;
  }
  return null;
}
