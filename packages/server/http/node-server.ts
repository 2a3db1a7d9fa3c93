// The node:http server. Passes each client to a raw path, to the API's handler or to an upgrade. No
// request can end the process.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import {
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  createServer,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { type ClientAddress, isProxyOf } from './address/client-address.ts';
import { problemFor } from './problem/answer-errors.ts';
import { answerBare } from './problem/bare-answers.ts';
import type { Failures } from './problem/failures.ts';
import { answerRawProblem } from './problem/raw-problem.ts';
import { operationPaths } from './operations.ts';
import { pathOf, type RawRoutes, type UpgradeHandler } from './raw-routes.ts';
import { boundConnections } from './sockets/connections.ts';
import type { Sockets } from './sockets/drain.ts';

export interface State {
  draining: boolean;
  /** This process may not act now: nobody is served but those who ask how it is. */
  suspended: boolean;
  /** The number of requests being answered. */
  requests: number;
}

export interface Answering {
  readonly log: Log;
  readonly turns: FairTurns;
  readonly trustedProxies: readonly string[];
  readonly clientAddress: ClientAddress;
  /** Connections of everybody. */
  readonly connections: number;
  readonly failures: Failures;
  readonly raw: RawRoutes;
  readonly upgrades: RawRoutes<UpgradeHandler>;
  readonly sockets: Sockets;
  readonly state: State;
}

const limits = {
  // A file may arrive over a slow connection. Headers and other bodies are small.
  keepAliveTimeout: 65_000,
  headersTimeout: 15_000,
  requestTimeout: 300_000,
  // How often the two timeouts are checked.
  connectionsCheckingInterval: 5000,
  // Our handler refuses it, in the same form as every other refusal.
  requireHostHeader: false,
} as const;

/**
 * Creates the server, not yet listening. `handler` answers everything that is not on a raw path.
 */
export function nodeServer(answering: Answering, handler: RequestListener): Server {
  const { trustedProxies, turns, clientAddress, connections } = answering;
  const server = createServer(limits, (request, response) =>
    answer(answering, handler, request, response),
  );
  // Answers a request with an unknown `Expect` header as if it had none.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  boundConnections(server, {
    ...{ isProxy: peerCarriesOthers(trustedProxies), clientAddress },
    all: connections,
  });
  // Node accepts one new connection per turn of the loop, however many wait.
  server.on('connection', () => turns.hasten());
  server.on('upgrade', (request, socket, head) => upgradeTo(answering, request, socket, head));
  return server;
}

/** A connection from another process of ours has no address, and carries requests of many. */
function peerCarriesOthers(trusted: readonly string[]): (address: string) => boolean {
  const isProxy = isProxyOf(trusted);
  return (address) => address === '' || isProxy(address);
}

function answer(
  { failures, raw, state }: Answering,
  handler: RequestListener,
  request: IncomingMessage,
  response: ServerResponse & { readonly req: IncomingMessage },
): void {
  state.requests += 1;
  response.once('close', () => (state.requests -= 1));
  failures.watch(request, response);
  if (request.httpVersion === '1.1' && request.headers.host === undefined)
    return answerRawProblem(response, 'request.malformed', { connection: 'close' });
  const path = pathOf(request);
  if (state.suspended && !operationPaths.has(path))
    return answerRawProblem(response, 'engine.unavailable', { connection: 'close' });
  const found = raw.find(path);
  if (found === undefined) return handler(request, response);
  contained(
    (fields) => failures.tell(response, 'a handler threw', fields),
    request,
    () => found(request, response),
    () => answerRawProblem(response, 'server.failed', { connection: 'close' }),
  );
}

function upgradeTo(
  { log, upgrades, sockets, state }: Answering,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const found = upgrades.find(pathOf(request));
  socket.on('error', () => socket.destroy());
  if (found === undefined || state.draining)
    return answerBare(socket, found === undefined ? 'request.not_found' : 'server.stopping');
  if (state.suspended) return answerBare(socket, 'engine.unavailable');
  sockets.add(socket);
  contained(
    (fields) => log.error('a handler threw', fields),
    request,
    () => found(request, socket, head),
    () => socket.destroy(),
  );
}

/**
 * Contains an exception of a handler, which would otherwise end the server. Only the request that
 * caused it fails.
 */
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
