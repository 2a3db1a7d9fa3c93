// How large the rounds of a rehearsal are: each five times what was looked at before it, so that few
// are needed, since each reads the whole table; none that the time left is too short for.
import { rehearsalLimits } from '@opportune/protocol/limits.ts';

const { hashParts } = rehearsalLimits;
/** What a round takes at most, as fast as the one before: one that is cut off has been for nothing. */
const usualMs = 20_000;
/** Of the time left, so that a round slower than the one before is whole all the same. */
const timeUsed = 0.7;
/** A round that adds less sharpens nothing that anybody sees. */
const leastAdded = 0.1;
/** What was looked at after a round, in what was before. */
const growth = 6;
/** Where so much would be looked at, the rest is too. */
const nearlyAll = 0.6;

/** Where the first round ends, which looks at this share of all visitors. */
export function firstUntil(share: number): number {
  return share >= nearlyAll ? hashParts : Math.max(1, Math.ceil(share * hashParts));
}

export interface LastRound {
  readonly from: number;
  readonly until: number;
  readonly lastMs: number;
  readonly leftMs: number;
}

/** Where the next round ends; `until` where there is none. */
export function nextUntil({ from, until, lastMs, leftMs }: LastRound): number {
  const speed = (until - from) / Math.max(1, lastMs);
  const affordable = Math.floor(speed * Math.max(0, leftMs) * timeUsed);
  const wanted = until * growth >= hashParts * nearlyAll ? hashParts - until : until * (growth - 1);
  const least = Math.ceil(until * leastAdded);
  if (affordable < Math.min(wanted, least)) return until;
  return until + Math.min(wanted, affordable, Math.max(least, Math.floor(speed * usualMs)));
}
