// A clock that stands still until a test advances it.
import type { Clock, Schedule } from '@opportune/core/world/world.ts';

export interface SimulatedTime {
  readonly clock: Clock;
  readonly schedule: Schedule;
  /**
   * Advances by this time, and runs each due callback with everything that follows from it at once.
   */
  pass(ms: number): Promise<void>;
}

export function simulatedTime(from: number): SimulatedTime {
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  let now = from;
  return {
    clock: { now: () => now },
    schedule(delayMs, run) {
      const timer = { at: now + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async pass(ms) {
      const until = now + ms;
      for (;;) {
        await settled();
        const [next] = [...timers].toSorted((one, other) => one.at - other.at);
        if (next === undefined || next.at > until) break;
        timers.delete(next);
        now = next.at;
        next.run();
      }
      now = until;
      await settled();
    },
  };
}

/** Resolves when everything that needs no time has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
