// Keeps a process in a cluster: performs what core/cluster asks for, on real time and a store of
// leases. It decides nothing itself.
import { isHeld, newLife, nextDueAt, step } from '@opportune/core/cluster/life.ts';
import type { Life, LifeEffect, LifeInput, Over } from '@opportune/core/cluster/life-state.ts';
import type { Timings } from '@opportune/core/cluster/limits.ts';
import type { Joining, Register, RegisterRequest } from '@opportune/core/cluster/register.ts';
import { isOurs, mayAct } from '@opportune/core/cluster/route.ts';
import type { Leases } from '@opportune/core/ports/leases.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Owner } from '@opportune/core/world/owner.ts';
import { reasonOf } from '../engine-error.ts';

/** Requests that may wait for the store. Beyond: the next one is left out, and asked again later. */
const mostAsked = 4;

export interface KeptLease {
  /** Its lease. Null until it has one. */
  readonly owner: Owner | null;
  /** The newest epoch that it knows. */
  readonly epoch: number;
  /** The newest register that it knows. Null before the first. */
  readonly register: Register | null;
  /** Until when this process may act, by its clock, unless the lease is renewed. */
  readonly heldUntil: number;
  /** Whether this process may act now for what has this hash. */
  mayAct(hash: number): boolean;
  /** Whether it owns this by the newest view that it knows. */
  isOurs(hash: number): boolean;
  mayAcknowledge(): boolean;
  /** Lets go of everything, then ends. */
  leave(): void;
  /** When the lease is over for good. Forget everything that was owned. */
  readonly over: Promise<Over>;
}

export interface Keeping {
  readonly leases: Leases;
  readonly self: Joining;
  readonly timings: Timings;
  /** A clock in ms that only runs forward. */
  readonly elapsed: () => number;
  readonly log: Log;
  /** Stop acting for what is not ours any more. Resolves once everything decided for it is stored. */
  readonly letGo: () => Promise<void>;
  /** The largest ordinal in the log of a lost owner. */
  readonly endOf: (lost: Owner) => Promise<number>;
}

/** Joins, and stays in until `leave` or until the lease is lost. */
export function keepLease(keeping: Keeping): KeptLease {
  const { leases, self, timings, elapsed, log, letGo, endOf } = keeping;
  const life: Life = newLife(self, elapsed(), timings);
  const over = Promise.withResolvers<Over>();
  let timer: NodeJS.Timeout | undefined;
  let asked = 0;

  function give(input: LifeInput): void {
    for (const effect of step(life, input, elapsed())) perform(effect);
    clearTimeout(timer);
    const dueInMs = nextDueAt(life) - elapsed();
    if (dueInMs < Infinity) timer = setTimeout(() => give({ type: 'time' }), Math.max(1, dueInMs));
  }

  function perform(effect: LifeEffect): void {
    if (effect.type === 'ask') void ask(effect.request);
    if (effect.type === 'moved') void follow(effect.epoch);
    if (effect.type === 'seal') void seal(effect.owner, effect.holder);
    if (effect.type === 'over') over.resolve(effect.reason);
  }

  async function ask(request: RegisterRequest): Promise<void> {
    if (asked >= mostAsked) return;
    asked += 1;
    const askedAt = elapsed();
    try {
      const answer = await leases.ask(request);
      give({ type: 'answered', request, askedAt, answer });
    } catch (error) {
      log.warn('the register of the cluster did not answer', { reason: reasonOf(error) });
    } finally {
      asked -= 1;
    }
  }

  async function follow(epoch: number): Promise<void> {
    try {
      await letGo();
      give({ type: 'followed', epoch });
    } catch (error) {
      // The lease ends, because it does not let go in time.
      log.error('what moved to others is not let go', { reason: reasonOf(error) });
    }
  }

  async function seal(lost: Owner, holder: string): Promise<void> {
    try {
      await leases.cutOff(holder);
      await ask({ type: 'seal', seal: { ...lost, ordinal: await endOf(lost) } });
    } catch (error) {
      log.warn('the log of a lost shard is not sealed', { ...lost, reason: reasonOf(error) });
    }
  }

  give({ type: 'time' });
  return {
    get owner() {
      return life.lease === null ? null : { shard: life.lease.shard, epoch: life.lease.epoch };
    },
    get epoch() {
      return life.register?.epoch ?? 0;
    },
    get register() {
      return life.register;
    },
    get heldUntil() {
      const { lease, phase } = life;
      return lease === null || phase === 'over' ? 0 : lease.until - timings.marginMs;
    },
    mayAct: (hash) => mayAct(life, hash, elapsed()),
    isOurs: (hash) => isOurs(life, hash),
    mayAcknowledge: () => isHeld(life, elapsed()),
    leave: () => give({ type: 'leave' }),
    over: over.promise,
  };
}
