import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { createDoor } from './door.ts';

async function door(
  t: TestContext,
  limits: { readonly halfOpenOfAddress: number; readonly halfOpen: number },
  { host = '127.0.0.1', isHeld = false } = {},
) {
  const heads: string[] = [];
  const payers: string[] = [];
  const server = createDoor({
    limits,
    isProxy: (address) => address.endsWith('127.0.0.9'),
    opened: (connection) => {
      payers.push(connection.payer);
      if (isHeld) return new Promise<void>(() => {});
      const taken = connection.take();
      heads.push(taken?.head.toString() ?? '');
      taken?.socket.end('heard');
      return undefined;
    },
  });
  server.listen(0, host);
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const open = async (localAddress: string): Promise<Socket> => {
    const accepted = once(server, 'connection');
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    t.after(() => socket.destroy());
    socket.on('error', () => {});
    await accepted;
    return socket;
  };
  return { heads, payers, open };
}

describe('the door', () => {
  it('[PR1.3] reads until a head is there, in whatever pieces, and hands on what came behind it', async (t) => {
    const { heads, open } = await door(t, { halfOpenOfAddress: 9, halfOpen: 9 });
    const socket = await open('127.0.0.1');
    for (const piece of ['GET /v1/so', 'cket HTTP/1.1\r\nHost: a\r\n\r', '\nand behind']) {
      socket.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await once(socket.resume(), 'end');
    assert.deepEqual(heads, ['GET /v1/socket HTTP/1.1\r\nHost: a\r\n\r\nand behind']);
  });

  it('[PR1.7] reads nothing of a connection that is on its way to a shard', async (t) => {
    const head = 'GET / HTTP/1.1\r\n\r\n';
    const sockets: Socket[] = [];
    const server = createDoor({
      limits: { halfOpenOfAddress: 9, halfOpen: 9 },
      isProxy: () => false,
      opened: (connection) => {
        const taken = connection.take();
        if (taken !== null) sockets.push(taken.socket);
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const arrived = async (): Promise<Socket> => {
      const before = sockets.length;
      const client = connect(port, '127.0.0.1');
      t.after(() => client.destroy());
      client.write(head);
      while (sockets.length === before) await new Promise((go) => setTimeout(go, 5));
      return client;
    };
    const client = await arrived();
    await new Promise((written) => client.write('for the shard', written));
    // What came before this one would have been read before it.
    await arrived();
    await arrived();
    assert.deepEqual(
      sockets.map(({ bytesRead, readableLength }) => [bytesRead, readableLength]),
      sockets.map(() => [head.length, 0]),
    );
    for (const socket of sockets) socket.destroy();
  });

  it('[PR7.3] bounds half-open connections of an address and of all, and closes the oldest', async (t) => {
    const { open } = await door(t, { halfOpenOfAddress: 2, halfOpen: 4 });
    const closedOf = (socket: Socket) => once(socket.resume(), 'close');
    const own = [await open('127.0.0.1'), await open('127.0.0.1')];
    const [oldest, next] = own.map(closedOf);
    await open('127.0.0.1');
    await oldest;
    // A proxy carries many, and counts only among all.
    await open('127.0.0.9');
    await open('127.0.0.9');
    await open('127.0.0.9');
    await next;
  });

  it('[PR7.3] counts a connection until its shard is known, and tells IPv4 addresses apart on any host', async (t) => {
    const limits = { halfOpenOfAddress: 1, halfOpen: 9 };
    const { payers, open } = await door(t, limits, { host: '::', isHeld: true });
    const first = await open('127.0.0.1');
    const closed = once(first.resume(), 'close');
    const [other, next] = [await open('127.0.0.2'), await open('127.0.0.1')];
    await closed;
    assert.equal(other.destroyed, false);
    for (const socket of [other, next]) socket.write('GET / HTTP/1.1\r\n\r\n');
    while (payers.length < 2) await new Promise((go) => setTimeout(go, 5));
    assert.deepEqual(payers.toSorted(), ['127.0.0.1', '127.0.0.2']);
    const looked = once(next.resume(), 'close');
    await open('127.0.0.1');
    await looked;
  });
});
