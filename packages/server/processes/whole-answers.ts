// What the first process answers itself, about all shards: `/healthz`, `/readyz` and `/metrics`. Each
// shard is asked on its socket; one that does not answer in time does not serve.
import {
  createServer,
  get,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { json, text } from 'node:stream/consumers';
import { operationPaths } from '../http/operations.ts';
import { peerHeader } from '../http/elsewhere/peer.ts';
import type { Connection } from './connection.ts';
import { mergeMetrics } from './merge-metrics.ts';

const patienceMs = 4000;

export interface AskedShard {
  readonly name: string;
  readonly socket: string;
}

export interface WholeParts {
  /** Those of this process, as they are now. */
  readonly shards: () => readonly AskedShard[];
  /** By which shards know that they are asked for themselves. */
  readonly secret: string;
  /** Whether it is stopping. */
  readonly draining: () => boolean;
}

/** Whether the first process answers this head of a request. */
export function isOfWhole(head: string): boolean {
  const [, path = ''] = /^(?:GET|HEAD) ([^ ?]*)[^ ]* HTTP\/1/.exec(head) ?? [];
  return operationPaths.has(path);
}

/** It does not listen: connections are handed to it. Each answers one request. */
export function createWholeAnswers(parts: WholeParts): Server {
  return createServer((request, response) => {
    response.setHeader('connection', 'close');
    response.setHeader('cache-control', 'no-store');
    answer(parts, request, response).catch(() => response.destroy());
  });
}

async function answer(
  { shards, draining, secret }: WholeParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path] = (request.url ?? '').split('?', 1);
  if (path === '/healthz') return sendJson(response, 200, { status: 'ok' });
  if (path === '/readyz') return answerReady({ shards, secret, draining: draining() }, response);
  if (path !== '/metrics') return sendJson(response, 404, {});
  const told = await Promise.all(
    shards().map(async ({ name, socket }) => {
      const answered = await ask(socket, path, secret);
      return answered === null ? [] : [[name, await text(answered)] as const];
    }),
  );
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  response.end(mergeMetrics(told.flat()));
}

/** Ready once all shards of this process are: an account is at home in one, and no other can serve it. */
async function answerReady(
  {
    shards,
    secret,
    draining,
  }: Pick<WholeParts, 'shards' | 'secret'> & { readonly draining: boolean },
  response: ServerResponse,
): Promise<void> {
  const told = await Promise.all(
    shards().map(async ({ name, socket }) => {
      const answered = await ask(socket, '/readyz', secret);
      const said = answered === null ? null : await json(answered);
      return { name, isReady: answered?.statusCode === 200, said };
    }),
  );
  const isReady = !draining && told.length > 0 && told.every((one) => one.isReady);
  const byName = told.map(({ name, said }) => [name, said ?? { status: 'not-ready' }]);
  sendJson(response, isReady ? 200 : 503, {
    status: isReady ? 'ready' : 'not-ready',
    parts: { draining },
    shards: Object.fromEntries(byName),
  });
}

/** Null if it does not answer. */
function ask(socketPath: string, path: string, secret: string): Promise<IncomingMessage | null> {
  return new Promise((resolve) => {
    const headers = { [peerHeader]: `${secret} ` };
    const wanted = { socketPath, path, headers, timeout: patienceMs, agent: false };
    const asked = get(wanted, resolve);
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(null));
  });
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

/** Answers a connection by this process. */
export function answerHere(connection: Connection, whole: Server): void {
  const taken = connection.take();
  if (taken === null) return;
  taken.socket.unshift(taken.head);
  whole.emit('connection', taken.socket);
  taken.socket.resume();
}
