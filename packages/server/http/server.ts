// The one HTTP server: hot paths on node:http, the API and the console on Fastify, WebSocket
// upgrades by path. It knows no feature; the composition root hands it their routes.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
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
import { addConsole, type FrameOrigins } from './files/console-files.ts';
import { addDocs } from './openapi/docs-page.ts';
import { createFailures } from './problem/failures.ts';
import type { KeyedPrefix } from './address/keyed-prefix.ts';
import { tellRestart, trackSockets } from './sockets/drain.ts';
import type { HandedLine, LineSource } from './sockets/live-lines.ts';
import { close, type Ending, leave } from './leave.ts';
import { nodeServer, type State } from './node-server.ts';
import { type Metrics, createMetrics } from './metrics.ts';
import { type Readiness, addOperations } from './operations.ts';
import type { Authentication } from './access/principal.ts';
import { type RawHandler, type UpgradeHandler, createRawRoutes } from './raw-routes.ts';
import { cspReportsPath } from './browser/security-headers.ts';

export interface HttpOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly records: Records;
  readonly authentication: Authentication;
  readonly budgets: Budgets;
  /** Of accounts, on the event loop. */
  readonly turns: FairTurns;
  readonly readiness: Readiness;
  /** Where the built console lies. */
  readonly consoleFolder: string;
  /** Origins that the console may frame; left out, none. */
  readonly frameOrigins?: FrameOrigins;
  /** Binds the server and resolves with its port; throws `start.port_taken`. */
  readonly bind: (server: Server) => Promise<number>;
  readonly trustedProxies: readonly string[];
  /** What the request log says instead of an address. */
  readonly keyedPrefix: KeyedPrefix;
  /** The address people use is https. */
  readonly secure: boolean;
  readonly version: string;
}

export interface Http {
  /** Fastify with zod schemas; each route under /api/v1 says `config: { access }`. */
  readonly app: App;
  readonly metrics: Metrics;
  readonly clientAddress: ClientAddress;
  /** Takes a path, or with a `/` at the end all below it, away from Fastify. */
  raw(prefix: string, handler: RawHandler): void;
  upgrade(path: string, handler: UpgradeHandler): void;
  /** Sockets of a kind that can go on in a successor. */
  goOn(kind: string, source: LineSource): void;
  /** The upgraded sockets that are open. */
  sockets(): readonly Duplex[];
  /** Goes on with a line of the server before; ends it where nobody here can. */
  adopt(line: HandedLine & { readonly socket: Socket }): void;
  /** Runs when draining begins, before sockets are told to come back. */
  onDrain(listener: () => void): void;
  /** Resolves with the port. Throws `start.port_taken`. */
  listen(): Promise<number>;
  close(graceMs?: number): Promise<void>;
  /**
   * As `close`, but quick: who `give` gave the socket to answers whoever comes from now on. Nothing is
   * read any more from sockets that can go on; what is answered says, once all else is closed, which
   * they are and what a successor has to know of each.
   */
  leave(give: (server: Server) => Promise<void>): Promise<() => readonly HandedLine[]>;
}

/** Builds the server; nothing listens until `listen`. Routes are added before that. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const metrics = createMetrics();
  const failures = createFailures(options.log);
  const clientAddress = clientAddressFrom(options.trustedProxies);
  const raw = createRawRoutes();
  raw.add(cspReportsPath, cspReports(options.log, options.clock, metrics.registry));
  const upgrades = new Map<string, UpgradeHandler>();
  const sockets = trackSockets();
  const drainers: (() => void)[] = [];
  const sources = new Map<string, LineSource>();
  const state: State = { draining: false, requests: 0 };
  const answering = { ...options, failures, raw, upgrades, sockets, state };
  const made: { server: Server | null } = { server: null };
  const app = await createApp(
    { ...options, clientAddress, failures, metrics },
    (handler) => (made.server = nodeServer(answering, handler)),
  );
  const { server } = made;
  if (server === null) throw new Error('Fastify did not ask for its server');
  addOperations(app, metrics, options.readiness, () => state.draining);
  addDocs(app);
  await addConsole(app, options.consoleFolder, options.frameOrigins ?? (async () => []));

  const ending: Ending = { app, server, sockets, sources, drainers, state };
  return {
    app,
    metrics,
    clientAddress,
    raw: (prefix, handler) => raw.add(prefix, handler),
    upgrade: (path, handler) => void upgrades.set(path, handler),
    goOn: (kind, source) => void sources.set(kind, source),
    sockets: () => sockets.open(),
    adopt({ kind, socket, told }) {
      socket.on('error', () => socket.destroy());
      if (!adoptedBy(sources.get(kind), { socket, told }, options.log)) return tellRestart(socket);
      sockets.add(socket);
    },
    onDrain: (listener) => void drainers.push(listener),
    async listen() {
      await app.ready();
      return options.bind(server);
    },
    close: (graceMs = 10_000) => close(ending, graceMs),
    leave: (give) => leave(ending, give),
  };
}

/** One that fails is nobody's loss but its own: its client comes back. */
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
