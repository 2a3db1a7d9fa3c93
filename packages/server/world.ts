// The world as it is: the system's clock and ids that nobody can guess.
import { randomBytes } from 'node:crypto';
import type { Clock, Ids, Random, Schedule } from '@opportune/core/world/world.ts';

/** A machine that slept, or whose clock was set, is this far ahead before we follow. */
const followMs = 1000;

/**
 * Milliseconds that never run backwards: the monotonic clock, moved forward when the system's clock
 * is ahead (after a sleep, say). A system clock set back is not followed until time has caught up.
 */
function createSystemClock(): Clock {
  let offset = performance.timeOrigin;
  return {
    now() {
      const ahead = Date.now() - (performance.now() + offset);
      if (ahead > followMs) offset += ahead;
      return Math.floor(performance.now() + offset);
    },
  };
}

export const systemClock: Clock = createSystemClock();

export const systemIds: Ids = { next: () => randomBytes(16).toString('base64url') };

/** For what nobody gains by guessing. */
export const systemRandom: Random = { next: () => Math.random() };

/** A timer that waits keeps the process alive. */
export const systemSchedule: Schedule = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** For what nobody waits for: the process may end before it comes. */
export const backgroundSchedule: Schedule = (delayMs, run) => {
  const timer = setTimeout(run, delayMs).unref();
  return () => clearTimeout(timer);
};
