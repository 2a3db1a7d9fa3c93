// The bounds of the sockets that pages open for calls.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { openTelephone } from './telephone.ts';

/** A telephone on a server of its own. Returns what opens a socket as its page does. */
async function open(t: TestContext, silentMs?: number): Promise<() => WebSocket> {
  const telephone = await openTelephone(() => {}, silentMs);
  const server = createServer().on('upgrade', (...of) => telephone.open(...of));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    await telephone.stop();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return () => new WebSocket(`ws://${host}/pocket/line`, { origin: `http://${host}` });
}

test('[PK8] a socket that says nothing is closed', async (t) => {
  const page = await open(t, 20);
  const [code] = await once(page(), 'close');
  assert.equal(code, 1008);
});

test('[PK8] [OP11] beyond the bound a further socket is refused, and another one once one has gone', async (t) => {
  const page = await open(t);
  const opened: WebSocket[] = [];
  for (let at = 0; at < 16; at += 1) {
    const socket = page();
    opened.push(socket);
    await once(socket, 'open');
  }
  const [error] = await once(page(), 'error');
  assert.match(String(error), /503/);
  opened[0]?.close();
  // It is noticed a moment later.
  for (let isOpen = false; !isOpen;) {
    const socket = page();
    isOpen = await new Promise((resolve) => {
      socket.on('open', () => resolve(true)).on('error', () => resolve(false));
    });
  }
});
