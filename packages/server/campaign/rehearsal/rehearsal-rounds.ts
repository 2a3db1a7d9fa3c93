// The sizes of a rehearsal's rounds. Each is five times everything before it, because each round
// reads the whole table and few are better. No round is begun for which the remaining time is too
// short.
import { rehearsalLimits } from '@opportune/protocol/limits/campaigns.ts';

const { hashParts } = rehearsalLimits;
/**
 * The longest that a round may take, at the speed of the previous one. A cut-off round is wasted.
 */
const usualMs = 20_000;
/** The share of the remaining time to use, so that a slower round still completes. */
const timeUsed = 0.7;
/** A smaller round improves nothing visibly. */
const leastAdded = 0.1;
/** What has been examined after a round, relative to before. */
const growth = 6;
/** If a round would reach this share, it examines all. */
const nearlyAll = 0.6;

/** The end of the first round, which examines this share of all visitors. */
export function firstUntil(share: number): number {
  return share >= nearlyAll ? hashParts : Math.max(1, Math.ceil(share * hashParts));
}

export interface LastRound {
  readonly from: number;
  readonly until: number;
  readonly lastMs: number;
  readonly leftMs: number;
}

/** The end of the next round. `until` if there is none. */
export function nextUntil({ from, until, lastMs, leftMs }: LastRound): number {
  const speed = (until - from) / Math.max(1, lastMs);
  const affordable = Math.floor(speed * Math.max(0, leftMs) * timeUsed);
  const wanted = until * growth >= hashParts * nearlyAll ? hashParts - until : until * (growth - 1);
  const least = Math.ceil(until * leastAdded);
  if (affordable < Math.min(wanted, least)) return until;
  return until + Math.min(wanted, affordable, Math.max(least, Math.floor(speed * usualMs)));
}
