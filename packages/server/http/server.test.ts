// The HTTP server over real sockets: unknown paths, refusals, hot paths and sockets, and stopping.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { after, describe, test } from 'node:test';
import type { Server } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { testEngines } from '../adapter/engines.test-support.ts';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import { chargedSessions } from './access/charged-sessions.ts';
import type { Authentication } from './access/principal.ts';
import { answerRawProblem } from './problem/raw-problem.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { createKeyedPrefix } from './address/keyed-prefix.ts';
import { principalNamed } from './access/principal.test-support.ts';
import { refuse } from './problem/refusal.ts';
import { type Http, createHttp } from './server.ts';
import { openTurns } from './turns.ts';

const ada = principalNamed(AccountId.parse('account'), 'ada', 1);
const engines = await testEngines();
const folder = mkdtempSync(path.join(tmpdir(), 'opportune-console-'));
mkdirSync(path.join(folder, 'assets'));
writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>console</title>');
const script = 'export {};';
writeFileSync(path.join(folder, 'assets', 'main-abc123.js'), script);
writeFileSync(path.join(folder, 'assets', 'main-abc123.js.br'), brotliCompressSync(script));
writeFileSync(path.join(folder, 'assets', 'main-abc123.js.gz'), gzipSync(script));
writeFileSync(path.join(folder, 'assets', 'plain-abc123.woff2'), 'font');
after(async () => {
  rmSync(folder, { recursive: true });
  await engines.close();
});

async function start(
  add: (http: Http) => void = () => {},
  ready = true,
  findSession: Authentication['findSession'] = async (token) => (token === 'ada' ? ada : null),
) {
  const lines: unknown[] = [];
  const log = {
    info: (event: string, fields?: unknown) => void lines.push([event, fields]),
    warn() {},
    error: (event: string, fields?: unknown) => void lines.push([event, fields]),
  };
  const http = await createHttp({
    homes: onlyHome,
    log,
    clock: { now: () => Date.now() },
    records: engines.records,
    budgets: openMemoryBudgets({ now: () => Date.now() }),
    turns: openTurns(),
    authentication: {
      findSession,
      isOperator: () => false,
      isOwnOrigin: () => false,
    },
    readiness: async () => ({ records: ready }),
    consoleFolder: folder,
    docsFolder: '/nonexistent',
    bind: async (server: Server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    },
    trustedProxies: ['127.0.0.1'],
    connections: 1000,
    keyedPrefix: createKeyedPrefix('a secret', 'request log'),
    secure: true,
    version: '1.2.3',
  });
  add(http);
  const port = await http.listen();
  return { http, port, url: `http://127.0.0.1:${port}`, lines };
}

