import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer, get, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { boundConnections } from './connections.ts';

describe('[I21] connections without a request', () => {
  let server: Server;
  let port: number;
  const opened: Socket[] = [];

  async function listen(isProxy = false, all = 100): Promise<void> {
    server = createServer((_, response) => response.end('here'));
    server.on('upgrade', (_, socket) => {
      socket.on('error', () => {}).on('end', () => socket.destroy());
      socket.resume();
      socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
    });
    boundConnections(server, {
      isProxy: () => isProxy,
      clientAddress: ({ headers }) => String(headers['x-address']),
      ...{ halfOpen: 3, idle: 2, all },
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }

  beforeEach(() => void (opened.length = 0));
  afterEach(async () => {
    for (const socket of opened) socket.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  async function open(): Promise<Socket> {
    const before = once(server, 'connection');
    const socket = connect(port, '127.0.0.1');
    opened.push(socket);
    await before;
    return socket;
  }

  it('are closed, the oldest first, and a new one is served', async () => {
    await listen();
    const first = await open();
    const gone = once(first, 'close');
    const others = [await open(), await open(), await open()];
    await gone;
    assert.ok(others.every(({ destroyed }) => !destroyed));
    others.at(-1)?.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    const [answer] = (await once(others.at(-1) as Socket, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1.1 200/);
  });

  it('[OP11] are closed for a newcomer at the bound of all, also those of a proxy', async () => {
    await listen(false, 2);
    const first = await open();
    const gone = once(first, 'close');
    await open();
    const newest = await open();
    await gone;
    assert.equal(await connections(server), 2);
    newest.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    await once(newest, 'data');
  });

  it('[OP11] a newcomer is closed if nobody at the bound is idle', async () => {
    await listen(true, 1);
    await open();
    const newcomer = await open();
    await once(newcomer, 'close');
    assert.equal(await connections(server), 1);
  });

  it('[OP11] the network with most sockets makes way if nobody at the bound is idle', async () => {
    const own = 66;
    await listen(true, own + 1);
    const upgrade = async (address: string): Promise<Socket> => {
      const socket = await open();
      const head = 'connection: upgrade\r\nupgrade: x\r\n';
      socket.write(`GET / HTTP/1.1\r\nhost: a\r\n${head}x-address: ${address}\r\n\r\n`);
      await once(socket, 'data');
      return socket;
    };
    const other = await upgrade('198.51.100.1');
    const first = await upgrade('203.0.113.1');
    for (let nth = 1; nth < own; nth++) await upgrade(`203.0.113.${nth}`);
    const gone = once(first, 'close');
    const newcomer = await upgrade('198.51.100.2');
    await gone;
    assert.ok(!other.destroyed && !newcomer.destroyed);
  });

  it('may stay open between requests, up to a limit of their own', async () => {
    await listen();
    const agents = Array.from({ length: 3 }, () => new Agent({ keepAlive: true }));
    const closed: Promise<unknown>[] = [];
    server.on('connection', (socket) => closed.push(once(socket, 'close')));
    for (const agent of agents) {
      const [response] = await once(get({ port, host: '127.0.0.1', agent }), 'response');
      response.resume();
      await once(response, 'end');
    }
    await closed[0];
    assert.equal(await connections(server), 2);
    for (const agent of agents) agent.destroy();
  });

  it('of a trusted proxy are not counted', async () => {
    await listen(true);
    for (let count = 0; count < 8; count++) await open();
    assert.equal(await connections(server), 8);
  });
});

function connections(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}
