// What the first process and its shards say to each other over the channel of a child process, the only
// way in which Node passes a socket on.
import type { ChildProcess } from 'node:child_process';
import type { EnginesBeside } from '../adapter/beside.ts';
import type { BusPlace } from '../adapter/bus-processes/bus-of-shard.ts';
import type { Known } from '../nodes/hold-names.ts';
import type { ComposedServer, FirstAccount } from '../server.ts';
import type { ShardOrder } from './shard-of.ts';

export type ToShard =
  /** It takes a name and begins to serve under it. */
  | ({ readonly type: 'serve' } & ServeOrder)
  /** With a socket: a client's connection, and what was read from it, in base64. */
  | { readonly type: 'connection'; readonly head: string }
  /** In a cluster: where other names are now, and until when the lease of the node holds. */
  | ({ readonly type: 'known' } & Known)
  | { readonly type: 'stop' };

export interface ServeOrder {
  readonly shard: ShardOrder;
  /** The public port. */
  readonly port: number;
  readonly engines: EnginesBeside;
  /** How the bus across shards is reached. */
  readonly bus: BusPlace;
  /** The name under which the engines know it. */
  readonly holder: string;
  /** In a cluster: this node, and what it knows. Else null. */
  readonly node: { readonly id: string; readonly known: Known } | null;
  /** Null for the shard that finds or makes it. */
  readonly first: FirstAccount | null;
}

export type FromShard =
  /** Its code is loaded; it has no name yet. */
  | { readonly type: 'loaded' }
  | { readonly type: 'serving'; readonly told: Serving }
  /** It has the connection: the next one may be sent. */
  | { readonly type: 'taken' }
  /** It lives. */
  | { readonly type: 'beat' }
  /** It may have missed what others published: another process takes its place when it can. */
  | { readonly type: 'missed' }
  /** It stops, and takes nothing more. */
  | { readonly type: 'leaving' }
  /** It could not begin to serve. */
  | { readonly type: 'failed'; readonly reason: string; readonly code: string | null };

export type Serving = Pick<
  ComposedServer,
  'url' | 'port' | 'signIn' | 'shopUrl' | 'pocketUrl' | 'first'
>;

/** How often a shard says that it lives. */
export const beatMs = 500;

/** Sends a message, if the child is still there. */
export function tell(child: ChildProcess, message: ToShard): void {
  if (child.connected) child.send(message, () => {});
}
