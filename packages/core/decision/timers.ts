// The instants at which campaigns of one visitor want to be judged again, at most 64. Beyond, the
// latest give way to one timer that judges everything, so that no instant is missed.
import { profileLimits } from '@opportune/protocol/limits.ts';

/**
 * Campaign and instant by turns, in places that are used again: timers come and go with nearly every
 * event, and a list that is pushed to keeps room for sixteen more. Only the first `length` pairs hold.
 */
export interface Timers {
  pairs: number[];
  length: number;
}

/** Stands for all campaigns held back by a cap or a zone. */
export const blockedTimer = -1;
/** Stands for every campaign. */
export const everyTimer = -2;

export function newTimers(): Timers {
  return { pairs: [], length: 0 };
}

/** The campaign's one timer, replacing its former; null for none. */
export function setTimer(timers: Timers, campaign: number, at: number | null): void {
  const present = indexOf(timers, campaign);
  if (at === null) {
    if (present >= 0) removeAt(timers, present);
  } else if (present >= 0) timers.pairs[present * 2 + 1] = at;
  else add(timers, campaign, at);
}

/** The same, but an earlier instant already set stays. */
export function setTimerSooner(timers: Timers, campaign: number, at: number): void {
  const present = indexOf(timers, campaign);
  setTimer(timers, campaign, present < 0 ? at : Math.min(at, instantAt(timers, present)));
}

function indexOf({ pairs, length }: Timers, campaign: number): number {
  for (let index = 0; index < length; index++) if (pairs[index * 2] === campaign) return index;
  return -1;
}

function instantAt({ pairs }: Timers, index: number): number {
  return pairs[index * 2 + 1] ?? Infinity;
}

function add(timers: Timers, campaign: number, at: number): void {
  const place = timers.length++ * 2;
  if (place < timers.pairs.length) {
    timers.pairs[place] = campaign;
    timers.pairs[place + 1] = at;
  } else timers.pairs = timers.pairs.concat(campaign, at);
  if (timers.length <= profileLimits.timers || campaign < 0) return;
  const latest = indexOfLatest(timers);
  const dropped = instantAt(timers, latest);
  removeAt(timers, latest);
  setTimerSooner(timers, everyTimer, dropped);
}

function indexOfLatest(timers: Timers): number {
  let latest = -1;
  for (let index = 0; index < timers.length; index++) {
    if ((timers.pairs[index * 2] ?? -1) < 0) continue;
    if (latest < 0 || instantAt(timers, index) > instantAt(timers, latest)) latest = index;
  }
  return latest;
}

function removeAt(timers: Timers, index: number): void {
  const { pairs } = timers;
  const last = --timers.length * 2;
  pairs[index * 2] = pairs[last] ?? 0;
  pairs[index * 2 + 1] = pairs[last + 1] ?? 0;
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

/** The campaign that time alone may make true soonest, and when; null where none waits. */
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

/** Takes out what is due at `now`: campaign and instant. */
export function takeDue(
  timers: Timers,
  now: number,
): readonly { readonly campaign: number; readonly at: number }[] {
  const due: { campaign: number; at: number }[] = [];
  for (let index = timers.length - 1; index >= 0; index--) {
    const at = instantAt(timers, index);
    if (at > now) continue;
    due.push({ campaign: timers.pairs[index * 2] ?? everyTimer, at });
    removeAt(timers, index);
  }
  return due;
}
