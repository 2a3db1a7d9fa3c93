// The one HTTP server: hot paths on node:http, the API and the console on Fastify, WebSocket
// upgrades by path. It knows no feature; the composition root hands it their routes.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { type IncomingMessage, type RequestListener, type Server, createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { problemFor } from './problem/answer-errors.ts';
import type { App } from './rest/app.ts';
import { answerBare } from './problem/bare-answers.ts';
import { createApp } from './rest/create-app.ts';
import { cspReports } from './browser/csp-reports.ts';
import { type ClientAddress, clientAddressFrom, isProxyOf } from './address/client-address.ts';
import { boundConnections } from './sockets/connections.ts';
import { addConsole, type FrameOrigins } from './files/console-files.ts';
import { addDocs } from './openapi/docs-page.ts';
import { createFailures } from './problem/failures.ts';
import type { KeyedPrefix } from './address/keyed-prefix.ts';
import { noneLeft, stopServer, tellRestart, trackSockets } from './sockets/drain.ts';
import type { HandedLine, LineSource, LiveLine } from './sockets/live-lines.ts';
import { type Metrics, createMetrics } from './metrics.ts';
import { type Readiness, addOperations } from './operations.ts';
import type { Authentication } from './access/principal.ts';
import { answerRawProblem } from './problem/raw-problem.ts';
import { type RawHandler, type UpgradeHandler, createRawRoutes, pathOf } from './raw-routes.ts';
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

/** How long requests and then sockets may hold up a server whose successor waits, ms. */
const leaving = { requestsMs: 300, socketsMs: 200, answersMs: 5000 } as const;

interface Held {
  server: Server | null;
  draining: boolean;
  /** Being answered. */
  requests: number;
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
  const held: Held = { server: null, draining: false, requests: 0 };

  const serve = (handler: RequestListener): Server => {
    held.server = createServer(
      // A file may come over a slow line; headers and other bodies are small.
      {
        keepAliveTimeout: 65_000,
        headersTimeout: 15_000,
        requestTimeout: 300_000,
        // How often the two are looked after.
        connectionsCheckingInterval: 5000,
        // Refused below, in the form of every other refusal.
        requireHostHeader: false,
      },
      (request, response) => {
        held.requests += 1;
        response.once('close', () => (held.requests -= 1));
        failures.watch(request, response);
        if (request.httpVersion === '1.1' && request.headers.host === undefined)
          return answerRawProblem(response, 'request.malformed', { connection: 'close' });
        const found = raw.find(pathOf(request));
        if (found === undefined) handler(request, response);
        else
          contained(
            (fields) => failures.tell(response, 'a handler threw', fields),
            request,
            () => found(request, response),
            () => answerRawProblem(response, 'server.failed', { connection: 'close' }),
          );
      },
    );
    // Who expects something else than to go on is answered as if they did not.
    held.server.on('checkExpectation', (request, response) =>
      held.server?.emit('request', request, response),
    );
    boundConnections(held.server, isProxyOf(options.trustedProxies));
    return held.server;
  };
  const app = await createApp({ ...options, clientAddress, failures, metrics }, serve);
  const server = held.server;
  if (server === null) throw new Error('Fastify did not ask for its server');

  // Node takes one new connection in each turn of the loop, however many wait.
  server.on('connection', () => options.turns.hasten());
  server.on('upgrade', (request, socket, head) => {
    const found = upgrades.get(pathOf(request));
    socket.on('error', () => socket.destroy());
    if (found === undefined || held.draining) {
      return answerBare(socket, found === undefined ? 'request.not_found' : 'server.stopping');
    }
    sockets.add(socket);
    contained(
      (fields) => options.log.error('a handler threw', fields),
      request,
      () => found(request, socket, head),
      () => socket.destroy(),
    );
  });
  addOperations(app, metrics, options.readiness, () => held.draining);
  addDocs(app);
  await addConsole(app, options.consoleFolder, options.frameOrigins ?? (async () => []));

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
    async close(graceMs = 10_000) {
      if (held.draining) return;
      held.draining = true;
      for (const drain of drainers) drain();
      await Promise.all([stopServer(server, graceMs), sockets.close(Math.min(graceMs, 3000))]);
      await app.close();
    },
    async leave(give) {
      if (held.draining) return () => [];
      await give(server);
      server.close();
      server.closeIdleConnections();
      // Requests first, while sockets are served yet: only they have to come back.
      await noneLeft(() => held.requests, leaving.requestsMs);
      held.draining = true;
      const lines = [...sources].flatMap(([kind, source]) =>
        source.stay().map((line) => ({ kind, line })),
      );
      for (const drain of drainers) drain();
      await Promise.all([
        sockets.close(leaving.socketsMs, new Set(lines.map(({ line }) => line.socket))),
        // Whoever is on these notices nothing while their answers come.
        noneLeft(() => lines.filter(({ line }) => !line.isAnswered()).length, leaving.answersMs),
      ]);
      server.closeAllConnections();
      await app.close();
      return () => handedOf(lines);
    },
  };
}

/** Thrown on from there it would end the server: what one request brings about is its own loss. */
function contained(
  tell: (fields: Readonly<Record<string, unknown>>) => void,
  request: IncomingMessage,
  work: () => void,
  end: () => void,
): void {
  try {
    work();
  } catch (error) {
    const { code } = problemFor(error);
    tell({ path: pathOf(request), code, reason: String(error) });
    end();
  }
}

function handedOf(
  lines: readonly { readonly kind: string; readonly line: LiveLine }[],
): readonly HandedLine[] {
  return lines.flatMap(({ kind, line }) => {
    const told = line.told();
    if (told !== null) return [{ kind, socket: line.socket, told }];
    tellRestart(line.socket);
    return [];
  });
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
