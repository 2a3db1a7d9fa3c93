// Serves what visitors' pages load: `/tag.js`, short-lived and revalidated by its ETag, and the
// parts below `/tag/`, cached forever because their names change with their content. Read once,
// compressed with Brotli at build time. It builds nothing and serves no other file.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { answerRawProblem } from '../http/problem/raw-problem.ts';
import type { Feature, SocketHost } from '../http/feature.ts';
import type { RawHandler } from '../http/raw-routes.ts';

/** Where `buildTag` of packages/tag/build.ts wrote. */
const built = join(import.meta.dirname, '../../tag/dist');
const shortly = 'public, max-age=300, stale-while-revalidate=86400';
const forEver = 'public, max-age=31536000, immutable';

interface Served {
  readonly etag: string;
  readonly lifetime: string;
  readonly plain: Buffer;
  readonly brotli: Buffer;
  readonly gzip: Buffer;
}

async function load(path: string, lifetime: string): Promise<Served> {
  const plain = await readFile(join(built, path));
  const brotli = await readFile(join(built, `${path}.br`));
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { etag, lifetime, plain, brotli, gzip: gzipSync(plain) };
}

async function loadAll(): Promise<Map<string, Served>> {
  const files = new Map([['/tag.js', await load('tag.js', shortly)]]);
  for (const name of await readdir(join(built, 'tag'))) {
    if (name.endsWith('.js')) files.set(`/tag/${name}`, await load(`tag/${name}`, forEver));
  }
  return files;
}

function encode(served: Served, accepted: string): readonly [encoding: string, body: Buffer] {
  if (/\bbr\b/.test(accepted)) return ['br', served.brotli];
  return /\bgzip\b/.test(accepted) ? ['gzip', served.gzip] : ['identity', served.plain];
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  served: Served | undefined,
): void {
  // Any page may load the tag: it is public, and modules are fetched with CORS.
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('timing-allow-origin', '*');
  if (!served) return answerRawProblem(response, 'request.not_found');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return answerRawProblem(response, 'request.method', { allow: 'GET, HEAD' });
  response.setHeader('etag', served.etag);
  response.setHeader('cache-control', served.lifetime);
  response.setHeader('vary', 'accept-encoding');
  if (request.headers['if-none-match']?.includes(served.etag))
    return void response.writeHead(304).end();
  const [encoding, body] = encode(served, String(request.headers['accept-encoding'] ?? ''));
  if (encoding !== 'identity') response.setHeader('content-encoding', encoding);
  response.writeHead(200, {
    'content-type': 'text/javascript; charset=utf-8',
    'content-length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/**
 * Serves the tag's files on `/tag.js` and `/tag/`. Rejects if the tag is not built. A hashed name
 * of an earlier build gets 404; the tag that named it is revalidated within minutes.
 */
export async function tagFiles(http: Pick<SocketHost, 'raw'>): Promise<void> {
  const files = await loadAll();
  const handler: RawHandler = (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    answer(request, response, files.get(path));
  };
  http.raw('/tag.js', handler);
  http.raw('/tag/', handler);
}

export const tagFeature: Feature = { name: 'tag', sockets: tagFiles };
