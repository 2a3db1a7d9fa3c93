// Serves the built documents at /docs/, without signing in: they hold nothing of any account. Unknown
// addresses below /docs/ get a 404 page. Without a build, that page explains how to make one.
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { docsPolicy } from '../browser/security-headers.ts';
import { refuse } from '../problem/refusal.ts';
import type { App } from '../rest/app.ts';
import { builtFiles } from './built-files.ts';

/** Serves the documents that were built into `folder`. */
export async function addDocsSite(app: App, folder: string): Promise<void> {
  const missing = missingPage(folder);
  await app.register(
    async (docs) => {
      docs.addHook('onRequest', async (_request, reply) => {
        reply.header('content-security-policy', docsPolicy);
      });
      docs.setNotFoundHandler(async ({ method }, reply) => {
        if (method !== 'GET' && method !== 'HEAD') throw refuse('request.not_found');
        return answerMissing(reply, missing);
      });
      if (!existsSync(path.join(folder, 'index.html'))) return;
      await docs.register(fastifyStatic, { ...builtFiles(folder), index: ['index.html'] });
      docs.get('/', { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'));
    },
    { prefix: '/docs' },
  );
}

function answerMissing(reply: FastifyReply, page: string) {
  return reply
    .code(404)
    .headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
    .serializer(String)
    .send(page);
}

/** Read once, so that a flood of unknown addresses reads no file. */
function missingPage(folder: string): string {
  const file = path.join(folder, '404.html');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  return '<!doctype html><title>Opportune</title><p>The documents are not built. Run <code>npm run build</code>.</p>';
}
