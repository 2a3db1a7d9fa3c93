// Campaigns that a changed value touches, by the event that each cannot do without. Of thousands that
// read one value, only those whose event this visitor has performed need a look; what each value
// costs is bounded by the kinds of events that conditions ask for, not by the number of campaigns.
import type { RankSet } from '../world/rank-set.ts';
import type { CompiledCampaign } from './compile.ts';

export interface GatedRanks {
  /** Those that can hold without any event. */
  readonly open: readonly number[];
  /** The others, by the number of the pattern that must have been seen. */
  readonly gated: readonly { readonly pattern: number; readonly ranks: readonly number[] }[];
}

export function gateRanks(
  ranks: readonly number[],
  campaigns: readonly CompiledCampaign[],
): GatedRanks {
  const byPattern = Map.groupBy(ranks, (rank) => neededBy(campaigns[rank]));
  const open = byPattern.get(null) ?? [];
  const gated = [...byPattern].flatMap(([pattern, of]) =>
    pattern === null ? [] : [{ pattern, ranks: of }],
  );
  return { open, gated };
}

/** One that optimises takes visitors in by its audience alone. */
function neededBy(campaign: CompiledCampaign | undefined): number | null {
  const needs = campaign?.optimise === null ? campaign.moment.needs : null;
  return (needs ?? campaign?.audience.needs)?.id ?? null;
}

/** Adds those that `seen`, the patterns seen of this visitor, does not rule out. */
export function addOpen({ open, gated }: GatedRanks, seen: RankSet, into: RankSet): void {
  into.addAll(open);
  for (const { pattern, ranks } of gated) if (seen.has(pattern)) into.addAll(ranks);
}
