// Options to serve the files of a build: compressed at build time, hashed names cached for ever, all
// others revalidated by ETag.
import type { FastifyStaticOptions } from '@fastify/static';
import type { FastifyReply } from 'fastify';
import path from 'node:path';

const yearS = 31_536_000;

/**
 * Sends the prebuilt Brotli or gzip file to browsers that accept it. Without one, sends the file as
 * it is. Files whose name starts with a dot are not served.
 */
export function builtFiles(folder: string) {
  return {
    root: folder,
    index: false,
    dotfiles: 'ignore',
    preCompressed: true,
    setHeaders,
  } satisfies FastifyStaticOptions;
}

function setHeaders(reply: FastifyReply, file: string): void {
  const hashed = file.includes(`${path.sep}assets${path.sep}`);
  reply.header('vary', 'accept-encoding');
  reply.header('cache-control', hashed ? `public, max-age=${yearS}, immutable` : 'no-cache');
}
