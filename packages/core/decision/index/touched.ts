// The campaigns that an event touched: found from what the event is and from what it changed.
import type { FactValue } from '../../behaviour/facts/facts.ts';
import type { RecentEvent } from '../../behaviour/recent/event-block.ts';
import type { Profile } from '../../behaviour/profile.ts';
import type { Scene } from '../../behaviour/scene.ts';
import { readPath, type Pattern } from '../../behaviour/condition/pattern.ts';
import type { DroppedEvent } from '../../behaviour/recent/recent-events.ts';
import type { SeenPatterns } from '../../behaviour/recent/seen-patterns.ts';
import type { CampaignIndex, FlippingLeaf, IndexedWatch } from './campaign-index.ts';
import { addReached } from '../timers/clocks.ts';
import { addOpen } from './gated-ranks.ts';
import { RankSet } from '../../world/rank-set.ts';

/** What the watched values are before an event; written into `into`, which is used again. */
export function readBases(index: CampaignIndex, profile: Profile, into: FactValue[]): void {
  for (let at = 0; at < index.watches.length; at++)
    into[at] = index.watches[at]?.read(profile) ?? null;
}

/** Whether a fact is another one than before that may rule out others now. */
export function isRuledAnew(
  { watches, steady }: CampaignIndex,
  profile: Profile,
  before: readonly FactValue[],
): boolean {
  return steady.some((number) => watches[number]?.read(profile) !== before[number]);
}

/**
 * Adds whom changed values touch, among those for which events brought what they need; and to `moved`
 * the numbers of clocks that were set anew.
 */
export function addChanged(
  index: CampaignIndex,
  { profile, now }: Scene,
  before: readonly FactValue[],
  { brought }: SeenPatterns,
  { touched, moved }: { readonly touched: RankSet; readonly moved: RankSet },
): void {
  for (let at = 0; at < index.watches.length; at++) {
    const watch = index.watches[at];
    const former = before[at] ?? null;
    if (watch === undefined) continue;
    const present = watch.read(profile);
    if (present === former) continue;
    addFlipped(watch, { former, present, brought }, touched);
    if (watch.bounds.length === 0) continue;
    addReached(watch, present, now, brought, touched);
    moved.add(at);
  }
}

interface Change {
  readonly former: FactValue;
  readonly present: FactValue;
  readonly brought: RankSet;
}

function addFlipped(watch: IndexedWatch, change: Change, touched: RankSet): void {
  addOpen(watch.changing, change.brought, touched);
  for (const leaf of watch.leaves) addFlip(leaf, change, touched);
  const { former, present } = change;
  const { thresholds } = watch;
  const [from, below] =
    typeof former === 'number' && typeof present === 'number'
      ? [firstFrom(thresholds, Math.min(former, present)), Math.max(former, present)]
      : [0, Infinity];
  // Of bounds in ascending order only those between two numbers were crossed.
  for (let at = from; at < thresholds.length; at++) {
    const leaf = thresholds[at];
    if (leaf === undefined || leaf.bound > below) return;
    addFlip(leaf, change, touched);
  }
}

/**
 * A leaf that turns false makes no campaign true that has it outside every `not`. Where it made one
 * true before, that one was decided or held, and is judged again when that ends.
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

/** The first threshold whose bound is `low` or more. */
function firstFrom(thresholds: IndexedWatch['thresholds'], low: number): number {
  let at = 0;
  let end = thresholds.length;
  while (at < end) {
    const middle = (at + end) >>> 1;
    if ((thresholds[middle]?.bound ?? 0) < low) at = middle + 1;
    else end = middle;
  }
  return at;
}

/** Of the event looked at last: the numbers of the patterns that it fits. */
const fitting: number[] = [];
/** Those of them that no event fitted before. */
const met = new RankSet();

/** Adds whom the newest event touches, and notes with it what it fits. */
export function addNewest(
  index: CampaignIndex,
  scene: Scene,
  event: RecentEvent,
  touched: RankSet,
  seen: SeenPatterns,
): void {
  const { recent } = scene.profile;
  findFitting(index, event);
  recent.note(recent.newest, seen.lists.numberOf(fitting));
  // All of them first: a leaf that reads two of its patterns is asked once.
  met.clear();
  for (const pattern of fitting) {
    if (!seen.any.has(pattern)) met.add(pattern);
    seen.any.add(pattern);
  }
  for (const pattern of fitting)
    index.coming.addCome(pattern, scene, touched, seen, met.has(pattern) ? 1 : undefined);
}

/** Adds whom an event touches by falling out. */
export function addDropped(
  index: CampaignIndex,
  scene: Scene,
  { fits, event }: DroppedEvent,
  touched: RankSet,
  seen: SeenPatterns,
): void {
  if (event !== null) findFitting(index, event);
  const patterns = event === null ? (seen.lists.of(fits) ?? []) : fitting;
  // All of them first: a leaf may want several of them.
  for (const pattern of patterns) index.losing.noteLost(pattern, scene, seen);
  for (const pattern of patterns) index.losing.addLost(pattern, scene, touched, seen);
}

function findFitting(index: CampaignIndex, event: RecentEvent): void {
  fitting.length = 0;
  const patterns = index.events.get(event.name);
  if (patterns === undefined) return;
  for (const { path, values } of patterns.byValue) {
    const value = readPath(event.subject, path);
    const found = typeof value === 'object' || value === undefined ? undefined : values.get(value);
    if (found === undefined) continue;
    for (const id of found.sure) fitting.push(id);
    addFitting(found.unsure, event);
  }
  addFitting(patterns.others, event);
}

function addFitting(patterns: readonly Pattern[], event: RecentEvent): void {
  for (const pattern of patterns) if (pattern.fits(event.subject)) fitting.push(pattern.id);
}

/** What the newest events fit, found afresh; of what they may have brought nothing is asked yet. */
export function seenAmong(index: CampaignIndex, profile: Profile): SeenPatterns {
  const { recent } = profile;
  const { lists, screen } = index;
  const seen: SeenPatterns = {
    any: new RankSet(),
    brought: new RankSet(),
    lists,
    ruledOut: screen.of(profile),
  };
  const counts = new Map<number, number>();
  for (let at = recent.oldest; at >= 0; at = recent.after(at)) {
    findFitting(index, recent.at(at));
    recent.note(at, lists.numberOf(fitting));
    for (const pattern of fitting) {
      seen.any.add(pattern);
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
    }
  }
  for (const [pattern, count] of counts) index.coming.addBrought(pattern, count, seen);
  return seen;
}
