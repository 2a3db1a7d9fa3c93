// Which shard owns a visitor or an account's desk: the one with the highest score by rendezvous
// hashing (Thaler and Ravishankar, 1998). If a shard joins or leaves, only what it gains or had
// moves. Pure arithmetic on 32 bits, so every process on every machine agrees.
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { murmur3 } from '../proof/hash.ts';
import type { Owner } from '../world/owner.ts';

/** The hash by which a visitor is placed, 32 bits. */
export function visitorHash(account: AccountId, visitor: VisitorId): number {
  return murmur3(`${account}\n${visitor}`);
}

/** The hash by which an account's desk is placed, 32 bits. */
export function deskHash(account: AccountId): number {
  return murmur3(`desk\n${account}`);
}

export interface Placement {
  readonly owners: readonly Owner[];
  /** The owner of what has this hash. Undefined if there is no shard. */
  ownerOf(hash: number): Owner | undefined;
}

/** Places by the names of these shards. Their order and epochs have no influence. */
export function placementOn(given: readonly Owner[]): Placement {
  // In the order of their names, so that equal scores have one winner.
  const owners = given.toSorted((one, other) => (one.shard < other.shard ? -1 : 1));
  const seeds = Uint32Array.from(owners, ({ shard }) => murmur3(shard));
  return {
    owners,
    ownerOf(hash) {
      let best = -1;
      let bestScore = -1;
      for (let at = 0; at < seeds.length; at += 1) {
        const score = scoreOf(hash, seeds[at] ?? 0);
        if (score <= bestScore) continue;
        best = at;
        bestScore = score;
      }
      return owners[best];
    },
  };
}

/** The finaliser of MurmurHash3 over a hash and the hash of a name, which spreads every bit over all. */
export function scoreOf(hash: number, seed: number): number {
  let mixed = hash ^ seed;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
