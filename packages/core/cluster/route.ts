// Where a message belongs: here, at another owner, or here once it is settled who owns what. A message
// that is forwarded carries the epoch by which its sender chose, so that a receiver that knows less
// waits until it knows as much.
import type { Owner } from '../world/owner.ts';
import { clusterLimits } from './limits.ts';
import { isHeld } from './life.ts';
import type { Life } from './life-state.ts';
import { isSame, type Shard } from './register.ts';
import { commonVersion } from './versions.ts';

/** How a message came. Epoch 0 and no hops: from outside. */
export interface Way {
  readonly epoch: number;
  readonly hops: number;
}

export const fromOutside: Way = { epoch: 0, hops: 0 };

export type Route =
  | { readonly type: 'here' }
  /** Send it to this shard, in a version that both read. */
  | { readonly type: 'forward'; readonly to: Shard; readonly way: Way; readonly version: number }
  /** It waits until more is known. */
  | { readonly type: 'hold' }
  /** Its sender tries again. */
  | { readonly type: 'refuse' };

/**
 * Whether this process may act for what has this hash: its lease holds, and it is the owner in every
 * view by which anybody may still act.
 */
export function mayAct(life: Life, hash: number, now: number): boolean {
  const { lease, placements } = life;
  if (lease === null || placements.length === 0 || !isHeld(life, now)) return false;
  return placements.every((one) => isOwner(one.ownerOf(hash), lease));
}

/** Whether it still owns, by the newest view that it knows, what has this hash. */
export function isOurs({ lease, placements }: Life, hash: number): boolean {
  return lease !== null && isOwner(placements.at(-1)?.ownerOf(hash), lease);
}

/** Where a message for what has this hash belongs now. */
export function routeOf(life: Life, hash: number, way: Way, now: number): Route {
  if (mayAct(life, hash, now)) return { type: 'here' };
  const { register, self } = life;
  if (life.phase === 'over' || way.hops > clusterLimits.hops) return { type: 'refuse' };
  if (register === null || way.epoch > register.epoch) return { type: 'hold' };
  const owner = life.placements.at(-1)?.ownerOf(hash);
  const to = owner && register.shards.find(isSame(owner));
  if (to === undefined || to.holder === self.holder) return { type: 'hold' };
  const version = commonVersion(self.speaks, to.speaks);
  if (version === null) return { type: 'refuse' };
  return { type: 'forward', to, way: { epoch: register.epoch, hops: way.hops + 1 }, version };
}

function isOwner(one: Owner | undefined, lease: Owner): boolean {
  return one !== undefined && isSame(one)(lease);
}
