// Serves the built console: its files by name, compressed at build time, and its page for every
// other address, because the console routes by address itself. Without a build, explains how to
// make one.
import fastifyStatic from '@fastify/static';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../rest/app.ts';
import { refuse } from '../problem/refusal.ts';
import { builtFiles } from './built-files.ts';
import { consolePolicy } from '../browser/security-headers.ts';

/** Returns the origins of an account's panels. */
export type FrameOrigins = (account: AccountId) => Promise<readonly string[]>;

/** Serves the console's files from `folder`, and its page for all other addresses. */
export async function addConsole(app: App, folder: string, framesOf: FrameOrigins): Promise<void> {
  const sendPage = async (request: FastifyRequest, reply: FastifyReply) => {
    const { status, html } = pageOf(folder);
    const { principal } = request;
    const frames = principal === null ? [] : await framesOf(principal.account);
    const headers = { ...pageHeaders, 'content-security-policy': consolePolicy(frames) };
    return reply.code(status).headers(headers).serializer(String).send(naming(frames, html));
  };
  const built = existsSync(path.join(folder, 'index.html'));
  if (built) await app.register(fastifyStatic, builtFiles(folder));
  app.get('/', { schema: { hide: true } }, sendPage);
  app.setNotFoundHandler(async (request, reply) => {
    if (!isPage(request.method, request.url)) throw refuse('request.not_found');
    return sendPage(request, reply);
  });
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
};

/**
 * Writes the origins that the page may frame into the page, so that the console knows when to
 * reload.
 */
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

/** Reads the page anew each time, because a build may finish while the server runs. */
function pageOf(folder: string): { status: number; html: string } {
  const file = path.join(folder, 'index.html');
  if (existsSync(file)) return { status: 200, html: readFileSync(file, 'utf8') };
  return {
    status: 503,
    html: '<!doctype html><title>Opportune</title><p>The console is not built. Run <code>npm run build</code>.</p>',
  };
}
