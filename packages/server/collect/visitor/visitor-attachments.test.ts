// Files of visitors over HTTP, with real requests: who may read the response, its content, and that
// a browser receives a refusal while it is still sending.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import { testLog } from '../../adapter/engines.test-support.ts';
import { EngineError } from '../../adapter/engine-error.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { createRawRoutes, pathOf } from '../../http/raw-routes.ts';
import { createDownloads } from '../../http/files/downloads.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import { serveVisitorAttachments } from './visitor-attachments.ts';

const attachment: Attachment = {
  type: 'attachment',
  name: 'lämp.png',
  mediaType: 'image/png',
  sizeBytes: 5,
  picture: { width: 1, height: 1 },
};
const origin = 'https://shop.example';
let server: Server;
let base: string;

before(async () => {
  const budgets = openMemoryBudgets(
    { now: () => 1_790_000_000_000 },
    { places: { 'downloads.address': 1 } },
  );
  const downloads = createDownloads(budgets, () => () => {});
  const raw = createRawRoutes();
  serveVisitorAttachments({
    http: {
      homes: onlyHome,
      raw: (prefix, handler) => raw.add(prefix, handler),
      upgrade: () => {},
    },
    budgets,
    log: testLog(),
    clientAddress: () => '127.0.0.1',
    files: {
      offered: async () => null,
      async receive(ticket, content) {
        if (ticket === 'away') throw new EngineError('attachment.unreachable');
        let sizeBytes = 0;
        for await (const part of content) {
          sizeBytes += part.length;
          if (sizeBytes > 100_000) throw refuse('attachment.too_large');
        }
        return { ...attachment, sizeBytes };
      },
      hold: (address, response) =>
        downloads.hold(response, [{ budget: 'downloads.address', payer: address }]),
      async open(ticket) {
        if (ticket === 'endless')
          return { attachment, bytes: { sizeBytes: 1e9, content: endless() } };
        if (ticket !== 'known') throw refuse('request.not_found');
        const content = (async function* () {
          yield Buffer.from('bytes');
        })();
        return { attachment, bytes: { sizeBytes: 5, content } };
      },
    },
  });
  server = createServer((request, response) => {
    const found = raw.find(pathOf(request));
    if (found === undefined) response.writeHead(404).end();
    else found(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/attachments/`;
});
after(() => server.close());

async function* endless() {
  for (;;) yield Buffer.alloc(64 * 1024);
}

const ask = (ticket: string, init: RequestInit = {}): Promise<Response> =>
  fetch(base + ticket, { headers: { origin }, ...init });

test('[AT13] a picture is answered as what it is, and nothing of it may run', async () => {
  const response = await ask('known');
  assert.equal(response.status, 200);
  assert.equal(await response.text(), 'bytes');
  const { headers } = response;
  assert.equal(headers.get('content-type'), 'image/png');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'; sandbox/);
  assert.match(headers.get('cache-control') ?? '', /^private/);
  assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin');
  assert.equal(headers.get('access-control-allow-origin'), origin);
});

test('[AT8] an address that opens nothing is answered as if nothing were there', async () => {
  for (const init of [{}, { method: 'DELETE' }]) {
    const response = await ask('unknown', init);
    const { code } = (await response.json()) as { code: string };
    assert.deepEqual([response.status, code], [404, 'request.not_found']);
  }
});

test('[AT7] a file is taken, and a page may ask whether it may send one', async () => {
  const taken = await ask('new', { method: 'POST', body: 'words' });
  assert.deepEqual(await taken.json(), attachment);
  const preflight = await ask('new', { method: 'OPTIONS' });
  assert.equal(preflight.status, 204);
  assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /POST/);
});

test('[AT9] a file that is too large is refused, and the sender gets the refusal', async () => {
  const body = Buffer.alloc(8 * 1024 * 1024);
  const response = await ask('new', { method: 'POST', body });
  const { code } = (await response.json()) as { code: string };
  assert.deepEqual([response.status, code], [413, 'attachment.too_large']);
});

test('[AT10] a store that is away is said to be, and may be asked again', async () => {
  const response = await ask('away', { method: 'POST', body: 'words' });
  assert.partialDeepStrictEqual(await response.json(), {
    ...{ code: 'attachment.unreachable', retry: true },
  });
  assert.equal(response.status, 503);
});

test('[AT15] an address that reads the maximum of files is refused until one of them has ended', async () => {
  const reading = new AbortController();
  assert.equal((await ask('endless', { signal: reading.signal })).status, 200);
  const refused = await ask('known');
  const { code } = (await refused.json()) as { code: string };
  assert.deepEqual([refused.status, code], [429, 'rate.files']);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  reading.abort();
  await until('its place is free', async () => (await ask('known')).status === 200);
});
