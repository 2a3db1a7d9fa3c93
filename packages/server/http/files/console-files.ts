// Serves the built console: its files by name, compressed as built, and its page for every other address, because the
// console finds its way by the address itself. Without a build it says how to make one.
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../rest/app.ts';
import { refuse } from '../problem/refusal.ts';
import { consolePolicy } from '../browser/security-headers.ts';

const yearS = 31_536_000;

/** The origins of an account's panels. */
export type FrameOrigins = (account: AccountId) => Promise<readonly string[]>;

/** Adds the console's files from `folder`, and the answer for addresses that are not there. */
export async function addConsole(app: App, folder: string, framesOf: FrameOrigins): Promise<void> {
  const sendPage = async (request: FastifyRequest, reply: FastifyReply) => {
    const { status, html } = pageOf(folder);
    const { principal } = request;
    const frames = principal === null ? [] : await framesOf(principal.account);
    const headers = { ...pageHeaders, 'content-security-policy': consolePolicy(frames) };
    return reply.code(status).headers(headers).serializer(String).send(naming(frames, html));
  };
  const built = existsSync(path.join(folder, 'index.html'));
  if (built) await app.register(fastifyStatic, files(folder));
  app.get('/', { schema: { hide: true } }, sendPage);
  app.setNotFoundHandler(async (request, reply) => {
    if (!isPage(request.method, request.url)) throw refuse('request.not_found');
    return sendPage(request, reply);
  });
}

/** Brotli or gzip as built, for browsers that take it; a build without twins is sent as it is. */
function files(folder: string): FastifyStaticOptions {
  return { root: folder, index: false, preCompressed: true, setHeaders };
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
};

/** The page says which origins it may frame, so that the console knows when to be loaded again. */
function naming(frames: readonly string[], html: string): string {
  if (frames.length === 0) return html;
  const tag = `<meta name="opportune-frames" content="${frames.join(' ')}">`;
  return html.replace('</head>', `${tag}</head>`);
}

function isPage(method: string, url: string): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const [address = '/'] = url.split('?');
  return !/^\/(api|v1|tag|assets)(\/|$)/.test(address) && !/\.[a-z0-9]{1,5}$/i.test(address);
}

function setHeaders(reply: FastifyReply, file: string): void {
  const hashed = file.includes(`${path.sep}assets${path.sep}`);
  reply.header('vary', 'accept-encoding');
  reply.header('cache-control', hashed ? `public, max-age=${yearS}, immutable` : 'no-cache');
}

/** Read anew each time: a build may come while the server runs. */
function pageOf(folder: string): { status: number; html: string } {
  const file = path.join(folder, 'index.html');
  if (existsSync(file)) return { status: 200, html: readFileSync(file, 'utf8') };
  return {
    status: 503,
    html: '<!doctype html><title>Opportune</title><p>The console is not built. Run <code>npm run build</code>.</p>',
  };
}
