// What makes a process a shard: a name, and which accounts are at home in which shard. The names are
// 1 to N and never change while the product runs, so an account moves only when N does. A process that
// dies is replaced under its name.
import { deskHash, placementOn } from '@opportune/core/cluster/placement.ts';
import { onNode } from '../http/elsewhere/place.ts';
import { type Homes, wholeName } from '@opportune/core/cluster/homes.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
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

/** Under which the engines know a shard. `product`: no other product has the same. */
export function holderOf(name: string, product: string): string {
  return `shard ${name} ${product}`;
}

/** Says the name of the shard in which an account is at home, of so many. */
export function homesOf(of: number): (account: AccountId) => string {
  const placement = placementOn(shardNames(of).map((shard) => ({ shard, epoch: 1 })));
  return (account) => placement.ownerOf(deskHash(account))?.shard ?? '';
}

/** What a process of a node knows of others. */
export interface Others {
  /** The addresses of the nodes on which other names are, as they are now. */
  elsewhere(): Readonly<Record<string, string>>;
  readonly passed: Homes['passed'];
}

const noOthers: Others = { elsewhere: () => ({}), passed() {} };

export function shardOf(
  { name, of, sockets, secret, startsAll }: ShardOrder,
  { elsewhere, passed }: Others = noOthers,
): Shard {
  const names = shardNames(of);
  const homeOf = homesOf(of);
  const socketOf = (owner: string): string | null => {
    if (owner === name) return null;
    const node = elsewhere()[owner];
    return node === undefined ? shardSocket(sockets, owner) : onNode(node, owner);
  };
  return {
    name,
    homes: {
      ...{ name, secret, startsAll, passed },
      elsewhere: (account) => socketOf(homeOf(account)),
      elsewhereBy: (other) =>
        names.includes(other) || other === wholeName ? socketOf(other) : null,
    },
  };
}
