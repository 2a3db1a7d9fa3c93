// The campaigns that an event touched: found from what the event is and from what it changed.
import type { FactValue } from '../behaviour/facts.ts';
import type { Profile, RecentEvent } from '../behaviour/profile.ts';
import { readPath } from '../behaviour/pattern.ts';
import type { CampaignIndex, IndexedWatch } from './campaign-index.ts';
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
  for (const { flips, campaigns } of watch.leaves) {
    if (flips === null || flips(former) !== flips(present)) touched.addAll(campaigns);
  }
  if (typeof former === 'number' && typeof present === 'number') {
    addCrossed(watch, Math.min(former, present), Math.max(former, present), touched);
    return;
  }
  for (const { flips, campaigns } of watch.thresholds) {
    if (flips(former) !== flips(present)) touched.addAll(campaigns);
  }
}

/** Of bounds in ascending order only those between two values were crossed. */
function addCrossed({ thresholds }: IndexedWatch, low: number, high: number, touched: RankSet): void {
  let at = 0;
  let end = thresholds.length;
  while (at < end) {
    const middle = (at + end) >>> 1;
    if ((thresholds[middle]?.bound ?? 0) < low) at = middle + 1;
    else end = middle;
  }
  for (; at < thresholds.length; at++) {
    const threshold = thresholds[at];
    if (threshold === undefined || threshold.bound > high) return;
    if (threshold.flips(low) !== threshold.flips(high)) touched.addAll(threshold.campaigns);
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
