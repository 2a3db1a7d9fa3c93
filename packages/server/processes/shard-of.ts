// What makes a process a shard: a name, and which accounts are at home in which shard. The names are
// 1 to N and never change while the product runs, so an account moves only when N does. A process that
// dies is replaced under its name.
import { deskHash, placementOn } from '@opportune/core/cluster/placement.ts';
import { type Homes, wholeName } from '@opportune/core/cluster/homes.ts';
import path from 'node:path';

export interface Shard {
  readonly name: string;
  readonly homes: Homes;
}

export interface ShardOrder {
  readonly name: string;
  /** How many shards there are. */
  readonly of: number;
  /** The folder of their sockets. */
  readonly sockets: string;
  readonly secret: string;
  readonly startsAll: boolean;
}

/** The names of all shards. */
export function shardNames(of: number): readonly string[] {
  return Array.from({ length: of }, (_, at) => String(at + 1));
}

/** The socket on which a shard takes what others pass on. */
export function shardSocket(sockets: string, name: string): string {
  return path.join(sockets, `shard-${name}.sock`);
}

/** Under which PostgreSQL knows the connections of a shard. No other product has the same. */
export function holderOf(name: string, secret: string): string {
  return `shard ${name} ${secret.slice(0, 8)}`;
}

export function shardOf({ name, of, sockets, secret, startsAll }: ShardOrder): Shard {
  const names = shardNames(of);
  const placement = placementOn(names.map((shard) => ({ shard, epoch: 1 })));
  const socketOf = (owner: string | undefined): string | null =>
    owner === undefined || owner === name ? null : shardSocket(sockets, owner);
  return {
    name,
    homes: {
      ...{ name, secret, startsAll },
      elsewhere: (account) => socketOf(placement.ownerOf(deskHash(account))?.shard),
      elsewhereBy: (other) =>
        names.includes(other) || other === wholeName ? socketOf(other) : null,
    },
  };
}
