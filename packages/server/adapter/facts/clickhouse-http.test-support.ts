// ClickHouse by URL for tests, without a server: the HTTP interface, as far as our client uses it, over
// the embedded engine. Each request has a session of its own, as one without `session_id` has there.
// It checks no password, compresses nothing and knows one database.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createChdbConnection } from 'chdb/connection';
import { reasonOf } from '../engine-error.ts';

export interface ClickhouseHttp {
  readonly url: string;
  close(): Promise<void>;
}

/** What is no setting of the engine. */
const ofHttp: ReadonlySet<string> = new Set([
  ...['query', 'query_id', 'session_id', 'database', 'default_format', 'role'],
  ...['wait_end_of_query', 'enable_http_compression', 'send_progress_in_http_headers'],
  'http_headers_progress_interval_ms',
]);

/** Serves the engine in this folder on this port of 127.0.0.1, or on a free one. */
export async function openClickhouseHttp(folder: string, at = 0): Promise<ClickhouseHttp> {
  // Keeps the engine loaded between two requests.
  const kept = createChdbConnection({ path: folder });
  const server = createServer((request, response) => {
    answer(folder, request, response).catch((error: unknown) => refuse(response, error));
  });
  server.listen(at, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/default`,
    async close() {
      await closeServer(server);
      await kept.close();
    },
  };
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

async function answer(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://engine');
  if (pathname === '/ping') return void response.end('Ok.\n');
  const body = await buffer(request);
  const given = searchParams.get('query');
  const sql = given === null ? body.toString() : `${given}\n${body.toString()}`;
  const session = createChdbConnection({ path: folder });
  try {
    const { stream } = await session.exec({
      query: [...settingsOf(searchParams), sql].join('; '),
    } as Parameters<typeof session.exec>[0]);
    const result = await buffer(stream);
    response.writeHead(200, { 'content-type': 'text/plain; charset=UTF-8' });
    response.end(result);
  } finally {
    await session.close();
  }
}

/** Settings and parameters of a query, as statements before it. */
function settingsOf(params: URLSearchParams): readonly string[] {
  return [...params]
    .filter(([name]) => !ofHttp.has(name) && /^\w+$/.test(name))
    .map(([name, value]) => `SET ${name} = ${literal(value)}`);
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** As a server words it, so that the client knows the code. */
function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(500, { 'content-type': 'text/plain; charset=UTF-8' });
  response.end(reasonOf(error));
}
