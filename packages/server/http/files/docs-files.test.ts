// The documents over real sockets: who may read them, what a browser may run and cache, and the
// answers for missing files.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { createKeyedPrefix } from '../address/keyed-prefix.ts';
import { createHttp, type Http } from '../server.ts';
import { openTurns } from '../turns.ts';

const engines = await testEngines();
const around = mkdtempSync(path.join(tmpdir(), 'opportune-docs-'));
const folder = path.join(around, 'dist');
const clock = { now: () => Date.now() };

function put(name: string, text: string, packed = false): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  if (packed) writeFileSync(`${file}.br`, brotliCompressSync(text));
}

async function start(docsFolder: string): Promise<{ readonly http: Http; readonly url: string }> {
  const http = await createHttp({
    homes: onlyHome,
    log: { info() {}, warn() {}, error() {} },
    clock,
    records: engines.records,
    budgets: openMemoryBudgets(clock),
    turns: openTurns(),
    authentication: {
      findSession: async () => null,
      isOperator: () => false,
      isOwnOrigin: () => false,
    },
    readiness: async () => ({}),
    consoleFolder: '/nonexistent',
    docsFolder,
    async bind(server) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    },
    trustedProxies: [],
    connections: 1000,
    keyedPrefix: createKeyedPrefix('a secret', 'request log'),
    secure: true,
    version: '1.2.3',
  });
  return { http, url: `http://127.0.0.1:${await http.listen()}` };
}

/** As an attacker writes it: `fetch` would normalise the path first. */
async function statusOf(url: string, rawPath: string): Promise<number> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(`GET ${rawPath} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  assert.ok(!answer.includes('a secret'), rawPath);
  return Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1]);
}

describe('the documents', () => {
  let http: Http;
  let url: string;
  before(async () => {
    put('index.html', '<!doctype html><title>first</title>', true);
    put('404.html', '<!doctype html><title>missing</title>');
    put('operate/index.html', '<!doctype html><title>operate</title>', true);
    put('assets/main-AB12CD34.js', 'export {};', true);
    put('.sources', 'a secret');
    writeFileSync(path.join(around, 'beside.txt'), 'a secret');
    ({ http, url } = await start(folder));
  });
  after(async () => {
    await http.close();
    rmSync(around, { recursive: true });
    await engines.close();
  });

  it('are read without signing in, under a policy that lets only their own files run', async () => {
    for (const [address, title] of [
      ['/docs', 'first'],
      ['/docs/', 'first'],
      ['/docs/operate/', 'operate'],
      ['/docs/operate', 'operate'],
      ['/docs/operate/?from=console', 'operate'],
    ] as const) {
      const answer = await fetch(url + address);
      assert.equal(answer.status, 200, address);
      assert.match(await answer.text(), new RegExp(`<title>${title}<`), address);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html; charset=utf-8$/i);
      const policy = answer.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self';/);
      assert.doesNotMatch(policy, /unsafe|https?:|data:|\*/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      assert.equal(answer.headers.get('set-cookie'), null);
    }
  });

  it('are revalidated by their ETag, hashed files are cached for ever, and both are compressed with Brotli', async () => {
    const asked = { 'accept-encoding': 'br', 'cache-control': 'max-age=0' };
    for (const [address, lifetime] of [
      ['/docs/operate/', 'no-cache'],
      ['/docs/assets/main-AB12CD34.js', 'public, max-age=31536000, immutable'],
    ] as const) {
      const answer = await fetch(url + address, { headers: asked });
      assert.equal(answer.headers.get('cache-control'), lifetime);
      assert.equal(answer.headers.get('content-encoding'), 'br');
      assert.equal(answer.headers.get('vary'), 'accept-encoding');
      const etag = answer.headers.get('etag') ?? '';
      const again = await fetch(url + address, { headers: { ...asked, 'if-none-match': etag } });
      assert.equal(again.status, 304);
    }
  });

  it('have a page of their own for addresses that lead nowhere', async () => {
    for (const address of ['/docs/nothing', '/docs/nothing/at/all/', '/docs/assets/main-old.js']) {
      const answer = await fetch(url + address);
      assert.equal(answer.status, 404, address);
      assert.match(await answer.text(), /<title>missing</);
      assert.match(answer.headers.get('content-security-policy') ?? '', /script-src 'self'/);
      assert.equal(answer.headers.get('cache-control'), 'no-cache');
    }
    const written = await fetch(`${url}/docs/operate/`, { method: 'POST' });
    assert.deepEqual([written.status, (await written.json()).code], [404, 'request.not_found']);
  });

  it('expose no file outside their folder, and none that begins with a dot', async () => {
    for (const rawPath of [
      '/docs/../beside.txt',
      '/docs/%2e%2e/beside.txt',
      '/docs/..%2fbeside.txt',
      '/docs/..%5cbeside.txt',
      '/docs/assets/../../beside.txt',
      '/docs//../beside.txt',
      '/docs/.sources',
      '/docs/%2esources',
      '/docs/operate/index.html%00.js',
      '/docs/%zz',
    ]) {
      const status = await statusOf(url, rawPath);
      assert.ok(status >= 400 && status < 500, `${rawPath}: ${status}`);
    }
  });

  it('are reported as missing if they were not built, and the server does everything else', async () => {
    const bare = await start('/nonexistent');
    const answer = await fetch(`${bare.url}/docs/operate/`);
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /The documents are not built/);
    assert.equal((await fetch(`${bare.url}/healthz`)).status, 200);
    await bare.http.close();
  });
});
