// Passes requests and upgrades on to the process in which their account is at home, on this machine
// or another: the same method, path, headers and bytes. That process is told the address of the
// connection under a secret that no client knows. While a dead process is being replaced, a request
// waits for the new one.
import type { Homes } from '@opportune/core/cluster/homes.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { doorLimits, socketLimits } from '@opportune/protocol/limits/connections.ts';
import { type IncomingMessage, request as send, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { answerBare } from '../problem/bare-answers.ts';
import { answerRawProblem } from '../problem/raw-problem.ts';
import { passedPeer, peerHeader } from './peer.ts';
import { connectPlace, headersTo, homeHeader } from './place.ts';

/**
 * How long a request waits for a process that is being replaced, how often that is tried, and after
 * how many looks, `againMs` apart, an attempt to connect is given up. Looks are counted, so that a pause
 * of this process ends no attempt.
 */
export const patience = { wholeMs: 10_000, againMs: 50, looks: 20 } as const;

export interface Passing {
  /** Where the other process is now (place.ts). */
  readonly to: string;
  readonly secret: string;
  readonly passed: Homes['passed'];
}

/** Null if the account is at home here. */
export function passingFor(homes: Homes, account: AccountId): Passing | null {
  return passing(homes, () => homes.elsewhere(account));
}

/** To the process with this name. Null if that is this one, or if there is none. */
export function passingBy(homes: Homes, name: string): Passing | null {
  return passing(homes, () => homes.elsewhereBy(name));
}

function passing(homes: Homes, find: () => string | null): Passing | null {
  const first = find();
  if (first === null) return null;
  return {
    // A name may move to another node while a request waits for it.
    get to() {
      return find() ?? first;
    },
    secret: homes.secret,
    passed: (place, line) => homes.passed(place, line),
  };
}

/** What belongs to one connection and is not passed on (RFC 9110, section 7.6.1). */
const ofConnection: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', homeHeader],
]);

/**
 * Passes a request on and its response back. `body`: the bytes that were read already, as they came.
 * If no connection is made, the response is `server.stopping`, which may be tried again. If the
 * connection is lost later, the request may have had its effect, so the response is cut off.
 */
export async function passRequest(
  passing: Passing,
  request: IncomingMessage,
  response: ServerResponse,
  body?: Uint8Array,
): Promise<void> {
  const socket = await connectTo(passing, () => response.destroyed);
  if (socket === null) return answerRawProblem(response, 'server.stopping');
  const { method = 'GET', url = '/' } = request;
  const headers = headersFor(request, passing, body);
  const passed = send({ createConnection: () => socket, method, path: url, headers });
  passed.on('response', (answer) => {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer));
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  passed.on('error', () => response.destroy());
  response.on('close', () => passed.destroy());
  if (body === undefined) request.pipe(passed);
  else passed.end(body);
}

/**
 * Passes an upgrade on, and then all bytes in both directions until one side ends. A home that takes
 * longer than it may to answer is given up.
 */
export async function passUpgrade(
  passing: Passing,
  request: IncomingMessage,
  client: Duplex,
  head: Uint8Array,
): Promise<void> {
  const socket = await connectTo(passing, () => client.destroyed);
  if (socket === null) return answerBare(client, 'server.stopping');
  const { method = 'GET', url = '/' } = request;
  const lines = pairs(request)
    .filter(([name]) => ![peerHeader, homeHeader].includes(name.toLowerCase()))
    .concat(Object.entries(passedHeaders(request, passing)))
    .map(([name, value]) => `${name}: ${value}`);
  socket.write(`${[`${method} ${url} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`, 'latin1');
  socket.write(head);
  for (const [from, to] of [
    [client, socket],
    [socket, client],
  ] as const) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
  // The client connects again.
  const late = setTimeout(() => socket.destroy(), 2 * socketLimits.openMs);
  for (const event of ['data', 'close']) socket.once(event, () => clearTimeout(late));
}

/** Null if nobody listens there for too long, or the client has gone. */
async function connectTo(passing: Passing, isGone: () => boolean): Promise<Socket | null> {
  for (const end = performance.now() + patience.wholeMs; ;) {
    const socket = await connectOnce(passing);
    if (socket !== null && !isGone()) return socket;
    socket?.destroy();
    if (isGone() || performance.now() > end || !(await waitFor(passing))) return null;
  }
}

/** Those that wait for a process, by its place. */
const waiting = new Map<string, { count: number; readonly over: Promise<void> }>();

/**
 * Resolves once somebody listens there, the place is another one, after a moment, or after
 * `patience.wholeMs`. All who wait for one place ask together. False at once if too many do.
 */
export async function waitFor(passing: Passing): Promise<boolean> {
  const path = passing.to;
  const known = waiting.get(path);
  const group = known ?? { count: 0, over: listens(passing).finally(() => waiting.delete(path)) };
  if (group.count >= doorLimits.waitingForHome) return false;
  group.count += 1;
  if (known === undefined) waiting.set(path, group);
  await group.over;
  return true;
}

async function listens(passing: Passing): Promise<void> {
  const path = passing.to;
  const end = performance.now() + patience.wholeMs;
  do {
    await pause(patience.againMs);
    const socket = await connectOnce(passing);
    socket?.destroy();
    if (socket !== null || passing.to !== path) return;
  } while (performance.now() < end);
}

/** One attempt. Null if nobody answers there, or if the place is another one by now. */
export function connectOnce(passing: Passing): Promise<Socket | null> {
  const place = passing.to;
  return new Promise((resolve) => {
    const socket = connectPlace(place);
    let looks = 0;
    const looking = setInterval(() => {
      looks += 1;
      if (looks > patience.looks || passing.to !== place) socket.destroy();
    }, patience.againMs);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      clearInterval(looking);
      resolve(null);
    });
    socket.once('connect', () => {
      clearInterval(looking);
      passing.passed(place, socket);
      resolve(socket);
    });
  });
}

/** The headers as they came, with the address of the connection. */
function headersFor(
  request: IncomingMessage,
  passing: Passing,
  body: Uint8Array | undefined,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { ...endToEnd(request) };
  delete headers['expect'];
  Object.assign(headers, passedHeaders(request, passing));
  headers['connection'] = 'close';
  if (body !== undefined) headers['content-length'] = String(body.length);
  else if (request.headers['transfer-encoding'] !== undefined)
    headers['transfer-encoding'] = 'chunked';
  return headers;
}

/**
 * The headers of what is passed on: the address of the client's connection, of this process or of the
 * one that passed it on before, and what its way needs.
 */
export function passedHeaders(
  request: IncomingMessage,
  { to, secret }: Passing,
): Readonly<Record<string, string>> {
  const address = passedPeer(request, secret) ?? request.socket.remoteAddress ?? '';
  return { [peerHeader]: `${secret} ${address}`, ...headersTo(to) };
}

/** What is meant for the other end, by lower-case name. Several of one name stay several. */
export function endToEnd(message: IncomingMessage): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [given, value] of pairs(message)) {
    const name = given.toLowerCase();
    if (ofConnection.has(name)) continue;
    const before = headers[name];
    headers[name] = before === undefined ? value : [...[before].flat(), value];
  }
  return headers;
}

function pairs({ rawHeaders }: IncomingMessage): [string, string][] {
  const found: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    found.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  return found;
}
