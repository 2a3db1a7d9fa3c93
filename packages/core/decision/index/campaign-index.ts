// Which campaigns an event or a changed value can touch. A campaign that nothing touched cannot have
// become true but by time, and for that it has a timer; so all others need no look.
import { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { FactValue } from '../../behaviour/facts/facts.ts';
import type { Leaf, Watch } from '../../behaviour/leaves/leaf.ts';
import type { Pattern } from '../../behaviour/condition/pattern.ts';
import { PatternLists } from '../../behaviour/recent/seen-patterns.ts';
import { newProfile, type Profile, type Scalar } from '../../behaviour/profile.ts';
import type { Scene } from '../../behaviour/scene.ts';
import { never, type Truth } from '../../behaviour/condition/truth.ts';
import { clockLeafOf, clockTable, type ClockBound, type ClockTable } from './clock-table.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import { gateNumbers, gateRanks, type GatedRanks } from './gated-ranks.ts';
import { Screen, steadyMusts } from './ruled-out.ts';
import { TurnTable, type PatternLeaf } from './turn-table.ts';

/** Patterns of one event; those that want a property to equal a value, by that value. */
interface EventPatterns {
  readonly byValue: readonly {
    readonly path: string;
    readonly values: ReadonlyMap<Scalar | null, ValuePatterns>;
  }[];
  readonly others: readonly Pattern[];
}

/** `sure`: the numbers of those that ask for nothing but that value. */
interface ValuePatterns {
  readonly sure: number[];
  readonly unsure: Pattern[];
}

export interface CampaignIndex {
  /** How many numbers patterns have. */
  readonly patterns: number;
  /** What an event may turn by coming. */
  readonly coming: TurnTable;
  /** And by falling out of what is remembered: all that read it. */
  readonly losing: TurnTable;
  /** Numbers for what events fit, given as events come. */
  readonly lists: PatternLists;
  readonly events: ReadonlyMap<string, EventPatterns>;
  readonly watches: readonly IndexedWatch[];
  readonly clocks: ClockTable;
  /** Numbers of the watches of facts that hardly ever change: whom they rule out is known until they do. */
  readonly steady: readonly number[];
  /** Whom those facts rule out. */
  readonly screen: Pick<Screen, 'of'>;
  /** Those that read who is free to answer. */
  readonly agents: readonly number[];
  readonly every: GatedRanks;
  /** Those that a new visit may make true by what it forgets. */
  readonly forgetting: GatedRanks;
  /** Those that are true, or will be by time, for a visitor of whom nothing is known. */
  readonly born: readonly number[];
}

export interface FlippingLeaf {
  /** Touched by either flip. */
  readonly campaigns: GatedRanks;
  /** Touched only when it turns true: they have it nowhere within a `not`. */
  readonly rising: GatedRanks;
  readonly flips: (value: FactValue) => boolean;
}

export interface IndexedWatch {
  read(profile: Profile): FactValue;
  /** Of those to whom every change counts. */
  readonly changing: GatedRanks;
  readonly leaves: readonly FlippingLeaf[];
  /** Comparisons with a number, by that number ascending. */
  readonly thresholds: readonly (FlippingLeaf & { readonly bound: number })[];
  /** A fact that hardly ever changes, and that campaigns cannot do without. */
  readonly isSteady: boolean;
  /** Of a clock, those that wait for it, by what it has to show ascending. */
  readonly bounds: readonly ClockBound[];
}

export function buildIndex(campaigns: readonly CompiledCampaign[]): CampaignIndex {
  const leaves = readersOf(campaigns);
  const gates = gateNumbers(campaigns);
  const { coming: byComing, losing: byLosing } = turnedByEvents(leaves, gates);
  const coming = new TurnTable(byComing);
  const losing = new TurnTable(byLosing);
  const patterns = [...byLosing.keys()];
  const watches = watchesOf(leaves, campaigns, gates);
  const byEvent = Map.groupBy(patterns, ({ event }) => event);
  return {
    patterns: Math.max(-1, ...patterns.map(({ id }) => id)) + 1,
    coming,
    losing,
    lists: new PatternLists(),
    events: new Map([...byEvent].map(([event, list]) => [event, patternsByValue(list)])),
    watches,
    clocks: clockTable(watches, campaigns.length),
    steady: [...watches.keys()].filter((number) => watches[number]?.isSteady === true),
    screen: new Screen(campaigns, coming, losing),
    agents: [
      ...new Set(leaves.flatMap(([{ watch }, ranks]) => (watch.type === 'agents' ? ranks : []))),
    ],
    every: gateRanks(
      campaigns.map(({ rank }) => rank),
      campaigns,
      gates,
    ),
    forgetting: gateRanks(
      campaigns
        .filter(({ audience, moment }) => audience.forgets || moment.forgets)
        .map(({ rank }) => rank),
      campaigns,
      gates,
    ),
    born: bornTrue(campaigns),
  };
}

type LeafReaders = readonly (readonly [
  leaf: Leaf,
  ranks: readonly number[],
  negated: ReadonlySet<number>,
])[];

function readersOf(campaigns: readonly CompiledCampaign[]): LeafReaders {
  const readers = new Map<Leaf, { ranks: number[]; negated: Set<number> }>();
  for (const { rank, audience, moment } of campaigns) {
    for (const leaf of new Set([...audience.leaves, ...moment.leaves])) {
      const of = readers.get(leaf) ?? { ranks: [], negated: new Set() };
      readers.set(leaf, of);
      of.ranks.push(rank);
      if (audience.negated.has(leaf) || moment.negated.has(leaf)) of.negated.add(rank);
    }
  }
  return [...readers].map(([leaf, { ranks, negated }]) => [leaf, ranks, negated]);
}

/**
 * Whether the oldest event's falling out may make a leaf true: what is found among the rest is found
 * among all, so only one that asks for no more events than so many.
 */
function risesByLosing({ node }: Leaf): boolean {
  return 'performed' in node && node.count !== undefined && node.count.op !== 'gte';
}

/** Whether it holds once an event has come that fits. */
function holdsByOne({ node }: Leaf): boolean {
  if (!('performed' in node)) return false;
  const { op, value } = node.count ?? { op: 'gte', value: 1 };
  return op === 'gte' && value <= 1;
}

type Turning = ReadonlyMap<Pattern, readonly PatternLeaf[]>;

/** Every pattern that a leaf reads; those that cannot make it true by fitting turn nothing by coming. */
function turnedByEvents(
  leaves: LeafReaders,
  gates: ReadonlyMap<Leaf, number>,
): { readonly coming: Turning; readonly losing: Turning } {
  const coming = new Map<Pattern, PatternLeaf[]>();
  const losing = new Map<Pattern, PatternLeaf[]>();
  for (const [leaf, ranks, negated] of leaves) {
    const { watch } = leaf;
    if (watch.type !== 'events') continue;
    const rising = ranks.filter((rank) => !negated.has(rank));
    const either = ranks.filter((rank) => negated.has(rank));
    const gate = gates.get(leaf) ?? null;
    const read = { leaf, sure: false, gate, rising, falling: rising, either };
    for (const pattern of new Set([...watch.reads, ...watch.patterns])) {
      pushTo(losing, pattern, risesByLosing(leaf) ? read : { ...read, rising: [] });
      if (watch.patterns.includes(pattern))
        pushTo(coming, pattern, { ...read, sure: holdsByOne(leaf) });
    }
  }
  return { coming, losing };
}

function pushTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function patternsByValue(patterns: readonly Pattern[]): EventPatterns {
  const paths = new Map<string, Map<Scalar | null, ValuePatterns>>();
  const others: Pattern[] = [];
  for (const pattern of patterns) {
    const { id, key } = pattern;
    if (key === null) {
      others.push(pattern);
      continue;
    }
    const values = paths.get(key.path) ?? new Map<Scalar | null, ValuePatterns>();
    paths.set(key.path, values);
    const of: ValuePatterns = values.get(key.value) ?? { sure: [], unsure: [] };
    values.set(key.value, of);
    if (key.sure) of.sure.push(id);
    else of.unsure.push(pattern);
  }
  return { byValue: [...paths].map(([path, values]) => ({ path, values })), others };
}

type BasisWatch = Extract<Watch, { type: 'basis' }>;

function watchesOf(
  leaves: LeafReaders,
  campaigns: readonly CompiledCampaign[],
  gates: ReadonlyMap<Leaf, number>,
): readonly IndexedWatch[] {
  const required = new Set(campaigns.flatMap((campaign) => steadyMusts(campaign)));
  const bases = leaves.flatMap(([leaf, ranks, negated]) =>
    leaf.watch.type === 'basis'
      ? [{ leaf, isRequired: required.has(leaf), watch: leaf.watch, ranks, negated }]
      : [],
  );
  return [...Map.groupBy(bases, ({ watch }) => watch.key).values()].map((entries) =>
    indexedWatch(entries, campaigns, gates),
  );
}

interface WatchEntry {
  readonly leaf: Leaf;
  /** Campaigns cannot do without it, and its fact hardly ever changes. */
  readonly isRequired: boolean;
  readonly watch: BasisWatch;
  readonly ranks: readonly number[];
  readonly negated: ReadonlySet<number>;
}

function indexedWatch(
  entries: readonly WatchEntry[],
  all: readonly CompiledCampaign[],
  gates: ReadonlyMap<Leaf, number>,
): IndexedWatch {
  const thresholds: IndexedWatch['thresholds'][number][] = [];
  const leaves: IndexedWatch['leaves'][number][] = [];
  const bounds: ClockBound[] = [];
  const changing: number[] = [];
  for (const { leaf, watch, ranks, negated } of entries) {
    const { flips, bound, afterMs } = watch;
    if (flips === undefined) {
      const waits = (rank: number): boolean => isClockOf(leaf, all[rank]);
      changing.push(...ranks.filter((rank) => !waits(rank)));
      if (afterMs !== undefined)
        bounds.push({ afterMs, campaigns: gateRanks(ranks.filter(waits), all, gates) });
      continue;
    }
    const both = Map.groupBy(ranks, (rank) => negated.has(rank));
    const campaigns = gateRanks(both.get(true) ?? [], all, gates);
    const rising = gateRanks(both.get(false) ?? [], all, gates);
    if (bound === undefined) leaves.push({ flips, campaigns, rising });
    else thresholds.push({ bound, flips, campaigns, rising });
  }
  thresholds.sort((one, other) => one.bound - other.bound);
  bounds.sort((one, other) => one.afterMs - other.afterMs);
  return {
    read: entries[0]?.watch.read ?? (() => null),
    changing: gateRanks([...new Set(changing)], all, gates),
    leaves,
    thresholds,
    isSteady: entries.some(({ isRequired }) => isRequired),
    bounds,
  };
}

function isClockOf(leaf: Leaf, campaign: CompiledCampaign | undefined): boolean {
  return campaign !== undefined && clockLeafOf(campaign) === leaf;
}

function bornTruth({ audience, moment, optimise }: CompiledCampaign, scene: Scene): Truth {
  return optimise === null
    ? Math.min(audience.test(scene), moment.test(scene))
    : audience.test(scene);
}

function bornTrue(campaigns: readonly CompiledCampaign[]): readonly number[] {
  const profile = newProfile(
    AccountId.parse('none'),
    SiteId.parse('none'),
    VisitorId.parse('none'),
  );
  const scene = { profile, now: 1, availability: { version: 0, at: 0, skills: {} } };
  return campaigns
    .filter((campaign) => bornTruth(campaign, scene) !== never)
    .map(({ rank }) => rank);
}
