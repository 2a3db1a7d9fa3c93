// Which agents were free at an instant of the past, from recorded availability. Before the first
// record, or without any, all requested agents are assumed free, and the answer says so.
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';

/** Nothing is recorded: every skill is assumed to be free. */
const assumed: Availability = { version: 0, at: 0, skills: { '*': { free: 1, online: 1 } } };

/** The newest record not after `at`. `recorded` is in order of time. */
export function availabilityAt(recorded: readonly Availability[], at: number): Availability {
  const index = countUntil(recorded, at) - 1;
  const found = recorded[index];
  // Versions restart with each server start, so each record gets its own version here.
  return found === undefined ? assumed : { ...found, version: index + 1 };
}

/** The instant of the first record after `at`, or Infinity. */
export function nextChangeAfter(recorded: readonly Availability[], at: number): number {
  return recorded[countUntil(recorded, at)]?.at ?? Infinity;
}

/** How many records are not after `at`. */
function countUntil(recorded: readonly Availability[], at: number): number {
  let low = 0;
  let high = recorded.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((recorded[middle]?.at ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
