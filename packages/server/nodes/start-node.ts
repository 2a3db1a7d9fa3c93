// This server as a node of its cluster: it listens for other nodes, keeps the lease of the node, and has
// its shards serve the names that it holds. It opens no engine and answers no client.
import { randomBytes } from 'node:crypto';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Engines } from '../adapter/engines.ts';
import { EngineError } from '../adapter/engine-error.ts';
import { leaseClock } from '../adapter/leases/lease-clock.ts';
import { openLeases } from '../adapter/leases/leases-postgres.ts';
import { listenOn } from '../adapter/listen.ts';
import { messageVersions } from '../adapter/bus-nats/signed.ts';
import { checkNats } from '../adapter/bus-nats/bus-nats.ts';
import { checkOwn } from '../adapter/engines.ts';
import type { Config } from '../config.ts';
import { leastMaximumBytes } from '../memory/plan.ts';
import type { NodeConfig } from '../node-config.ts';
import { cutOffRecords } from '../processes/cut-off.ts';
import type { Serving } from '../processes/messages.ts';
import type { Shards } from '../processes/shards.ts';
import { type Cluster, enterCluster } from './enter-cluster.ts';
import { holdNames, type Holding, type Known } from './hold-names.ts';
import { createNodeDoor } from './node-door.ts';

/** What a server is by itself, before it has shards. */
export interface Node {
  /** An id that is never used again. */
  readonly id: string;
  readonly cluster: Cluster;
  known(): Known;
  /** Whether this node serves the name, or is about to. */
  isOurs(name: string): boolean;
  /** Whether no other node is in the cluster. */
  isAlone(): boolean;
  /** Joins, and begins to serve. Resolves once the first names are served. */
  begin(joining: Joining): Promise<Serving>;
  /** Gives all names away. Resolves once nothing of them is left here. */
  leave(): Promise<void>;
}

export interface Joining {
  readonly engines: Engines;
  readonly shards: Shards;
  /** Gives up waiting for a name, and rejects. */
  readonly stop: AbortSignal;
}

/** How long a node that leaves waits for the register before it ends anyway. */
const leaveMs = 28_000;
const nothingKnown: Known = { elsewhere: {}, nodes: {}, heldUntil: 0 };

/**
 * Waits until no other node is starting. Throws `start.engine_unusable` if NATS or an engine cannot be
 * used.
 */
export async function prepareNode(
  config: Config,
  at: NodeConfig,
  { log, stop }: { readonly log: Log; readonly stop: AbortSignal },
): Promise<Node> {
  await checkOwn(config);
  const { cluster, started } = await enterCluster(config, at, {
    ...{ log, stop },
    lost() {
      log.error('this node stood still while it started: it ends', {});
      process.kill(process.pid, 'SIGKILL');
    },
  });
  const id = randomBytes(9).toString('hex');
  try {
    refuseTooLittle(at, cluster.names.length);
    await checkNats(at.natsUrl);
  } catch (error) {
    await started();
    throw error;
  }
  let holding: Holding | null = null;
  let close = async (): Promise<void> => {};
  return {
    ...{ id, cluster },
    known: () => holding?.known() ?? nothingKnown,
    isOurs: (name) => holding?.isOurs(name) ?? false,
    isAlone: () => holding?.isAlone() ?? false,
    async begin({ engines, shards, stop }) {
      const door = createNodeDoor({
        secret: cluster.secret,
        isNode: (address) => isAmong(address, holding?.known() ?? nothingKnown),
        hand: (name, connection) =>
          holding?.isOurs(name) === true ? shards.hand(name, connection) : connection.destroy(),
      });
      const port = await listenOn(door, { host: at.host, port: at.port, fixed: true });
      const address = at.reachedAt ?? `${bracketed(at.host)}:${port}`;
      const names = serveNames({ id, cluster, address, log }, { engines, shards, stop });
      holding = names.holding;
      close = async () => {
        door.close();
        names.holding.close();
      };
      await Promise.race([holding.joined, names.first]);
      // Those that were here first have made what all read. This node may wait long for a name.
      if (!holding.isAlone()) {
        log.info('this node waits for a name', {});
        await started();
      }
      const serving = await names.first;
      await started();
      return serving;
    },
    async leave() {
      const left = holding?.over;
      holding?.leave();
      const late = new Promise((resolve) => setTimeout(resolve, leaveMs).unref());
      await Promise.race([left, late]);
      await close();
    },
  };
}

interface Joined {
  readonly id: string;
  readonly cluster: Cluster;
  /** Where other nodes reach this one. */
  readonly address: string;
  readonly log: Log;
}

/** Joins, and has the shards serve what this node holds. `first`: once the first names are served. */
function serveNames(
  { id, cluster, address, log }: Joined,
  { engines, shards, stop }: Joining,
): { readonly holding: Holding; readonly first: Promise<Serving> } {
  const first = Promise.withResolvers<Serving>();
  first.promise.catch(() => {});
  let isFirst = true;
  const holding = holdNames({
    ...{ names: cluster.names, node: id, address, elapsed: leaseClock() },
    ...{ leases: openLeases(engines.records), speaks: messageVersions, log },
    cutOff: (holder) => cutOffRecords(engines.records, holder),
    upon: {
      take(names) {
        // At once, so that a name that is lost again meanwhile is released.
        if (isFirst) first.resolve(shards.begin(names));
        else shards.hold(names);
        isFirst = false;
      },
      release: (names) => shards.release(names),
      know: (known) => shards.tell({ type: 'known', ...known }),
    },
  });
  void holding.over.then((reason) => {
    if (reason === 'left') return;
    // Others act for its names. A supervisor starts the node again.
    log.error('the lease of this node is lost: it ends', { reason });
    shards.kill();
    process.kill(process.pid, 'SIGKILL');
  });
  // Only as long as nothing is served.
  const stopped = (): void => void (isFirst && first.reject(stop.reason));
  stop.addEventListener('abort', stopped, { once: true });
  if (stop.aborted) stopped();
  return { holding, first: first.promise };
}

/** A node may serve all names. */
function refuseTooLittle({ statedBytes }: NodeConfig, names: number): void {
  if (statedBytes === null || statedBytes >= names * leastMaximumBytes) return;
  const least = Math.ceil((names * leastMaximumBytes) / 1024 / 1024);
  throw new EngineError(
    'start.option_invalid',
    `OPPORTUNE_MEMORY must be at least ${least} in a cluster of ${names} names, since a node may have to serve all.`,
  );
}

/** Whether a node of the cluster is at this IP address. */
function isAmong(address: string, { nodes }: Known): boolean {
  return Object.values(nodes).some((at) => at.slice(0, at.lastIndexOf(':')) === bracketed(address));
}

/** An IP address as it stands before a port. */
function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