describe('answers', () => {
  test('[I22] public pages are served even to an address that sent too many bad tokens', async () => {
    const budgets = openMemoryBudgets({ now: () => 1000 });
    const findSession = chargedSessions({ findSession: async () => null }, budgets);
    const { http, url } = await start(
      ({ app }) => {
        app.get('/api/v1/open', { config: { access: 'public' } }, async () => ({}));
        app.get('/api/v1/own', { config: { access: 'agent' } }, async () => ({}));
      },
      true,
      findSession,
    );
    const bad = { headers: { cookie: 'opportune_session=os_ended' } };
    let own = await fetch(`${url}/api/v1/own`, bad);
    for (let n = 0; n < rateBudgets['lookups.address'].burst; n++)
      own = await fetch(`${url}/api/v1/own`, bad);
    assert.equal(own.status, 429);
    assert.equal((await fetch(`${url}/api/v1/open`, bad)).status, 200);
    await http.close();
  });

  test('the console answers every address that people may open, with a strict policy, and the API does not', async () => {
    const { http, url } = await start();
    for (const address of ['/', '/visitors', '/campaigns/abc/results?period=2']) {
      const page = await fetch(url + address);
      assert.deepEqual(
        [page.status, page.headers.get('cache-control')],
        [200, 'no-cache'],
        address,
      );
      assert.match(
        page.headers.get('content-security-policy') ?? '',
        /script-src 'self';.*frame-ancestors 'none'/,
      );
      assert.match(await page.text(), /console/);
    }
    const asset = await fetch(`${url}/assets/main-abc123.js`);
    assert.match(asset.headers.get('cache-control') ?? '', /immutable/);
    for (const address of ['/api/v1/nothing', '/assets/gone.js', '/favicon.ico', '/v1/nothing']) {
      const nothing = await fetch(url + address);
      assert.equal(nothing.status, 404, address);
      assert.equal((await nothing.json()).code, 'request.not_found');
    }
    await http.close();
  });

  test('hashed files come in brotli, gzip or as they are, each with its own ETag, for ever [FT1]', async () => {
    const { http, url } = await start();
    const tags = new Set<string>();
    const ways = [
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.5', 'gzip'],
      ['identity', null],
    ] as const;
    for (const [accepted, encoding] of ways) {
      const request = { headers: { 'accept-encoding': accepted } };
      const answer = await fetch(`${url}/assets/main-abc123.js`, request);
      assert.equal(answer.headers.get('content-encoding'), encoding, accepted);
      assert.equal(answer.headers.get('vary'), 'accept-encoding');
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
      assert.match(answer.headers.get('content-type') ?? '', /^(text|application)\/javascript/);
      assert.equal(await answer.text(), script);
      const etag = answer.headers.get('etag') ?? '';
      tags.add(etag);
      const again = await fetch(`${url}/assets/main-abc123.js`, {
        // Without this header, fetch requests the whole file, as a reload does.
        headers: { ...request.headers, 'if-none-match': etag, 'cache-control': 'max-age=0' },
      });
      assert.deepEqual([again.status, await again.text()], [304, '']);
    }
    assert.equal(tags.size, 3);
    const font = await fetch(`${url}/assets/plain-abc123.woff2`);
    assert.deepEqual([font.headers.get('content-encoding'), await font.text()], [null, 'font']);
    await http.close();
  });

  test('each answer has a request id, and the headers that keep browsers strict', async () => {
    const { http, url } = await start();
    const { headers } = await fetch(`${url}/api/openapi.json`);
    assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(headers.get('strict-transport-security') ?? '', /max-age/);
    await http.close();
  });

  test('alive is not ready: a part that is missing shows in readiness only', async () => {
    const { http, url } = await start(undefined, false);
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    const readiness = await fetch(`${url}/readyz`);
    assert.equal(readiness.status, 503);
    assert.equal((await readiness.json()).parts.records, false);
    await http.close();
  });

  test('metrics count requests by route, not by address', async () => {
    const { http, url } = await start((server) => {
      server.app.get(
        '/api/v1/things/:id',
        { config: { access: 'public' }, schema: {} },
        async () => ({}),
      );
    });
    await fetch(`${url}/api/v1/things/1`);
    await fetch(`${url}/api/v1/things/2`);
    const text = await (await fetch(`${url}/metrics`)).text();
    assert.match(
      text,
      /opportune_http_requests_total\{method="GET",route="\/api\/v1\/things\/:id",status="200"\} 2/,
    );
    await http.close();
  });

  test('the request log says who asked, and of their address a keyed prefix only', async () => {
    const { http, url, lines } = await start(({ app }) => {
      app.get('/api/v1/things', { config: { access: 'agent' }, schema: {} }, async () => ({}));
    });
    const addresses = ['203.0.113.7', '203.0.113.7', '203.0.113.8', '2001:db8::1', '2001:db8::2'];
    for (const address of addresses) {
      const headers = { authorization: 'Bearer ada', 'x-forwarded-for': address };
      assert.equal((await fetch(`${url}/api/v1/things`, { headers })).status, 200);
    }
    await http.close();
    const logged = lines as [string, { readonly user?: string; readonly prefix?: string }][];
    const requests = logged.filter(([event]) => event === 'request').map(([, fields]) => fields);
    assert.deepEqual(new Set(requests.map(({ user }) => user)), new Set([ada.user.id]));
    const [one, again, other, line, sameLine] = requests.map(({ prefix }) => prefix);
    assert.match(one ?? '', /^[\w-]{16}$/);
    assert.deepEqual([again, sameLine], [one, line]);
    assert.equal(new Set([one, other, line]).size, 3);
    assert.doesNotMatch(JSON.stringify(lines), /203\.0\.113|2001:db8/);
  });

  test('the documentation page fetches nothing from anywhere and runs no script', async () => {
    const { http, url } = await start((server) => {
      const schema = {
        tags: ['Things'],
        summary: 'All <things>',
        response: { 200: z.object({ items: z.array(z.string()) }) },
      };
      server.app.get('/api/v1/things', { config: { access: 'agent' }, schema }, async () => ({
        items: [],
      }));
    });
    const page = await fetch(`${url}/api/docs`);
    const html = await page.text();
    assert.match(html, /All &lt;things&gt;/);
    assert.match(html, /Role: agent or above/);
    assert.doesNotMatch(html, /<script|(src|href)="(https?:)?\/\//);
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; style-src 'sha256-/,
    );
    await http.close();
  });
});

