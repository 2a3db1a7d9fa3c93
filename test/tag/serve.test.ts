// What visitors' pages load is small, well cached and open to every origin.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { TagManifest } from '@opportune/tag/build.ts';
import { createRawRoutes, pathOf } from '@opportune/server/http/raw-routes.ts';
import { tagFiles } from '@opportune/server/tag/serve.ts';

const dist = path.resolve(import.meta.dirname, '../../packages/tag/dist');

let server: Server;
let origin: string;
let engage: string;

before(async () => {
  const built = await readFile(path.join(dist, 'manifest.json'), 'utf8');
  ({ engage } = JSON.parse(built) as TagManifest);
  const routes = createRawRoutes();
  await tagFiles({ raw: routes.add });
  server = createServer((request, response) => {
    const handler = routes.find(pathOf(request));
    if (handler) handler(request, response);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
});
after(() => server.close());

test('the tag is compressed with Brotli, cached briefly, and answered with 304 for its own ETag', async () => {
  const first = await fetch(`${origin}/tag.js?x=1`, { headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(first.headers.get('content-encoding'), 'br');
  assert.match(first.headers.get('cache-control') ?? '', /max-age=300\b/);
  assert.equal(first.headers.get('access-control-allow-origin'), '*');
  assert.match(await first.text(), /opportune/);
  const again = await fetch(`${origin}/tag.js`, {
    headers: { 'if-none-match': first.headers.get('etag') ?? '' },
  });
  assert.equal(again.status, 304);
});

test('a part is immutable, and an unknown name is not found and not cached', async () => {
  const part = await fetch(`${origin}/tag/${engage}`, {
    headers: { 'accept-encoding': 'identity' },
  });
  assert.match(part.headers.get('cache-control') ?? '', /immutable/);
  assert.equal(part.headers.get('content-encoding'), null);
  assert.match(part.headers.get('content-type') ?? '', /javascript/);
  for (const path of [
    '/tag/engage.000000000000.js',
    '/tag/../manifest.json',
    '/tag/%2e%2e/manifest.json',
  ]) {
    const none = await fetch(origin + path);
    assert.notEqual(none.status, 200, path);
  }
  const posted = await fetch(`${origin}/tag.js`, { method: 'POST' });
  assert.equal(posted.status, 405);
});
