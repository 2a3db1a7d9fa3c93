// What a first process stands in: by itself on its machine, with a hub between its shards, or as a node
// of a cluster, whose shards meet over NATS. The first process asks this and needs not know which.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Log } from '@opportune/core/ports/log.ts';
import type { BusPlace } from '../adapter/bus-processes/bus-of-shard.ts';
import { type Hub, openHub } from '../adapter/bus-processes/hub.ts';
import { takeDataFolder } from '../adapter/data-folder/data-folder.ts';
import type { Engines } from '../adapter/engines.ts';
import type { Config } from '../config.ts';
import type { ServeOrder, Serving } from '../processes/messages.ts';
import { shardNames } from '../processes/shard-of.ts';
import type { Shards } from '../processes/shards.ts';
import { untilHeld } from './guarded-lease.ts';
import { prepareNode } from './start-node.ts';

export interface Standing {
  /** All names, of which this process may hold some. */
  readonly names: readonly string[];
  /** By it processes that pass requests on know each other. */
  readonly secret: string;
  /** Tells the processes of this product from those of any other, also in PostgreSQL. */
  readonly product: string;
  readonly bus: BusPlace;
  /** Whether this process serves the name, or is about to. */
  isHere(name: string): boolean;
  /** Whether nobody else serves anything. */
  isAlone(): boolean;
  /** Resolves once this process may serve. Rejects if that takes long. */
  mayServe(): Promise<void>;
  /** What shards of a node are told. */
  node(): ServeOrder['node'];
  /** Has the shards serve. Resolves once the first do. */
  begin(shards: Shards, engines: Engines): Promise<Serving>;
  /** Lets others serve the names, if there are others. */
  leave(): Promise<void>;
  /** Once no shard is left. */
  close(): Promise<void>;
}

/**
 * `sockets`: the folder of the sockets of this product. `stop`: a node that waits for another one, or
 * for a name, rejects then. Throws with a `start.*` code.
 */
export async function openStanding(
  config: Config,
  {
    sockets,
    log,
    stop,
  }: { readonly sockets: string; readonly log: Log; readonly stop: AbortSignal },
): Promise<Standing> {
  return config.node === undefined
    ? openAlone(config.processes, sockets, log)
    : openNode(config, config.node, { log, stop });
}

function openAlone(processes: number, sockets: string, log: Log): Standing {
  const hub = path.join(sockets, 'bus.sock');
  let opened: Hub | null = null;
  const names = shardNames(processes);
  return {
    ...{ names, secret: randomBytes(24).toString('base64url'), bus: { hub } },
    product: randomBytes(6).toString('hex'),
    isHere: () => true,
    isAlone: () => true,
    mayServe: async () => {},
    node: () => null,
    // Not before the data folder is taken: another server that uses it has a hub there.
    async begin(shards) {
      opened = await openHub(hub, log);
      return shards.begin(names);
    },
    leave: async () => {},
    close: async () => opened?.close(),
  };
}

async function openNode(
  config: Config,
  at: NonNullable<Config['node']>,
  { log, stop }: { readonly log: Log; readonly stop: AbortSignal },
): Promise<Standing> {
  // Refuses one that another server uses, before anything is written there.
  takeDataFolder(config.dataFolder).release();
  const node = await prepareNode(config, at, { log, stop });
  const { id, cluster } = node;
  return {
    ...{ names: cluster.names, secret: cluster.secret, product: id },
    bus: { url: at.natsUrl, cluster: cluster.id, secret: cluster.secret },
    isHere: (name) => node.isOurs(name),
    isAlone: () => node.isAlone(),
    mayServe: () => untilHeld(() => node.known().heldUntil),
    node: () => ({ id, known: node.known() }),
    begin: (shards, engines) => node.begin({ engines, shards, stop }),
    leave: () => node.leave(),
    close: async () => {},
  };
}
