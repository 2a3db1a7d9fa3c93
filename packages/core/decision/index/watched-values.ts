// The profile values that campaigns read, and the campaigns that a change touches: only those whose
// comparison has a new result.
import type { FactValue } from '../../behaviour/facts/facts.ts';
import type { Leaf, Watch } from '../../behaviour/leaves/leaf.ts';
import type { Profile } from '../../behaviour/profile.ts';
import type { Scene } from '../../behaviour/scene.ts';
import type { RankSet } from '../../world/rank-set.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import { addReached, clockLeafOf, type Clock, type ClockBound } from './clock-table.ts';
import { addOpen, gateRanks, type GatedRanks } from './gated-ranks.ts';
import type { LeafReaders } from './leaf-readers.ts';
import { steadyMusts } from './ruled-out.ts';

interface FlippingLeaf {
  /** Touched when the comparison changes either way. */
  readonly campaigns: GatedRanks;
  /** Touched only when it becomes true: these campaigns have it nowhere inside a `not`. */
  readonly rising: GatedRanks;
  readonly flips: (value: FactValue) => boolean;
}

type Threshold = FlippingLeaf & { readonly bound: number };

interface WatchedValue extends Clock {
  /** Campaigns to which every change counts. */
  readonly changing: GatedRanks;
  readonly leaves: readonly FlippingLeaf[];
  /** Comparisons with a number, by that number ascending. */
  readonly thresholds: readonly Threshold[];
  /** A rarely changing fact that campaigns require. */
  readonly isSteady: boolean;
}

export class WatchedValues {
  readonly watches: readonly WatchedValue[];
  /** Numbers of the rarely changing facts. What they rule out stays known until they change. */
  readonly #steady: readonly number[];
  /** The values as last recorded, by number. */
  readonly #before: FactValue[] = [];

  constructor(
    readers: readonly LeafReaders[],
    campaigns: readonly CompiledCampaign[],
    gates: ReadonlyMap<Leaf, number>,
  ) {
    this.watches = watchesOf(readers, campaigns, gates);
    this.#steady = [...this.watches.keys()].filter((at) => this.watches[at]?.isSteady === true);
  }

  note(profile: Profile): void {
    for (let at = 0; at < this.watches.length; at++)
      this.#before[at] = this.watches[at]?.read(profile) ?? null;
  }

  /** Whether a fact changed since it was recorded, and may rule out other campaigns now. */
  isRuledAnew(profile: Profile): boolean {
    return this.#steady.some((at) => this.watches[at]?.read(profile) !== this.#before[at]);
  }

  /**
   * Adds the campaigns touched by values that changed since they were recorded, if events have
   * brought what the campaigns require. Also adds the numbers of clocks that were reset.
   */
  addChanged(
    { profile, now }: Scene,
    brought: RankSet,
    touched: { readonly ranks: RankSet; readonly clocks: RankSet },
  ): void {
    for (let at = 0; at < this.watches.length; at++) {
      const watch = this.watches[at];
      const former = this.#before[at] ?? null;
      if (watch === undefined) continue;
      const present = watch.read(profile);
      if (present === former) continue;
      addFlipped(watch, { former, present, brought }, touched.ranks);
      if (watch.bounds.length === 0) continue;
      addReached(watch, present, now, brought, touched.ranks);
      touched.clocks.add(at);
    }
  }
}

interface Change {
  readonly former: FactValue;
  readonly present: FactValue;
  readonly brought: RankSet;
}

function addFlipped(watch: WatchedValue, change: Change, touched: RankSet): void {
  addOpen(watch.changing, change.brought, touched);
  for (const leaf of watch.leaves) addFlip(leaf, change, touched);
  const { former, present } = change;
  const { thresholds } = watch;
  const [from, below] =
    typeof former === 'number' && typeof present === 'number'
      ? [firstFrom(thresholds, Math.min(former, present)), Math.max(former, present)]
      : [0, Infinity];
  // Only bounds between the old and the new number were crossed.
  for (let at = from; at < thresholds.length; at++) {
    const leaf = thresholds[at];
    if (leaf === undefined || leaf.bound > below) return;
    addFlip(leaf, change, touched);
  }
}

/**
 * A leaf that turns false makes no campaign true that has it outside every `not`. If it made one
 * true before, that campaign was decided or held, and is judged again when that ends.
 */
function addFlip(
  { campaigns, rising, flips }: FlippingLeaf,
  change: Change,
  touched: RankSet,
): void {
  const is = flips(change.present);
  if (flips(change.former) === is) return;
  addOpen(campaigns, change.brought, touched);
  if (is) addOpen(rising, change.brought, touched);
}

/** The first threshold whose bound is at least `low`. */
function firstFrom(thresholds: readonly Threshold[], low: number): number {
  let at = 0;
  let end = thresholds.length;
  while (at < end) {
    const middle = (at + end) >>> 1;
    if ((thresholds[middle]?.bound ?? 0) < low) at = middle + 1;
    else end = middle;
  }
  return at;
}

type BasisWatch = Extract<Watch, { type: 'basis' }>;

interface BasisReaders extends LeafReaders {
  readonly watch: BasisWatch;
}

function watchesOf(
  readers: readonly LeafReaders[],
  campaigns: readonly CompiledCampaign[],
  gates: ReadonlyMap<Leaf, number>,
): readonly WatchedValue[] {
  const required = new Set(campaigns.flatMap((campaign) => steadyMusts(campaign)));
  const bases = readers.flatMap((of): readonly BasisReaders[] => {
    const { watch } = of.leaf;
    return watch.type === 'basis' ? [{ ...of, watch }] : [];
  });
  return [...Map.groupBy(bases, ({ watch }) => watch.key).values()].map((entries) => ({
    read: entries[0]?.watch.read ?? (() => null),
    isSteady: entries.some(({ leaf }) => required.has(leaf)),
    ...comparisonsOf(entries, campaigns, gates),
  }));
}

/** The comparisons that read one value. */
function comparisonsOf(
  entries: readonly BasisReaders[],
  all: readonly CompiledCampaign[],
  gates: ReadonlyMap<Leaf, number>,
): Omit<WatchedValue, 'read' | 'isSteady'> {
  const thresholds: Threshold[] = [];
  const leaves: FlippingLeaf[] = [];
  const bounds: ClockBound[] = [];
  const changing: number[] = [];
  const gated = (ranks: readonly number[] = []): GatedRanks => gateRanks(ranks, all, gates);
  for (const { leaf, watch, ranks, negated } of entries) {
    const { flips, bound, afterMs } = watch;
    if (flips === undefined) {
      const { true: waiting, false: others = [] } = Object.groupBy(ranks, (rank) =>
        String(isClockOf(leaf, all[rank])),
      );
      changing.push(...others);
      if (afterMs !== undefined) bounds.push({ afterMs, campaigns: gated(waiting) });
      continue;
    }
    const both = Map.groupBy(ranks, (rank) => negated.has(rank));
    const flipping = { flips, campaigns: gated(both.get(true)), rising: gated(both.get(false)) };
    if (bound === undefined) leaves.push(flipping);
    else thresholds.push({ bound, ...flipping });
  }
  return {
    changing: gated([...new Set(changing)]),
    leaves,
    thresholds: thresholds.toSorted((one, other) => one.bound - other.bound),
    bounds: bounds.toSorted((one, other) => one.afterMs - other.afterMs),
  };
}

function isClockOf(leaf: Leaf, campaign: CompiledCampaign | undefined): boolean {
  return campaign !== undefined && clockLeafOf(campaign) === leaf;
}
