import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { test, type TestContext } from 'node:test';
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { type WebSocket, WebSocketServer } from 'ws';
import { UnplacedSocket } from './unplaced-socket.ts';

const KiB = 1024;

/** A socket whose client sends frames as it likes. */
async function unplaced(t: TestContext, arriving: HeldBytes) {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  t.after(() => http.close());
  const accepted = once(server, 'connection');
  const sender = connect((http.address() as AddressInfo).port, '127.0.0.1');
  sender.on('error', () => {});
  t.after(() => sender.destroy());
  sender.write(
    'GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  const [client, request] = (await accepted) as [WebSocket, { socket: Socket }];
  const stream = request.socket;
  const socket = new UnplacedSocket({ client, stream, payer: 'p', arriving });
  client.on('message', () => socket.arrived());
  client.on('error', () => {});
  return { sender, client, stream, socket };
}

/** The head of a frame of this many bytes, under the key of four zeros. */
function frameHead(sizeBytes: number): Buffer {
  const head = Buffer.alloc(14);
  head.set([0x82, 0xff]);
  head.writeBigUInt64BE(BigInt(sizeBytes), 2);
  return head;
}

async function untilRead(stream: Socket, sizeBytes: number): Promise<void> {
  const from = stream.bytesRead;
  while (stream.bytesRead < from + sizeBytes) await new Promise((go) => setTimeout(go, 10));
}

test('[PR7.5] before a hello, a longer frame than a hello ends the socket', async (t) => {
  const { sender, client, stream } = await unplaced(t, new HeldBytes(1e9));
  const closed = once(client, 'close');
  const read = untilRead(stream, 40 * KiB);
  sender.write(frameHead(500 * KiB));
  sender.write(Buffer.alloc(40 * KiB));
  await read;
  await closed;
});

test('[PR7.5] after it, what arrived of a frame counts as arriving until the frame is whole', async (t) => {
  const arriving = new HeldBytes(1e9);
  const { sender, client, stream } = await unplaced(t, arriving);
  const hello = once(client, 'message');
  sender.write(Buffer.concat([frameHead(2), Buffer.alloc(2)]));
  await hello;
  const read = untilRead(stream, 100 * KiB);
  sender.write(frameHead(120 * KiB));
  sender.write(Buffer.alloc(100 * KiB));
  await read;
  assert.ok(arriving.sizeBytes >= 100 * KiB);
  const whole = once(client, 'message');
  sender.write(Buffer.alloc(20 * KiB));
  await whole;
  assert.equal(arriving.sizeBytes, 0);
});

test('[PR7.5] at the bound of what is arriving, the socket ends', async (t) => {
  const { sender, client } = await unplaced(t, new HeldBytes(50 * KiB));
  const hello = once(client, 'message');
  sender.write(Buffer.concat([frameHead(2), Buffer.alloc(2)]));
  await hello;
  const closed = once(client, 'close');
  sender.write(frameHead(120 * KiB));
  sender.write(Buffer.alloc(100 * KiB));
  await closed;
});

test('[PR7.5] what waits for the other process counts as arriving, and ends the socket at the bound', async (t) => {
  const arriving = new HeldBytes(100 * KiB);
  const { client, socket } = await unplaced(t, arriving);
  socket.waits(60 * KiB);
  assert.equal(arriving.sizeBytes, 60 * KiB);
  socket.waits(0);
  assert.equal(arriving.sizeBytes, 0);
  const closed = once(client, 'close');
  socket.waits(101 * KiB);
  await closed;
});
