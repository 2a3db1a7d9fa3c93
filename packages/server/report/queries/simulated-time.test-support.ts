// Time that stands still until a test moves it.
import type { Clock, Schedule } from '@opportune/core/world/world.ts';

export interface SimulatedTime {
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** Lets so much time go by, calling back at each instant that is due, with all that follows at once. */
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

/** Everything that needs no time has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
