// The order of an owner's log: strictly increasing numbers that also survive a restart, because
// they follow the clock in microseconds and never fall behind what was given out before.
import type { Clock } from '@opportune/core/world/world.ts';

const perMs = 1000;

/** A function that gives the next ordinal, above every one before; exact below 2^53 until 2255. */
export function createOrdinals(clock: Clock): () => number {
  let last = 0;
  return () => {
    last = Math.max(last + 1, clock.now() * perMs);
    return last;
  };
}
