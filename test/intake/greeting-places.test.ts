// Sockets of one address that have shown no key: only few at a time, and only a moment's wait for
// browsers that share the address.
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { Browser, hello, returning } from './browser-socket.test-support.ts';
import { startCollect, until, type TestCollect } from './collect.test-support.ts';

const most = 4;
const browsers: Browser[] = [];
let server: TestCollect;
before(async () => {
  const budgets = { places: { 'greetings.address': most } };
  server = await startCollect({ budgets, proxies: ['127.0.0.1'] });
});
beforeEach(() => leaveAll());
after(async () => {
  await leaveAll();
  await server.close();
});

async function leaveAll(): Promise<void> {
  const leaving = browsers.splice(0);
  for (const { socket } of leaving) socket.terminate();
  await Promise.all(leaving.map(({ closed }) => closed));
  await until(() => server.collect.connected.sockets === 0);
}

let tried = 0;
function browser(address = `192.0.2.${tried}`): Browser {
  const made = new Browser(server, { headers: { 'x-forwarded-for': address } });
  browsers.push(made);
  return made;
}

/** Opens as many silent sockets from one address as are allowed. */
async function strangers(address: string): Promise<readonly Browser[]> {
  const made = Array.from({ length: most }, () => browser(address));
  await Promise.all(made.map(opened));
  return made;
}

function opened({ socket }: Browser): Promise<void> {
  return new Promise((resolve) => socket.once('open', resolve));
}

/** The status of the refused upgrade, and its `Retry-After`. */
function refused({ socket }: Browser): Promise<readonly [number | undefined, string | undefined]> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => reject(new Error('the socket was let in')));
    socket.once('unexpected-response', (_, { statusCode, headers }: IncomingMessage) =>
      resolve([statusCode, headers['retry-after']]),
    );
  });
}

test('[I21] an address with too many silent sockets gets no more, and other addresses do', async () => {
  const address = `192.0.2.${++tried}`;
  await strangers(address);
  assert.deepEqual(await refused(browser(address)), [429, '1']);
  await browser('192.0.2.200').arrive(server);
});

test('[I21] a valid hello frees the place at once, and an invalid one when its socket closes', async () => {
  const address = `192.0.2.${++tried}`;
  const [good, wrong] = await strangers(address);
  assert.ok(good !== undefined && wrong !== undefined);
  await good.arrive(server);
  const next = browser(address);
  await opened(next);
  assert.deepEqual(await refused(browser(address)), [429, '1']);
  wrong.send(hello(server, { key: 'wk_nobody' }));
  assert.equal((await wrong.closed).reason, 'key.unknown');
  await browser(address).arrive(server);
  assert.equal(good.socket.readyState, good.socket.OPEN);
});

test('[I21] hellos that wait for a store take no place once their keys are known', async () => {
  const address = `192.0.2.${++tried}`;
  const back = await returning(server);
  const already = server.chat.asked;
  let answer = (): void => {};
  server.chat.gate = new Promise((resolve) => (answer = resolve));
  const waiting: Browser[] = [];
  for (let wave = 1; wave <= 3; wave++) {
    const coming = await strangers(address);
    for (const each of coming) each.send(hello(server, back));
    waiting.push(...coming);
    await until(() => server.chat.asked - already === waiting.length);
  }
  answer();
  await Promise.all(waiting.map((each) => each.frame('welcome')));
});

test('[I21] a silent socket is closed, and loses its place even if it ignores the close', async () => {
  const address = `192.0.2.${++tried}`;
  for (const { socket } of await strangers(address)) socket.pause();
  server.clock.advance(11_000);
  await until(() => server.collect.connected.sockets === 0);
  await browser(address).arrive(server);
});

test('[I21] a network of hundreds of browsers behind one address gets in', async () => {
  const address = `192.0.2.${++tried}`;
  for (let round = 0; round < 50; round++) {
    const coming = Array.from({ length: most }, () => browser(address));
    await Promise.all(coming.map((each) => each.arrive(server)));
  }
  assert.equal(server.collect.connected.sockets, 50 * most);
});
