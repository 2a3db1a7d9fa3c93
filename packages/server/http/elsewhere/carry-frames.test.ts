// A client, the process where it arrived and its home, over real sockets.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { carryFrames } from './carry-frames.ts';

const KiB = 1024;

async function listening(t: TestContext, at: string | number): Promise<WebSocketServer> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  if (typeof at === 'number') http.listen(at, '127.0.0.1');
  else http.listen(at);
  await once(http, 'listening');
  t.after(() => {
    for (const socket of server.clients) socket.terminate();
    http.close();
  });
  return server;
}

/** The socket of a client and that of its home, with what waits between them. */
async function carried(t: TestContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'carry-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const to = path.join(folder, 'home.sock');
  const home = await listening(t, to);
  const door = await listening(t, 0);
  const [accepted, arrived] = [once(door, 'connection'), once(home, 'connection')];
  const { port } = door.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}/`);
  t.after(() => client.terminate());
  const [socket, request] = (await accepted) as [WebSocket, IncomingMessage];
  socket.pause();
  const waits: number[] = [];
  await carryFrames(
    { to, secret: 'a secret', passed() {} },
    { ...{ client: socket, request, mostBytes: 1024 * KiB }, waits: (size) => waits.push(size) },
    [],
  );
  const [atHome] = (await arrived) as [WebSocket];
  return { client, atHome, waits };
}

test('[PR7.5] a home that does not read makes the client wait, and what waits is told, once it goes on as 0', async (t) => {
  const { client, atHome, waits } = await carried(t);
  atHome.pause();
  const frames = 128;
  const heard: number[] = [];
  atHome.on('message', (data) => heard.push((data as Buffer)[0] ?? -1));
  for (let at = 0; at < frames; at += 1) client.send(Buffer.alloc(16 * KiB, at));
  while (waits.length === 0) await new Promise((go) => setTimeout(go, 10));
  const [most = 0] = waits;
  assert.ok(most > 64 * KiB && most < 64 * KiB + 80 * KiB, `${most} bytes wait`);
  atHome.resume();
  while (heard.length < frames) await new Promise((go) => setTimeout(go, 10));
  assert.deepEqual(
    heard,
    Array.from({ length: frames }, (_, at) => at),
  );
  assert.equal(waits.at(-1), 0);
});
