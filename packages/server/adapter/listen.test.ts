import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { listenOn } from './listen.ts';

const host = '127.0.0.1';

async function taken(test: TestContext): Promise<number> {
  const port = await listenOn(fresh(test), { host, port: 0, fixed: false });
  return port;
}

function fresh(test: TestContext): Server {
  const server = createServer();
  test.after(() => server.close());
  return server;
}

describe('listenOn', () => {
  it('takes the requested port', async (t) => {
    const probe = createServer();
    const port = await listenOn(probe, { host, port: 0, fixed: true });
    probe.close();
    await once(probe, 'close');
    assert.equal(await listenOn(fresh(t), { host, port, fixed: true }), port);
  });

  it('takes the next free port if the request was only a default', async (t) => {
    const port = await taken(t);
    assert.ok((await listenOn(fresh(t), { host, port, fixed: false })) > port);
  });

  it('refuses with start.port_taken if the port was set explicitly', async (t) => {
    const port = await taken(t);
    const refused = listenOn(fresh(t), { host, port, fixed: true });
    await assert.rejects(refused, { code: 'start.port_taken', message: new RegExp(String(port)) });
  });
});
