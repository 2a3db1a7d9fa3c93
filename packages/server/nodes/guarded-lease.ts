// A process that serves a name acts only while the lease of its node holds. It is told until when, by a
// clock that all processes of a machine share. Once that is over it ends at once: another node may act
// for its accounts by now.
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { EngineError } from '../adapter/engine-error.ts';
import { leaseClock } from '../adapter/leases/lease-clock.ts';

const lookMs = 100;
/** How long a process waits for the lease of its node before it begins. */
const heldMs = 5000;

/** Resolves once the lease holds, so that no process begins only to end. Rejects if that takes too long. */
export async function untilHeld(heldUntil: () => number): Promise<void> {
  const elapsed = leaseClock();
  for (const end = elapsed() + heldMs; elapsed() >= heldUntil(); await pause(lookMs))
    if (elapsed() > end) throw new EngineError('engine.unavailable');
}

export interface GuardedLease {
  /** The lease of the node holds until then. */
  holdUntil(until: number): void;
  /** Rows that were stored after the lease was over are never acknowledged [CL8.1]. */
  guarded(facts: FactStore): FactStore;
}

/** `end` ends this process without anything else. */
export function guardLease(until: number, log: Log, end: () => void): GuardedLease {
  const elapsed = leaseClock();
  let heldUntil = until;
  const isOver = async (): Promise<boolean> => {
    if (elapsed() < heldUntil) return false;
    // A process that was busy for long has not read what it was told meanwhile.
    await turn();
    await turn();
    const lateMs = Math.round(elapsed() - heldUntil);
    if (lateMs < 0) return false;
    log.error('the lease of this node is over: this process ends', { lateMs });
    end();
    return true;
  };
  setInterval(() => void isOver(), lookMs).unref();
  return {
    holdUntil: (later) => void (heldUntil = later),
    guarded: (facts) => ({
      ...facts,
      async append(batch) {
        await facts.append(batch);
        if (await isOver()) await new Promise<never>(() => {});
      },
    }),
  };
}
