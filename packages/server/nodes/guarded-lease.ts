// A process that serves a name acts only while the lease of its node holds. It is told until when, by a
// clock that all processes of a machine share. Once that is over it serves nobody and stores nothing,
// because another node may act for its accounts by now. It goes on if the lease does: then nobody has.
// If the node was removed meanwhile, the first process ends it.
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { EngineError } from '../adapter/engine-error.ts';
import { leaseClock } from '../adapter/leases/lease-clock.ts';

const lookMs = 100;
/** How long a process waits for the lease of its node before it begins. */
const heldMs = 5000;

/** Resolves once the lease holds, so that no process begins only to stop. Rejects if that takes too long. */
export async function untilHeld(heldUntil: () => number): Promise<void> {
  const elapsed = leaseClock();
  for (const end = elapsed() + heldMs; elapsed() >= heldUntil(); await pause(lookMs))
    if (elapsed() > end) throw new EngineError('engine.unavailable');
}

export interface GuardedLease {
  /** The lease of the node holds until then. */
  holdUntil(until: number): void;
  isHeld(): boolean;
  /** Resolves while it holds, else once it goes on. */
  held(): Promise<void>;
  /**
   * Nothing is stored while the lease is over. Rows that were on their way then are acknowledged only
   * if it goes on [CL8.1].
   */
  guarded(facts: FactStore): FactStore;
}

/** What happens then, in turn. */
export interface UponLease {
  /** The lease is over: serve nobody. */
  over(): void;
  /** It goes on. */
  held(): void;
}

export function guardLease(until: number, log: Log, upon: UponLease): GuardedLease {
  const elapsed = leaseClock();
  let heldUntil = until;
  /** Set while the lease is over. Resolves once it goes on. */
  let again: PromiseWithResolvers<void> | null = null;
  const look = async (): Promise<void> => {
    if (again !== null || elapsed() < heldUntil) return;
    // A process that was busy for long has not read what it was told meanwhile.
    await turn();
    await turn();
    const lateMs = Math.round(elapsed() - heldUntil);
    if (again !== null || lateMs < 0) return;
    again = Promise.withResolvers();
    log.warn('the lease of this node is over: this process serves nobody', { lateMs });
    upon.over();
  };
  const held = async (): Promise<void> => {
    await look();
    while (again !== null) await again.promise;
  };
  setInterval(() => void look(), lookMs).unref();
  return {
    held,
    isHeld: () => again === null,
    holdUntil(later) {
      heldUntil = later;
      if (again === null || elapsed() >= later) return;
      log.info('the lease of this node goes on: this process serves again', {});
      again.resolve();
      again = null;
      upon.held();
    },
    guarded: (facts) => ({
      ...facts,
      async append(batch) {
        await held();
        await facts.append(batch);
        await held();
      },
    }),
  };
}
