// A server that stops: it first acknowledges what was taken, then tells every browser to come back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, event, hello } from './browser-socket.test-support.ts';
import { firefox, shopOrigin, startCollect, until } from './collect.test-support.ts';

test('[I2] when the server stops, sockets close with 1012 and long polls are told to retry', async () => {
  const server = await startCollect();
  const browser = new Browser(server);
  await browser.arrive(server);
  browser.send({ type: 'events', batch: 1, sentAt: Date.now(), events: [event()] });
  assert.deepEqual((await browser.frame('ack')).refused, []);
  const post = (body: object) =>
    fetch(`${server.url}/v1/frames`, {
      method: 'POST',
      headers: { origin: shopOrigin, 'user-agent': firefox },
      body: JSON.stringify(body),
    });
  const { session } = (await (await post({ frames: [hello(server)] })).json()) as {
    session: string;
  };
  const waiting = post({ session, frames: [{ type: 'ping' }], wait: 0 }).then(() =>
    post({ session, frames: [], wait: 20_000 }),
  );
  await until(() => server.collect.connected.polls === 1);
  await new Promise((resolve) => setImmediate(resolve));
  server.collect.drain();
  assert.deepEqual(await browser.closed, { code: 1012, reason: 'server.stopping' });
  const told = await waiting;
  assert.ok(told.status === 503 || told.status === 404, String(told.status));
  await until(() => server.intake.links.size === 0);
  await server.close();
});
