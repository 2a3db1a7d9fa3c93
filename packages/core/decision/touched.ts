// The campaigns that an event touched: found from what the event is and from what it changed.
import type { FactValue } from '../behaviour/facts.ts';
import type { Profile, RecentEvent } from '../behaviour/profile.ts';
import { readPath } from '../behaviour/pattern.ts';
import type { CampaignIndex, IndexedWatch } from './campaign-index.ts';
import type { RankSet } from './rank-set.ts';

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

/** Adds whose patterns an event fits; also for an event that fell out of the newest. */
export function addPatterns(index: CampaignIndex, event: RecentEvent, touched: RankSet): void {
  const readers = index.events.get(event.name);
  if (readers === undefined) return;
  for (const { path, values } of readers.byValue) {
    const value = readPath(event.subject, path);
    const fitting = typeof value === 'object' || value === undefined ? undefined : values.get(value);
    if (fitting === undefined) continue;
    touched.addAll(fitting.sure);
    addFitting(fitting.unsure, event, touched);
  }
  addFitting(readers.others, event, touched);
}

function addFitting(readers: CampaignIndex['readers'], event: RecentEvent, touched: RankSet): void {
  for (const { pattern, campaigns } of readers) {
    if (pattern.matches(event)) touched.addAll(campaigns);
  }
}
