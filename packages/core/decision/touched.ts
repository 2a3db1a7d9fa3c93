// The campaigns that an event touched: found from what the event is and from what it changed. A set
// of numbers that is emptied and used again, so that the path of every event makes no garbage.
import type { FactValue } from '../behaviour/facts.ts';
import type { Profile, RecentEvent } from '../behaviour/profile.ts';
import type { CampaignIndex, IndexedWatch } from './campaign-index.ts';

/** Campaigns by rank, each once. */
export class RankSet {
  readonly ranks: number[] = [];
  #marks = new Uint8Array(64);

  add(rank: number): void {
    if (rank >= this.#marks.length) this.#grow(rank);
    if (this.#marks[rank] === 1) return;
    this.#marks[rank] = 1;
    this.ranks.push(rank);
  }

  addAll(ranks: Iterable<number>): void {
    for (const rank of ranks) this.add(rank);
  }

  clear(): void {
    for (const rank of this.ranks) this.#marks[rank] = 0;
    this.ranks.length = 0;
  }

  #grow(rank: number): void {
    const marks = new Uint8Array(Math.max(rank + 1, this.#marks.length * 2));
    marks.set(this.#marks);
    this.#marks = marks;
  }
}

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

function addFlipped({ leaves }: IndexedWatch, former: FactValue, present: FactValue, touched: RankSet): void {
  for (const { flips, campaigns } of leaves) {
    if (flips !== null && flips(former) === flips(present)) continue;
    for (const rank of campaigns) touched.add(rank);
  }
}

/** Adds whose patterns an event fits; also for an event that fell out of the newest. */
export function addPatterns(index: CampaignIndex, event: RecentEvent, touched: RankSet): void {
  const entries = index.events.get(event.name);
  if (entries === undefined) return;
  for (const { pattern, campaigns } of entries) {
    if (!pattern.matches(event)) continue;
    for (const rank of campaigns) touched.add(rank);
  }
}
