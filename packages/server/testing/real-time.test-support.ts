// Real timers, for code that is given no other schedule.
import type { Schedule } from '@opportune/core/world/world.ts';

/** A pending timer keeps the process alive. */
export const realTime: Schedule = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** A pending timer does not keep the process alive. */
export const realTimeBehind: Schedule = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
};
