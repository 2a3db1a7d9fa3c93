// The real world: the system's clock, and ids that nobody can guess.
import { randomBytes } from 'node:crypto';
import type { Clock, Ids, Random, Schedule } from '@opportune/core/world/world.ts';

/**
 * The clock follows the system's clock only if that is at least this far ahead, as after a sleep or
 * a clock change. Milliseconds.
 */
const followMs = 1000;

/**
 * A clock in milliseconds that never runs backwards: the monotonic clock, moved forward when the
 * system's clock is ahead (after a sleep, for example). If the system's clock is set back, this one
 * continues until time has caught up.
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

/** For choices that nobody gains by guessing. */
export const systemRandom: Random = { next: () => Math.random() };

/** A pending timer keeps the process alive. */
export const systemSchedule: Schedule = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** A pending timer does not keep the process alive. Use it for work that nothing waits for. */
export const backgroundSchedule: Schedule = (delayMs, run) => {
  const timer = setTimeout(run, delayMs).unref();
  return () => clearTimeout(timer);
};
