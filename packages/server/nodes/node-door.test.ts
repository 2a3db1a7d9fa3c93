// The door for other nodes: who gets in, and to which process.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { until } from '../adapter/process/processes.test-support.ts';
import { doorLimits } from '@opportune/protocol/limits/connections.ts';
import { createNodeDoor } from './node-door.ts';

const secret = 'a-secret-of-all-nodes';

async function doorFor(t: TestContext, isNode = (_address: string) => true) {
  const handed: { readonly name: string; readonly head: string }[] = [];
  const door = createNodeDoor({
    secret,
    isNode,
    hand(name, connection) {
      const taken = connection.take();
      handed.push({ name, head: taken?.head.toString() ?? '' });
      connection.destroy();
    },
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  t.after(() => door.close());
  const { port } = door.address() as AddressInfo;
  /** Resolves once the connection is closed. */
  async function send(...headers: readonly string[]): Promise<void> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.resume();
    socket.write(['GET /v1/socket HTTP/1.1', ...headers, '', ''].join('\r\n'));
    let isClosed = false;
    socket.once('close', () => (isClosed = true));
    await until('it is closed', () => isClosed);
  }
  return { handed, send, port };
}

test('[CL18.1] a request with the secret and a name is handed over unread, any other is closed', async (t) => {
  const { handed, send } = await doorFor(t);
  const peer = `x-opportune-peer: ${secret} 192.0.2.7`;
  for (const headers of [
    [],
    ['x-opportune-home: 2'],
    [peer],
    ['x-opportune-peer: another-secret-of-it 192.0.2.7', 'x-opportune-home: 2'],
    [`x-opportune-peer: ${secret}`, 'x-opportune-home: 2'],
    [peer, 'x-opportune-home: two'],
    [peer, 'x-opportune-home: 1', 'x-opportune-home: 2'],
    [peer, peer, 'x-opportune-home: 2'],
    [peer, 'X-Opportune-Peer: another 192.0.2.8', 'x-opportune-home: 2'],
  ])
    await send(...headers);
  assert.equal(handed.length, 0);
  await send('host: node', peer, 'x-opportune-home: 2', 'x-more: 1');
  assert.deepEqual(
    handed.map(({ name }) => name),
    ['2'],
  );
  assert.match(handed[0]?.head ?? '', /^GET \/v1\/socket HTTP\/1\.1\r\n[^]*x-more: 1\r\n\r\n$/);
});

test('[CL18.1] strangers at one address close connections of their own, and none of a node', async (t) => {
  let isNode = true;
  const { port } = await doorFor(t, () => isNode);
  const silent: Socket[] = [];
  const open = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.resume();
    t.after(() => socket.destroy());
    await once(socket, 'connect');
    silent.push(socket);
    return socket;
  };
  const ofNode = await open();
  isNode = false;
  const first = await open();
  for (let at = 0; at < doorLimits.halfOpenOfAddress; at += 1) await open();
  await until('the first stranger is closed', () => first.destroyed);
  assert.equal(ofNode.destroyed, false);
  assert.ok(silent.at(-1)?.destroyed === false);
});
