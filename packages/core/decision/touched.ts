// The campaigns that an event touched: found from what the event is and from what it changed.
import type { FactValue } from '../behaviour/facts.ts';
import type { Profile, RecentEvent } from '../behaviour/profile.ts';
import { readPath } from '../behaviour/pattern.ts';
import type { CampaignIndex, FlippingLeaf, IndexedWatch } from './campaign-index.ts';
import { RankSet } from '../world/rank-set.ts';

/** What the watched values are before an event; written into `into`, which is used again. */
export function readBases(index: CampaignIndex, profile: Profile, into: FactValue[]): void {
  for (let at = 0; at < index.watches.length; at++) into[at] = index.watches[at]?.read(profile) ?? null;
}

/** Adds whom changed values touch. */
export function addChanged(index: CampaignIndex, profile: Profile, before: readonly FactValue[], touched: RankSet): void {
  for (let at = 0; at < index.watches.length; at++) {
    const watch = index.watches[at];
    const former = before[at] ?? null;
    if (watch === undefined) continue;
    const present = watch.read(profile);
    if (present !== former) addFlipped(watch, former, present, touched);
  }
}

function addFlipped(watch: IndexedWatch, former: FactValue, present: FactValue, touched: RankSet): void {
  for (const leaf of watch.leaves) {
    if (leaf.flips === null) touched.addAll(leaf.campaigns);
    else addFlip(leaf, leaf.flips(former), leaf.flips(present), touched);
  }
  if (typeof former === 'number' && typeof present === 'number') return addCrossed(watch, former, present, touched);
  for (const leaf of watch.thresholds) addFlip(leaf, leaf.flips(former), leaf.flips(present), touched);
}

/**
 * A leaf that turns false makes no campaign true that has it outside every `not`. Where it made one
 * true before, that one was decided or held, and is judged again when that ends.
 */
function addFlip({ campaigns, rising }: FlippingLeaf, was: boolean, is: boolean, touched: RankSet): void {
  if (was === is) return;
  touched.addAll(campaigns);
  if (is) touched.addAll(rising);
}

/** Of bounds in ascending order only those between two values were crossed. */
function addCrossed({ thresholds }: IndexedWatch, former: number, present: number, touched: RankSet): void {
  const low = Math.min(former, present);
  const high = Math.max(former, present);
  let at = 0;
  let end = thresholds.length;
  while (at < end) {
    const middle = (at + end) >>> 1;
    if ((thresholds[middle]?.bound ?? 0) < low) at = middle + 1;
    else end = middle;
  }
  for (; at < thresholds.length; at++) {
    const leaf = thresholds[at];
    if (leaf === undefined || leaf.bound > high) return;
    addFlip(leaf, leaf.flips(former), leaf.flips(present), touched);
  }
}

/** Adds whose patterns an event fits, and the patterns to `seen`; also for an event that falls out. */
export function addPatterns(index: CampaignIndex, event: RecentEvent, touched: RankSet, seen: RankSet): void {
  const readers = index.events.get(event.name);
  if (readers === undefined) return;
  for (const { path, values } of readers.byValue) {
    const value = readPath(event.subject, path);
    const fitting = typeof value === 'object' || value === undefined ? undefined : values.get(value);
    if (fitting === undefined) continue;
    for (const reader of fitting.sure) addReader(reader, touched, seen);
    addFitting(fitting.unsure, event, touched, seen);
  }
  addFitting(readers.others, event, touched, seen);
}

type PatternReader = CampaignIndex['readers'][number];

function addFitting(readers: readonly PatternReader[], event: RecentEvent, touched: RankSet, seen: RankSet): void {
  for (const reader of readers) if (reader.pattern.fits(event.subject)) addReader(reader, touched, seen);
}

function addReader({ pattern, campaigns }: PatternReader, touched: RankSet, seen: RankSet): void {
  seen.add(pattern.id);
  touched.addAll(campaigns);
}

/** The patterns that fit any of the newest events, found afresh. */
export function seenAmong(index: CampaignIndex, profile: Profile): RankSet {
  const seen = new RankSet(index.readers.length);
  const nobody = new RankSet();
  for (const event of profile.recent) addPatterns(index, event, nobody, seen);
  return seen;
}
