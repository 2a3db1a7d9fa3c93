// The turns of accounts on this process's event loop, for work from any source, and the pace of what waited.
import { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import { LivePace } from '@opportune/core/bounds/live-pace.ts';
import { turnLimits } from '@opportune/protocol/limits/intake.ts';

/**
 * Create one for the whole process, because all accounts share one loop. `waitingBytes`: what waiting work
 * may hold.
 */
export function openTurns(waitingBytes: number = turnLimits.waitingBytes): FairTurns {
  return new FairTurns(
    {
      now: () => performance.now(),
      soon: (run) => void setImmediate(run),
      // Microtasks queued so far, and those that they queue, run before the next tick.
      settled: (run) => queueMicrotask(() => process.nextTick(run)),
    },
    { ...turnLimits, waitingBytes },
  );
}

/** Also one for the whole process. */
export function openPace(): LivePace {
  return new LivePace({ now: () => performance.now() });
}
