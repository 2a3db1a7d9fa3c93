// Clients that read a file slowly or not at all, over real connections with a simulated clock.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import { createDownloads } from './downloads.ts';

const { paceBytes, paceMs, transferMs } = attachmentLimits;
const place = { budget: 'downloads.address', payer: '192.0.2.7' } as const;
const timers = new Set<() => void>();
const budgets = openMemoryBudgets({ now: () => 0 }, { places: { 'downloads.address': 1 } });
const downloads = createDownloads(budgets, (delayMs, run) => {
  assert.equal(delayMs, paceMs);
  timers.add(run);
  return () => void timers.delete(run);
});
let server: Server;
let client: Socket;
let response: ServerResponse;

/** Advances the clock by one interval. */
function turn(): void {
  for (const run of [...timers]) if (timers.delete(run)) run();
}

beforeEach(async () => {
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  client.pause();
  [, response] = await once(server, 'request');
});
afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  assert.equal(timers.size, 0);
});

const isFree = (): boolean => {
  const leave = budgets.enter([place]);
  leave?.();
  return leave !== null;
};

test('[AT15] a reader who takes nothing is cut after a span, and place and file are free', async () => {
  let isClosed = false;
  const endless = (async function* () {
    try {
      for (;;) yield Buffer.alloc(paceBytes);
    } finally {
      isClosed = true;
    }
  })();
  downloads.hold(response, [place]);
  const sending = pipeline(endless, response).catch(() => 'cut');
  // The system's socket buffer for the reader fills up first.
  const { socket } = response;
  assert.ok(socket !== null);
  for (let sent = -1; sent !== socket.bytesWritten;) {
    sent = socket.bytesWritten;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(isFree(), false);
  turn();
  assert.equal(response.destroyed, false);
  turn();
  assert.equal(await sending, 'cut');
  assert.deepEqual([isFree(), isClosed], [true, true]);
});

test('[AT15] a reader at the minimum pace may continue up to the time limit', async () => {
  const content = new Readable({ read() {} });
  downloads.hold(response, [place]);
  const sending = pipeline(content, response).catch(() => 'cut');
  client.resume();
  const { socket } = response;
  assert.ok(socket !== null);
  const takeOne = async (): Promise<void> => {
    const before = socket.bytesWritten;
    content.push(Buffer.alloc(paceBytes));
    while (socket.bytesWritten < before + paceBytes || socket.writableLength > 0)
      await new Promise((resolve) => setImmediate(resolve));
  };
  for (let at = paceMs; at < transferMs; at += paceMs) {
    await takeOne();
    turn();
    assert.equal(response.destroyed, false, `after ${at} ms`);
  }
  await takeOne();
  turn();
  assert.equal(await sending, 'cut');
  assert.equal(isFree(), true);
});

test('[AT15] a file that is not begun yet is not too slow, and its place is free once it is answered', async () => {
  downloads.hold(response, [place]);
  for (let span = 0; span < 3; span += 1) turn();
  assert.throws(() => downloads.hold(response, [place]), /Too many files/);
  response.end('here');
  await once(response, 'close');
  assert.equal(isFree(), true);
});

test('[AT15] a reader who left before the file was opened holds no place', async () => {
  client.destroy();
  await once(response, 'close');
  downloads.hold(response, [place]);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isFree(), true);
});
