// How many agents are usually there at an instant of the week, from what they chose to be in the weeks
// before. Pure.
import type { UserId } from '@opportune/protocol/ids.ts';
import { dayMs, zoneOffsetMs } from '../world/local-time.ts';

const weeks = 4;

/** Since when an agent was in a state, or not. */
export interface AgentSince {
  readonly agent: UserId;
  readonly since: number;
  readonly isOnline: boolean;
}

/**
 * The mean of the same local time in up to four weeks before, rounded up. Null: no week is known.
 * `states`: in any order.
 */
export function usuallyThere(
  states: readonly AgentSince[],
  zone: string,
): (at: number) => number | null {
  const byAgent = new Map<UserId, AgentSince[]>();
  for (const each of states.toSorted((one, other) => one.since - other.since))
    if (byAgent.get(each.agent)?.push(each) === undefined) byAgent.set(each.agent, [each]);
  const first = states.reduce((least, { since }) => Math.min(least, since), Infinity);
  return (at) => {
    const counts: number[] = [];
    for (let week = 1; week <= weeks; week += 1) {
      const then = sameTimeBefore(zone, at, week);
      if (then >= first)
        counts.push([...byAgent.values()].filter((own) => wasOnline(own, then)).length);
    }
    if (counts.length === 0) return null;
    return Math.ceil(counts.reduce((sum, count) => sum + count, 0) / counts.length);
  };
}

function sameTimeBefore(zone: string, at: number, week: number): number {
  const then = at - week * 7 * dayMs;
  return then + (zoneOffsetMs(zone, at) ?? 0) - (zoneOffsetMs(zone, then) ?? 0);
}

/** `own`: in order. By halves, because a busy desk has thousands. */
function wasOnline(own: readonly AgentSince[], at: number): boolean {
  let [low, high] = [0, own.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((own[middle]?.since ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return own[low - 1]?.isOnline ?? false;
}
