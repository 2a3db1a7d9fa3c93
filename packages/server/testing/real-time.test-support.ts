// Real timers, for where no other schedule is handed over.
import type { Schedule } from '@opportune/core/world/world.ts';

/** One that waits keeps the process alive. */
export const realTime: Schedule = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** For what nobody waits for: the process may end before it comes. */
export const realTimeBehind: Schedule = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
};
