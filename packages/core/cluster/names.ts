// Which node of a cluster holds which of its fixed names. Each goes to the node with the highest score
// by rendezvous hashing that still has room, so all nodes hold equally many, give or take one, and
// most names stay where they are when a node joins or leaves. Of more nodes than names, the newest get
// none. Every node computes the same.
import { murmur3 } from '../proof/hash.ts';
import type { Owner } from '../world/owner.ts';
import type { Register, View } from './register.ts';
import { scoreOf } from './placement.ts';

/** The holder of each name. Empty without nodes. The order of the nodes has no influence. */
export function shareNames(
  names: readonly string[],
  nodes: readonly Owner[],
): ReadonlyMap<string, Owner> {
  if (nodes.length === 0) return new Map();
  const holding = nodes.toSorted((one, other) => one.epoch - other.epoch).slice(0, names.length);
  const least = Math.floor(names.length / holding.length);
  const rooms = holding
    .toSorted((one, other) => (one.shard < other.shard ? -1 : 1))
    .map((node) => ({ node, seed: murmur3(node.shard), held: 0 }));
  /** How many more nodes may hold one more than the least. */
  let more = names.length % holding.length;
  const holders = new Map<string, Owner>();
  for (const name of names) {
    const hash = murmur3(name);
    const open = rooms.filter(({ held }) => held < least || (held === least && more > 0));
    const best = open.reduce((one, other) =>
      scoreOf(hash, other.seed) > scoreOf(hash, one.seed) ? other : one,
    );
    if (best.held === least) more -= 1;
    best.held += 1;
    holders.set(name, best.node);
  }
  return holders;
}

/** The names that a node may serve: in each view by which anybody may still act, it is their holder. */
export function namesOf(
  node: Owner,
  names: readonly string[],
  views: readonly View[],
): readonly string[] {
  if (views.length === 0) return [];
  const shared = views.map(({ owners }) => shareNames(names, owners));
  return names.filter((name) =>
    shared.every((holders) => {
      const holder = holders.get(name);
      return holder?.shard === node.shard && holder.epoch === node.epoch;
    }),
  );
}

/** The address of the node that each name is meant for, by the newest view. */
export function addressesOf(
  names: readonly string[],
  { views, shards }: Register,
): ReadonlyMap<string, string> {
  const addresses = new Map(shards.map(({ shard, address }) => [shard, address]));
  const holders = shareNames(names, views.at(-1)?.owners ?? []);
  return new Map([...holders].map(([name, { shard }]) => [name, addresses.get(shard) ?? '']));
}
