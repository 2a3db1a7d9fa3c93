// The turns that accounts take on this process's event loop, wherever their work comes from.
import { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import { turnLimits } from '@opportune/protocol/limits.ts';

/** One for the whole process: accounts share one loop. */
export function openTurns(): FairTurns {
  return new FairTurns(
    {
      now: () => performance.now(),
      soon: (run) => void setImmediate(run),
      // The microtasks that are queued by then run before the tick, and so do those that they queue.
      settled: (run) => queueMicrotask(() => process.nextTick(run)),
    },
    turnLimits,
  );
}
