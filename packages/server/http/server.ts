// The one HTTP server: hot paths on node:http, the API and the console on Fastify, WebSocket
// upgrades by path. It knows no feature; the composition root passes it their routes.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Homes } from '@opportune/core/cluster/homes.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { App } from './rest/app.ts';
import { createApp } from './rest/create-app.ts';
import { cspReports } from './browser/csp-reports.ts';
import { type ClientAddress, clientAddressFrom } from './address/client-address.ts';
import { createFailures } from './problem/failures.ts';
import type { KeyedPrefix } from './address/keyed-prefix.ts';
import { tellRestart, trackSockets } from './sockets/drain.ts';
import type { HandedLine, LineSource } from './sockets/live-lines.ts';
import { close, type Ending, leave } from './leave.ts';
import { nodeServer, type State } from './node-server.ts';
import { type Metrics, createMetrics } from './metrics.ts';
import { type Readiness, addOperations } from './operations.ts';
import { addPages, type PageOptions } from './pages.ts';
import type { Authentication } from './access/principal.ts';
import { type RawHandler, type UpgradeHandler, createRawRoutes } from './raw-routes.ts';
import { cspReportsPath } from './browser/security-headers.ts';

export interface HttpOptions extends PageOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly records: Records;
  readonly authentication: Authentication;
  readonly budgets: Budgets;
  /** Gives accounts fair turns on the event loop. */
  readonly turns: FairTurns;
  readonly readiness: Readiness;
  /** Binds the server and resolves with its port. Throws `start.port_taken`. */
  readonly bind: (server: Server) => Promise<number>;
  readonly trustedProxies: readonly string[];
  /** Where requests of accounts are answered. */
  readonly homes: Homes;
  /** Connections of everybody. Beyond: one that waits is closed, or one of the network with most. */
  readonly connections: number;
  /** Replaces addresses in the request log. */
  readonly keyedPrefix: KeyedPrefix;
  /** True if people reach the server by https. */
  readonly secure: boolean;
  readonly version: string;
}

export interface Http {
  readonly homes: Homes;
  /** Fastify with zod schemas. Each route under /api/v1 declares `config: { access }`. */
  readonly app: App;
  readonly metrics: Metrics;
  readonly clientAddress: ClientAddress;
  /** Handles a path, or all paths below it if it ends in `/`, outside of Fastify. */
  raw(prefix: string, handler: RawHandler): void;
  upgrade(prefix: string, handler: UpgradeHandler): void;
  /** Registers sockets of a kind that can continue in a successor. */
  goOn(kind: string, source: LineSource): void;
  /** The upgraded sockets that are open. */
  sockets(): readonly Duplex[];
  /** Continues a line of the previous server. Ends it if no feature here can. */
  adopt(line: HandedLine & { readonly socket: Socket }): void;
  /**
   * Ends all connections, and refuses what arrives until `resume`: meanwhile another process may act
   * for these accounts.
   */
  suspend(): void;
  resume(): void;
  /** Runs when draining begins, before sockets are asked to reconnect. */
  onDrain(listener: () => void): void;
  /** Resolves with the port. Throws `start.port_taken`. */
  listen(): Promise<number>;
  close(graceMs?: number): Promise<void>;
  /**
   * Like `close`, but quick. The receiver of `give` answers all further clients on the listening
   * socket. From then on nothing is read from sockets that can continue. The returned function,
   * called once everything else is closed, lists those sockets with the state that a successor
   * needs.
   */
  leave(give: (server: Server) => Promise<void>): Promise<() => readonly HandedLine[]>;
}

/** Builds the server. Routes are added before `listen`, which starts it. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const metrics = createMetrics();
  const failures = createFailures(options.log);
  const clientAddress = clientAddressFrom(options.trustedProxies, options.homes.secret);
  const raw = createRawRoutes();
  raw.add(cspReportsPath, cspReports(options.log, options.clock, metrics.registry));
  const upgrades = createRawRoutes<UpgradeHandler>();
  const sockets = trackSockets();
  const drainers: (() => void)[] = [];
  const sources = new Map<string, LineSource>();
  const state: State = { draining: false, suspended: false, requests: 0 };
  const answering = { ...options, clientAddress, failures, raw, upgrades, sockets, state };
  const made: { server: Server | null } = { server: null };
  const app = await createApp(
    { ...options, clientAddress, failures, metrics },
    (handler) => (made.server = nodeServer(answering, handler)),
  );
  const { server } = made;
  if (server === null) throw new Error('Fastify did not ask for its server');
  const readiness: Readiness = async () => ({
    ...(await options.readiness()),
    ...(state.suspended && { lease: false }),
  });
  addOperations(app, metrics, readiness, () => state.draining, options.homes);
  await addPages(app, options);

  const ending: Ending = { app, server, sockets, sources, drainers, state };
  return {
    app,
    metrics,
    clientAddress,
    homes: options.homes,
    raw: (prefix, handler) => raw.add(prefix, handler),
    upgrade: (prefix, handler) => upgrades.add(prefix, handler),
    goOn: (kind, source) => void sources.set(kind, source),
    sockets: () => sockets.open(),
    adopt({ kind, socket, told }) {
      socket.on('error', () => socket.destroy());
      if (!adoptedBy(sources.get(kind), { socket, told }, options.log)) return tellRestart(socket);
      sockets.add(socket);
    },
    suspend() {
      state.suspended = true;
      server.closeAllConnections();
      for (const socket of sockets.open()) socket.destroy();
    },
    resume: () => void (state.suspended = false),
    onDrain: (listener) => void drainers.push(listener),
    async listen() {
      await app.ready();
      return options.bind(server);
    },
    close: (graceMs = 10_000) => close(ending, graceMs),
    leave: (give) => leave(ending, give),
  };
}

/** Adopts a line. If that fails, only its client is affected, and it reconnects. */
function adoptedBy(
  source: LineSource | undefined,
  { socket, told }: { readonly socket: Socket; readonly told: unknown },
  log: Log,
): boolean {
  try {
    return source?.adopt(socket, told) === true;
  } catch (error) {
    log.error('a line could not go on', { reason: String(error) });
    return false;
  }
}
