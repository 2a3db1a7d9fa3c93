// Requests to receivers that misbehave, over real sockets: each ends within its time, whatever comes
// back.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { readBeginning, requestBounded } from './bounded-request.ts';

const withinMs = 1000;

/** What a request comes to whose receiver does this with the connection. */
async function askedOf(answer: (socket: Socket) => void) {
  const receiver = createServer((socket) => {
    socket.unref().on('error', () => {});
    socket.once('data', () => answer(socket));
  }).listen(0, '127.0.0.1');
  receiver.unref();
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  const request = { url, method: 'POST', headers: {}, body: '{}', withinMs } as const;
  try {
    const reached = await requestBounded(request, () => true);
    if (reached.type !== 'answered') return { type: reached.type };
    const { length } = await readBeginning(reached.body, 1024);
    return { type: reached.type, status: reached.status, length };
  } finally {
    receiver.close();
  }
}

/** Writes a piece again and again until the connection is gone. */
function dripping(piece: string) {
  return (socket: Socket): void => {
    const timer = setInterval(() => socket.write(piece), 5);
    socket.once('close', () => clearInterval(timer));
  };
}

test(
  '[WH3.3] a receiver that wants another protocol has not answered',
  { timeout: 15_000 },
  async () => {
    const switching =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n';
    const reached = await askedOf((socket) => void socket.write(switching));
    assert.deepEqual(reached, { type: 'silent' });
  },
);

test(
  '[WH3.3] a receiver that never comes to its answer is given up',
  { timeout: 15_000 },
  async () => {
    assert.deepEqual(await askedOf(dripping('HTTP/1.1 100 Continue\r\n\r\n')), { type: 'silent' });
  },
);

test(
  '[WH4.4] of an endless answer, no more than its beginning is read',
  { timeout: 15_000 },
  async () => {
    const reached = await askedOf((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      dripping('x'.repeat(100))(socket);
    });
    assert.deepEqual(reached, { type: 'answered', status: 200, length: 1024 });
  },
);

test('[CU8] credentials in an address are not sent', { timeout: 15_000 }, async () => {
  const asked = Promise.withResolvers<string>();
  const receiver = createServer((socket) => {
    socket.unref().on('error', () => {});
    socket.once('data', (bytes) => {
      asked.resolve(bytes.toString());
      socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  const url = `http://ada:secret@127.0.0.1:${port}/a?b=c`;
  const reached = await requestBounded({ url, method: 'GET', headers: {}, withinMs }, () => true);
  receiver.close();
  assert.equal(reached.type, 'answered');
  const request = await asked.promise;
  assert.match(request, /^GET \/a\?b=c /);
  assert.doesNotMatch(request, /authorization/i);
});
