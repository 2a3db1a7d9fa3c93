import assert from 'node:assert/strict';
import { createServer, request as send, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'node:test';
import { doorLimits } from '@opportune/protocol/limits/connections.ts';
import { clientAddressFrom } from '../address/client-address.ts';
import { type Passing, passRequest, waitFor } from './pass-on.ts';

const secret = 'only-our-processes-know-this';

function passingTo(to: string): Passing {
  return { to, secret, passed() {} };
}

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pass-on-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function listening(t: TestContext, at: string | number, handle: RequestListener) {
  const server: Server = createServer(handle);
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  await new Promise<void>((resolve) => server.listen(at, resolve));
  return server;
}

/** Answers with what it was asked. */
function echo(trusted: readonly string[]): RequestListener {
  const addressOf = clientAddressFrom(trusted, secret);
  return (asked, response) => {
    void text(asked).then((body) => {
      response.setHeader('x-named', ['one', 'two']);
      response.statusCode = 207;
      response.statusMessage = 'As Told';
      response.end(
        JSON.stringify({
          ...{ method: asked.method, url: asked.url, body, address: addressOf(asked) },
          header: asked.headers['x-own'],
        }),
      );
    });
  };
}

async function ask(
  server: Server,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly named: unknown; readonly body: Echoed }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = send({ port, host: '127.0.0.1', method: 'PUT', path: '/a?b=c', headers });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      const { statusCode: status = 0 } = answer;
      text(answer).then(
        (body) => resolve({ status, named: answer.headers['x-named'], body: JSON.parse(body) }),
        reject,
      );
    });
    asked.end('what it says');
  });
}

interface Echoed {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly address: string;
  readonly header?: string;
}

describe('a request that is passed on', () => {
  it('[PR1.3] arrives whole, and its response comes back whole', async (t) => {
    const to = path.join(folderFor(t), 'home.sock');
    await listening(t, to, echo([]));
    const here = await listening(t, 0, (asked, response) => {
      void passRequest(passingTo(to), asked, response);
    });
    const { status, named, body } = await ask(here, { 'x-own': 'mine' });
    assert.deepEqual([status, named], [207, 'one, two']);
    const { address, ...told } = body;
    assert.deepEqual(told, { method: 'PUT', url: '/a?b=c', body: 'what it says', header: 'mine' });
    assert.match(address, /127\.0\.0\.1/);
  });

  it('[PR2.1] states the address of its connection, which nobody else can state', async (t) => {
    const to = path.join(folderFor(t), 'home.sock');
    await listening(t, to, echo(['127.0.0.1']));
    const here = await listening(t, 0, (asked, response) => {
      void passRequest(passingTo(to), asked, response);
    });
    const forged = { 'x-opportune-peer': `${'x'.repeat(secret.length)} 203.0.113.9` };
    assert.match((await ask(here, forged)).body.address, /127\.0\.0\.1/);
    // Behind a trusted proxy, what the proxy says counts also at home.
    const proxied = { ...forged, 'x-forwarded-for': '198.51.100.7' };
    assert.equal((await ask(here, proxied)).body.address, '198.51.100.7');
    const home = await listening(t, 0, echo([]));
    assert.match((await ask(home, forged)).body.address, /127\.0\.0\.1/);
  });

  it('[PR4.4] waits with at most 1,000 others, which ask together', async (t) => {
    const to = path.join(folderFor(t), 'home.sock');
    const all = Array.from({ length: doorLimits.waitingForHome }, () => waitFor(passingTo(to)));
    assert.equal(await waitFor(passingTo(to)), false);
    let asked = 0;
    const home = await listening(t, to, echo([]));
    home.on('connection', () => (asked += 1));
    assert.deepEqual(new Set(await Promise.all(all)), new Set([true]));
    assert.equal(asked, 1);
  });

  it('[PR4.6] is not said to be worth another try once the home had it', async (t) => {
    const to = path.join(folderFor(t), 'home.sock');
    await listening(t, to, (asked) => {
      asked.on('end', () => asked.socket.destroy()).resume();
    });
    const here = await listening(t, 0, (asked, response) => {
      void passRequest(passingTo(to), asked, response);
    });
    await assert.rejects(ask(here, {}), { code: 'ECONNRESET' });
  });

  it('[PR4.4] waits for a home that is being replaced', async (t) => {
    const to = path.join(folderFor(t), 'home.sock');
    const here = await listening(t, 0, (asked, response) => {
      void passRequest(passingTo(to), asked, response);
      setTimeout(() => void listening(t, to, echo([])), 200);
    });
    assert.equal((await ask(here, {})).status, 207);
  });
});
