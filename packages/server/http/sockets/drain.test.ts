import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttp, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { stopServer } from './drain.ts';

test('[PR4.5] a stop waits for a request on a connection that another process accepted', async (t) => {
  let running = 0;
  const server = createHttp((_request, response) => {
    running += 1;
    response.once('close', () => (running -= 1));
    response.flushHeaders();
    server.emit('running', response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const door = createServer((socket) => server.emit('connection', socket));
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  t.after(() => door.close());
  const client = connect((door.address() as AddressInfo).port, '127.0.0.1');
  const answer = text(client);
  const began = once(server, 'running');
  client.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
  const [response] = (await began) as [ServerResponse];
  let stopped = false;
  const stop = stopServer(server, 60_000, () => running).then(() => (stopped = true));
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(stopped, false);
  response.end('whole');
  // The connection would be kept alive, and is closed once it is idle.
  assert.match(await answer, /whole/);
  await stop;
});
