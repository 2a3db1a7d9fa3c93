// The state of an owner's life, what reaches it and what it asks for.
import type { Owner } from '../world/owner.ts';
import type { Timings } from './limits.ts';
import type { Placement } from './placement.ts';
import type { Joining, Register, RegisterAnswer, RegisterRequest } from './register.ts';

/** The newest renewal of another shard. */
export interface Watched {
  readonly owner: Owner;
  readonly beat: number;
  /** When it is to be removed, unless it renews. */
  expelAt: number;
}

export interface Life {
  readonly self: Joining;
  readonly timings: Timings;
  phase: 'joining' | 'serving' | 'leaving' | 'over';
  /** The lease; `until` by the process's own clock. Null before the first. */
  lease: (Owner & { until: number }) | null;
  /** The newest that was read. */
  register: Register | null;
  /** Its views, compiled. */
  placements: readonly Placement[];
  /** The newest epoch that it has followed. */
  heard: number;
  /** The epoch that it is following: it lets go of what it lost. */
  following: { readonly epoch: number; readonly since: number } | null;
  beat: number;
  nextAskAt: number;
  /** Others' renewals, by shard. */
  readonly watched: Map<string, Watched>;
  /** When it next requests the seal of a lost owner, by shard and epoch. */
  readonly sealed: Map<string, number>;
  lastReadAt: number;
}

export type LifeInput =
  | { readonly type: 'time' }
  /** The answer to a request that left at `askedAt`. */
  | {
      readonly type: 'answered';
      readonly request: RegisterRequest;
      readonly askedAt: number;
      readonly answer: RegisterAnswer;
    }
  /** Everything that was lost by this epoch is let go: nothing of it is on its way to a store. */
  | { readonly type: 'followed'; readonly epoch: number }
  | { readonly type: 'leave' };

export type LifeEffect =
  | { readonly type: 'ask'; readonly request: RegisterRequest }
  /** Others own what they did not. Answer with `followed` once all that was lost is let go. */
  | { readonly type: 'moved'; readonly epoch: number }
  /** What waited may be acted upon, if it is ours now. */
  | { readonly type: 'settled' }
  /**
   * Cut off the process that held it, read the largest ordinal of this lost owner's log, and request its
   * seal.
   */
  | { readonly type: 'seal'; readonly owner: Owner; readonly holder: string }
  /** The lease is over for good. Forget everything that was owned. */
  | { readonly type: 'over'; readonly reason: Over };

/** `lost`: others took it. `version`: a build that is no neighbour. `drain`: letting go took too long. */
export type Over = 'left' | 'lost' | 'version' | 'drain';
