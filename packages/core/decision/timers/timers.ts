// The instants at which campaigns of one visitor are to be judged again, at most 64. Beyond that,
// the latest are replaced by one timer that judges everything, so no instant is missed. Campaigns
// that wait for a clock share one timer (clocks.ts).
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { hasRank, type RankSet } from '../../world/rank-set.ts';

/**
 * Timer and instant alternate, in reused places: timers change with nearly every event, and a list
 * that grows by push reserves room for sixteen more. Only the first `length` pairs are valid.
 */
export interface Timers {
  pairs: number[];
  length: number;
}

/** Stands for all campaigns that a cap keeps still. */
export const capTimer = -1;
/** Stands for all campaigns that a taken zone holds back. */
export const zoneTimer = -2;
/** Stands for every campaign. */
export const everyTimer = -3;
const firstClock = -4;

/** The timer of all campaigns that wait for a clock, by the number of its watch. */
export function clockTimer(watch: number): number {
  return firstClock - watch;
}

/** The watch of a clock's timer; -1 for any other timer. */
export function clockOf(timer: number): number {
  return timer <= firstClock ? firstClock - timer : -1;
}

export function newTimers(): Timers {
  return { pairs: [], length: 0 };
}

/**
 * Sets a campaign's one timer, or one that stands for several. Replaces the previous one; null
 * removes it.
 */
export function setTimer(timers: Timers, timer: number, at: number | null): void {
  const present = indexOf(timers, timer);
  if (at === null) {
    if (present >= 0) removeAt(timers, present);
  } else if (present >= 0) timers.pairs[present * 2 + 1] = at;
  else add(timers, timer, at);
}

/** The instant that is set; Infinity for none. */
export function timerAt(timers: Timers, timer: number): number {
  const present = indexOf(timers, timer);
  return present < 0 ? Infinity : instantAt(timers, present);
}

/** The same, but an earlier instant already set is kept. */
export function setTimerSooner(timers: Timers, timer: number, at: number): void {
  const present = indexOf(timers, timer);
  setTimer(timers, timer, present < 0 ? at : Math.min(at, instantAt(timers, present)));
}

function indexOf({ pairs, length }: Timers, timer: number): number {
  for (let index = 0; index < length; index++) if (pairs[index * 2] === timer) return index;
  return -1;
}

function instantAt({ pairs }: Timers, index: number): number {
  return pairs[index * 2 + 1] ?? Infinity;
}

function add(timers: Timers, timer: number, at: number): void {
  const place = timers.length++ * 2;
  if (place < timers.pairs.length) {
    timers.pairs[place] = timer;
    timers.pairs[place + 1] = at;
  } else timers.pairs = timers.pairs.concat(timer, at);
  if (timers.length <= profileLimits.timers || isForAll(timer)) return;
  const latest = indexOfLatest(timers);
  const dropped = instantAt(timers, latest);
  removeAt(timers, latest);
  setTimerSooner(timers, everyTimer, dropped);
}

function indexOfLatest(timers: Timers): number {
  let latest = -1;
  for (let index = 0; index < timers.length; index++) {
    if (isForAll(timers.pairs[index * 2] ?? everyTimer)) continue;
    if (latest < 0 || instantAt(timers, index) > instantAt(timers, latest)) latest = index;
  }
  return latest;
}

function isForAll(timer: number): boolean {
  return timer < 0 && timer > firstClock;
}

function removeAt(timers: Timers, index: number): void {
  const { pairs } = timers;
  const last = --timers.length * 2;
  pairs[index * 2] = pairs[last] ?? 0;
  pairs[index * 2 + 1] = pairs[last + 1] ?? 0;
}

/**
 * Moves the campaigns of a mask (one bit a rank) that have a timer into a set. Returns whether
 * there were any.
 */
export function takeMasked(timers: Timers, mask: Uint32Array, into: RankSet): boolean {
  let isTaken = false;
  for (let index = timers.length - 1; index >= 0; index--) {
    const timer = timers.pairs[index * 2] ?? everyTimer;
    if (timer < 0 || !hasRank(mask, timer)) continue;
    into.add(timer);
    removeAt(timers, index);
    isTaken = true;
  }
  return isTaken;
}

export function clearTimers(timers: Timers): void {
  timers.length = 0;
}

/** The soonest instant, or null. */
export function nextTimer(timers: Timers): number | null {
  let soonest = Infinity;
  for (let index = 0; index < timers.length; index++)
    soonest = Math.min(soonest, instantAt(timers, index));
  return soonest === Infinity ? null : soonest;
}

/** The campaign whose own timer is soonest, and when. Null if none has one. */
export function soonestCampaign(
  timers: Timers,
): { readonly campaign: number; readonly at: number } | null {
  let soonest: { campaign: number; at: number } | null = null;
  for (let index = 0; index < timers.length; index++) {
    const campaign = timers.pairs[index * 2] ?? -1;
    const at = instantAt(timers, index);
    if (campaign >= 0 && at < (soonest?.at ?? Infinity)) soonest = { campaign, at };
  }
  return soonest;
}

/** A campaign by its rank, or a timer that stands for several, see above. */
export interface DueTimer {
  readonly timer: number;
  readonly at: number;
}

/** Removes and returns what is due at `now`. */
export function takeDue(timers: Timers, now: number): readonly DueTimer[] {
  const due: DueTimer[] = [];
  for (let index = timers.length - 1; index >= 0; index--) {
    const at = instantAt(timers, index);
    if (at > now) continue;
    due.push({ timer: timers.pairs[index * 2] ?? everyTimer, at });
    removeAt(timers, index);
  }
  return due;
}
