// The server of node:http: who comes is answered by a raw path, or by the API's handler, or upgraded. What
// one request brings about never ends the process.
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
import { isProxyOf } from './address/client-address.ts';
import { problemFor } from './problem/answer-errors.ts';
import { answerBare } from './problem/bare-answers.ts';
import type { Failures } from './problem/failures.ts';
import { answerRawProblem } from './problem/raw-problem.ts';
import { pathOf, type RawRoutes, type UpgradeHandler } from './raw-routes.ts';
import { boundConnections } from './sockets/connections.ts';
import type { Sockets } from './sockets/drain.ts';

export interface State {
  draining: boolean;
  /** Being answered. */
  requests: number;
}

export interface Answering {
  readonly log: Log;
  readonly turns: FairTurns;
  readonly trustedProxies: readonly string[];
  readonly failures: Failures;
  readonly raw: RawRoutes;
  readonly upgrades: ReadonlyMap<string, UpgradeHandler>;
  readonly sockets: Sockets;
  readonly state: State;
}

const limits = {
  // A file may come over a slow line; headers and other bodies are small.
  keepAliveTimeout: 65_000,
  headersTimeout: 15_000,
  requestTimeout: 300_000,
  // How often the two are looked after.
  connectionsCheckingInterval: 5000,
  // Refused by `answer`, in the form of every other refusal.
  requireHostHeader: false,
} as const;

/** Not listening yet; `handler` answers what is on no raw path. */
export function nodeServer(answering: Answering, handler: RequestListener): Server {
  const { trustedProxies, turns } = answering;
  const server = createServer(limits, (request, response) =>
    answer(answering, handler, request, response),
  );
  // Who expects something else than to go on is answered as if they did not.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  boundConnections(server, isProxyOf(trustedProxies));
  // Node takes one new connection in each turn of the loop, however many wait.
  server.on('connection', () => turns.hasten());
  server.on('upgrade', (request, socket, head) => upgradeTo(answering, request, socket, head));
  return server;
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
  const found = raw.find(pathOf(request));
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
  const found = upgrades.get(pathOf(request));
  socket.on('error', () => socket.destroy());
  if (found === undefined || state.draining)
    return answerBare(socket, found === undefined ? 'request.not_found' : 'server.stopping');
  sockets.add(socket);
  contained(
    (fields) => log.error('a handler threw', fields),
    request,
    () => found(request, socket, head),
    () => socket.destroy(),
  );
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