describe('refusals', () => {
  const add = ({ app }: Http) => {
    app.post(
      '/api/v1/echo',
      { config: { access: 'public' }, schema: { body: z.object({ n: z.number() }) } },
      async ({ body }) => body,
    );
    app.get('/api/v1/refused', { config: { access: 'public' }, schema: {} }, async () => {
      throw refuse('campaign.state', { detail: 'Not now.' });
    });
    app.get('/api/v1/broken', { config: { access: 'public' }, schema: {} }, async () => {
      throw new Error('the database said: secret');
    });
    app.get('/api/v1/away', { config: { access: 'public' }, schema: {} }, async () => {
      throw Object.assign(new Error('gone'), { code: 'engine.unavailable' });
    });
  };

  test('each is a problem of the table with the request id, and an internal error does not reveal its cause', async () => {
    const { http, url, lines } = await start(add);
    const ask = async (address: string, init?: RequestInit) => {
      const response = await fetch(url + address, init);
      const body = await response.json();
      assert.equal(body.requestId, response.headers.get('x-request-id'));
      return [response.status, body.code, body.retry, body.path];
    };
    const json = (body: string) => ({
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    assert.deepEqual(await ask('/api/v1/refused'), [409, 'campaign.state', false, undefined]);
    assert.deepEqual(await ask('/api/v1/away'), [503, 'engine.unavailable', true, undefined]);
    assert.deepEqual(await ask('/api/v1/echo', json('{"n":"x"}')), [
      422,
      'request.invalid',
      false,
      'n',
    ]);
    assert.deepEqual(await ask('/api/v1/echo', json('{"n":')), [
      400,
      'request.malformed',
      false,
      undefined,
    ]);
    assert.deepEqual(await ask('/api/v1/echo', json(`{"n":${'1'.repeat(600_000)}}`)), [
      413,
      'request.too_large',
      false,
      undefined,
    ]);
    assert.deepEqual(
      await ask('/api/v1/echo', {
        ...json('n=1'),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
      [400, 'request.malformed', false, undefined],
    );
    const broken = await (await fetch(`${url}/api/v1/broken`)).json();
    assert.equal(broken.code, 'server.failed');
    assert.ok(!JSON.stringify(broken).includes('secret'));
    assert.ok(
      lines.some((line) => JSON.stringify(line).includes(broken.requestId)),
      'the log has it under the same id',
    );
    await http.close();
  });

  test('an invalid address gets a problem of the table, with the strict headers', async () => {
    const { http, url } = await start();
    for (const address of ['/api/v1/attributes/%zz', '/api/v1/%E0%A4%A']) {
      const answer = await fetch(url + address, { method: 'DELETE' });
      const { code, requestId } = (await answer.json()) as Record<string, unknown>;
      assert.deepEqual([answer.status, code], [400, 'request.malformed']);
      assert.equal(answer.headers.get('x-request-id'), requestId);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    }
    await http.close();
  });

  test('logs hold no query, body or header', async () => {
    const { http, url, lines } = await start(add);
    await fetch(`${url}/api/v1/echo?token=hidden1`, {
      method: 'POST',
      body: '{"n":1,"password":"hidden2"}',
      headers: { 'content-type': 'application/json', authorization: 'Bearer hidden3' },
    });
    assert.ok(lines.length > 0);
    assert.doesNotMatch(JSON.stringify(lines), /hidden/);
    await http.close();
  });

  test('a route without access rules cannot be added', async () => {
    await assert.rejects(
      start(({ app }) => void app.get('/api/v1/open', async () => ({}))),
      /does not say who may use it/,
    );
  });
});

describe('hot paths and sockets', () => {
  test('a raw prefix takes its requests away from Fastify, the longest first', async () => {
    const { http, url } = await start((server) => {
      for (const prefix of ['/v1/', '/v1/frames', '/tag.js'])
        server.raw(prefix, (_request, response) => void response.end(prefix));
    });
    const text = async (address: string) => (await fetch(url + address)).text();
    assert.deepEqual(await Promise.all(['/v1/batch?x=1', '/v1/frames', '/tag.js'].map(text)), [
      '/v1/',
      '/v1/frames',
      '/tag.js',
    ]);
    assert.equal((await fetch(`${url}/v1`)).status, 404);
    assert.throws(() => http.raw('/tag.js', () => {}), /taken already/);
    await http.close();
  });

  test('[OP4] a raw handler or an upgrade that throws ends its own request, not the server, and each 5xx is logged once', async () => {
    const fails = (): never => {
      throw new Error('it fails');
    };
    const { http, url, port, lines } = await start((server) => {
      server.raw('/v1/at-once', fails);
      server.raw('/v1/half-way', (_request, response) => {
        response.writeHead(200).write('half');
        fails();
      });
      server.raw('/v1/away', (_request, response) =>
        answerRawProblem(response, 'server.overloaded'),
      );
      server.raw('/v1/well', (_request, response) => void response.end('well'));
      server.upgrade('/v1/socket', fails);
    });
    assert.equal((await fetch(`${url}/v1/at-once`)).status, 500);
    await assert.rejects(async () => (await fetch(`${url}/v1/half-way`)).text());
    assert.equal((await (await fetch(`${url}/v1/away`)).json()).code, 'server.overloaded');
    const [error] = await once(new WebSocket(`ws://127.0.0.1:${port}/v1/socket`), 'error');
    assert.match(String(error), /hang up/);
    assert.equal(await (await fetch(`${url}/v1/well`)).text(), 'well');
    const failed = { code: 'server.failed', reason: 'Error: it fails' };
    assert.deepEqual(
      lines.flatMap((line) =>
        Array.isArray(line) && line[0] === 'a handler threw' ? [line[1]] : [],
      ),
      ['/v1/at-once', '/v1/half-way', '/v1/socket'].map((at) => ({ path: at, ...failed })),
    );
    const answered = 'a request was answered with an error';
    assert.deepEqual(
      lines.filter((line) => Array.isArray(line) && line[0] === answered),
      [[answered, { method: 'GET', path: '/v1/away', status: 503 }]],
      'one that nobody told of',
    );
    await http.close();
  });

  test('an upgrade goes to the owner of its path and nowhere else', async () => {
    const sockets = new WebSocketServer({ noServer: true });
    const { http, port } = await start((server) => {
      server.upgrade('/v1/socket', (request, socket, head) =>
        sockets.handleUpgrade(request, socket, head, (ws) => ws.send('hello')),
      );
    });
    const client = new WebSocket(`ws://127.0.0.1:${port}/v1/socket`);
    const [hello] = await once(client, 'message');
    assert.equal(String(hello), 'hello');
    const lost = new WebSocket(`ws://127.0.0.1:${port}/v1/elsewhere`);
    const [error] = await once(lost, 'error');
    assert.match(String(error), /404/);
    client.terminate();
    await http.close();
  });
});

describe('suspended', () => {
  test('[CL19.3] a process that may not act ends all connections and serves nobody, until it may again', async () => {
    const sockets = new WebSocketServer({ noServer: true });
    const asked = Promise.withResolvers<void>();
    const { http, url, port } = await start((server) => {
      server.upgrade('/v1/socket', (request, socket, head) =>
        sockets.handleUpgrade(request, socket, head, (ws) => ws.send('hello')),
      );
      server.raw('/v1/long', () => asked.resolve());
      server.raw('/v1/well', (_request, response) => void response.end('well'));
    });
    const address = `ws://127.0.0.1:${port}/v1/socket`;
    const client = new WebSocket(address);
    await once(client, 'message');
    const long = fetch(`${url}/v1/long`);
    long.catch(() => {});
    await asked.promise;
    const closed = once(client, 'close');
    http.suspend();
    await closed;
    await assert.rejects(long);
    const refused = await fetch(`${url}/v1/well`);
    assert.deepEqual([refused.status, (await refused.json()).code], [503, 'engine.unavailable']);
    const [error] = await once(new WebSocket(address), 'error');
    assert.match(String(error), /503/);
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    const ready = await fetch(`${url}/readyz`);
    assert.deepEqual([ready.status, (await ready.json()).parts.lease], [503, false]);
    http.resume();
    assert.equal(await (await fetch(`${url}/v1/well`)).text(), 'well');
    const again = new WebSocket(address);
    await once(again, 'message');
    again.terminate();
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
    await http.close();
  });
});

describe('stopping', () => {
  test('a request in progress is finished, sockets are told to come back, and nothing new is accepted', async () => {
    const sockets = new WebSocketServer({ noServer: true });
    const gate = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    let drained = false;
    const { http, url, port } = await start((server) => {
      server.app.get('/api/v1/slow', { config: { access: 'public' }, schema: {} }, async () => {
        entered.resolve();
        await gate.promise;
        return { done: true };
      });
      server.upgrade('/v1/socket', (request, socket, head) =>
        sockets.handleUpgrade(request, socket, head, () => {}),
      );
      server.onDrain(() => (drained = true));
    });
    const client = new WebSocket(`ws://127.0.0.1:${port}/v1/socket`);
    await once(client, 'open');
    const closed = once(client, 'close');
    const slow = fetch(`${url}/api/v1/slow`);
    await entered.promise;
    const closing = http.close();
    assert.equal(drained, true);
    assert.equal((await closed)[0], 1012);
    await assert.rejects(fetch(`${url}/healthz`));
    gate.resolve();
    assert.deepEqual(await (await slow).json(), { done: true });
    await closing;
  });

  test('a client that holds its connection open does not hold the server', async () => {
    const { http, port } = await start();
    const idle = connect(port, '127.0.0.1');
    await once(idle, 'connect');
    idle.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(idle, 'data');
    const ended = once(idle, 'close');
    await http.close();
    await ended;
  });
});
