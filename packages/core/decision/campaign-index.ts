// Which campaigns an event or a changed value can touch. A campaign that nothing touched cannot have
// become true but by time, and for that it has a timer; so all others need no look.
import { newProfile, type Profile } from '../behaviour/profile.ts';
import type { FactValue } from '../behaviour/facts.ts';
import type { Leaf } from '../behaviour/leaf.ts';
import type { Pattern } from '../behaviour/pattern.ts';
import { never } from '../behaviour/truth.ts';
import { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { CompiledCampaign } from './compile.ts';

export interface CampaignIndex {
  readonly events: ReadonlyMap<string, readonly { readonly pattern: Pattern; readonly campaigns: readonly number[] }[]>;
  readonly watches: readonly IndexedWatch[];
  /** Those that read who is free to answer. */
  readonly agents: readonly number[];
  /** Those that a new visit may make true by what it forgets. */
  readonly forgetting: readonly number[];
  /** Those that are true, or will be by time, for a visitor of whom nothing is known. */
  readonly born: readonly number[];
}

export interface IndexedWatch {
  read(profile: Profile): FactValue;
  readonly leaves: readonly { readonly flips: ((value: FactValue) => boolean) | null; readonly campaigns: readonly number[] }[];
}

export function buildIndex(campaigns: readonly CompiledCampaign[]): CampaignIndex {
  const readers = readersOf(campaigns);
  const patterns: { pattern: Pattern; campaigns: readonly number[] }[] = [];
  const watches = new Map<string, { read: IndexedWatch['read']; leaves: IndexedWatch['leaves'][number][] }>();
  const agents = new Set<number>();
  const forgetting = new Set<number>();
  for (const [{ watch }, ranks] of readers) {
    if (watch.type === 'events') {
      for (const pattern of watch.patterns) patterns.push({ pattern, campaigns: ranks });
      if (watch.visit) for (const rank of ranks) forgetting.add(rank);
    } else if (watch.type === 'agents') for (const rank of ranks) agents.add(rank);
    else if (watch.type === 'basis') {
      const known = watches.get(watch.key) ?? { read: watch.read, leaves: [] };
      watches.set(watch.key, known);
      known.leaves.push({ flips: watch.flips ?? null, campaigns: ranks });
    }
  }
  return {
    events: Map.groupBy(patterns, ({ pattern }) => pattern.event),
    watches: [...watches.values()],
    agents: [...agents],
    forgetting: [...forgetting].filter((rank) => forgets(campaigns[rank])),
    born: bornTrue(campaigns),
  };
}

function readersOf(campaigns: readonly CompiledCampaign[]): ReadonlyMap<Leaf, readonly number[]> {
  const readers = new Map<Leaf, number[]>();
  for (const { rank, audience, moment } of campaigns) {
    for (const leaf of new Set([...audience.leaves, ...moment.leaves])) {
      const ranks = readers.get(leaf) ?? [];
      readers.set(leaf, ranks);
      ranks.push(rank);
    }
  }
  return readers;
}

/** Forgotten events make true only where a condition asks for fewer of them, or for none. */
function forgets(campaign: CompiledCampaign | undefined): boolean {
  return campaign !== undefined && (campaign.audience.forgets || campaign.moment.forgets);
}

function bornTrue(campaigns: readonly CompiledCampaign[]): readonly number[] {
  const profile = newProfile(AccountId.parse('none'), SiteId.parse('none'), VisitorId.parse('none'));
  const scene = { profile, now: 1, availability: { version: 0, at: 0, skills: {} } };
  return campaigns
    .filter(({ audience, moment }) => Math.min(audience.test(scene), moment.test(scene)) !== never)
    .map(({ rank }) => rank);
}
