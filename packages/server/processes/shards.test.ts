// Real child processes that say what a shard says, and misbehave in one way each.
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { testLog } from '../adapter/engines.test-support.ts';
import type { Connection } from './connection.ts';
import { Shards } from './shards.ts';

/** Serves, and does `then` with each connection. */
const program = (then: string) => `
  const told = { url: '', port: 0, signIn: '', shopUrl: null, pocketUrl: null, first: {} };
  let count = 0;
  let isStubborn = false;
  process.on('disconnect', () => process.exit(1));
  process.on('message', (message, socket) => {
    if (message.type === 'serve') {
      process.send({ type: 'serving', told });
      if (message.hasMissed) process.send({ type: 'missed' });
      setInterval(() => process.send({ type: 'beat' }), 200);
    }
    if (message.type === 'stop' && !isStubborn) process.exit(0);
    if (message.type !== 'connection') return;
    count += 1;
    ${then}
  });
  process.send({ type: 'loaded' });
`;

async function shardsOf(t: TestContext, then: string) {
  const { shards, children } = loading(t, then);
  await shards.begin(['1']);
  return { shards, children };
}

/** Not begun yet. */
function loading(t: TestContext, then: string, names: readonly string[] = ['1'], missing = 0) {
  const folder = mkdtempSync(path.join(tmpdir(), 'shards-'));
  const file = path.join(folder, 'shard.mjs');
  writeFileSync(file, program(then));
  const children: ChildProcess[] = [];
  let orders = 0;
  const shards = new Shards({
    names,
    start() {
      const child = fork(file, { execArgv: [] });
      children.push(child);
      return child;
    },
    orderFor: () => ({ hasMissed: (orders += 1) <= missing }) as never,
    cutOff: async () => {},
    log: testLog(),
  });
  t.after(async () => {
    await shards.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { shards, children };
}

/** A client, and its connection as the door hands it. */
async function connectionFor(t: TestContext): Promise<[Socket, Connection]> {
  const server = createServer({ pauseOnConnect: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const accepted = once(server, 'connection');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => {});
  t.after(() => client.destroy());
  const [socket] = (await accepted) as [Socket];
  const head = Buffer.from('GET / HTTP/1.1\r\n\r\n');
  const destroy = (): void => void socket.destroy();
  const of = { payer: '127.0.0.1', sizeBytes: head.length };
  return [client, { take: () => ({ head, socket }), destroy, ...of }];
}

test('[PR4.4] a connection that a shard never took does not keep the next ones waiting', async (t) => {
  const { shards } = await shardsOf(
    t,
    "if (count > 1) { process.send({ type: 'taken' }); socket.end('served'); }",
  );
  const [, lost] = await connectionFor(t);
  shards.hand('1', lost);
  const [client, next] = await connectionFor(t);
  const served = once(client, 'data');
  shards.hand('1', next);
  assert.equal(String((await served)[0]), 'served');
});

test('[PR4.8] a client whose connection was on its way to a shard that is killed is cut off', async (t) => {
  const { shards, children } = await shardsOf(t, '');
  const [client, connection] = await connectionFor(t);
  const closed = once(client, 'close');
  client.resume();
  children[0]?.kill('SIGSTOP');
  shards.hand('1', connection);
  children[0]?.kill('SIGKILL');
  await closed;
});

test('[PR4.5] a shard that says it leaves is given nothing more', async (t) => {
  const { shards } = await shardsOf(
    t,
    "process.send({ type: 'leaving' }); process.send({ type: 'taken' }); socket.end('last');",
  );
  const [client, connection] = await connectionFor(t);
  const served = once(client, 'data');
  shards.hand('1', connection);
  await served;
  while (shards.serving().length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(shards.serving(), []);
});

test('[PR5.1] a pause of the first process kills no shard', async (t) => {
  const { shards, children } = await shardsOf(t, '');
  // The whole process stands still, as if the machine had paused it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 17_000);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.deepEqual(
    children.map(({ signalCode }) => signalCode),
    children.map(() => null),
  );
  assert.deepEqual(shards.serving(), ['1']);
});

test('[PR5.3] a shard that a signal stops is killed and replaced long before one that is silent', async (t) => {
  const { shards, children } = await shardsOf(t, '');
  const [shard] = children;
  assert.ok(shard);
  const ended = once(shard, 'exit');
  const begunAt = performance.now();
  shard.kill('SIGSTOP');
  const [, signal] = await ended;
  t.diagnostic(`killed after ${Math.round(performance.now() - begunAt)} ms`);
  assert.equal(signal, 'SIGKILL');
  while (shards.serving().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
});

test('[PR5.3] a shard that goes on soon after it was stopped stays', async (t) => {
  const { shards, children } = await shardsOf(t, '');
  const [shard] = children;
  assert.ok(shard);
  for (let time = 0; time < 5; time += 1) {
    shard.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 100));
    shard.kill('SIGCONT');
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  assert.equal(shard.signalCode, null);
  assert.deepEqual(shards.serving(), ['1']);
});

test('[CL16] a name that is released while its shard begins is not served afterwards', async (t) => {
  for (const released of ['1', '2']) {
    const { shards } = loading(t, '', ['1', '2']);
    const begun = shards.begin(['1', '2']);
    await shards.release([released]);
    assert.ok(!shards.serving().includes(released));
    await begun;
    assert.deepEqual(
      shards.serving(),
      ['1', '2'].filter((name) => name !== released),
    );
  }
});

test('[CL17.4] shards that have missed something are replaced, one after the other', async (t) => {
  const names = ['1', '2', '3'];
  const { shards, children } = loading(t, '', names, names.length);
  await shards.begin(names);
  const first = children.slice(0, names.length);
  let fewest = names.length;
  while (first.some(({ exitCode }) => exitCode === null) || shards.serving().length < 3) {
    fewest = Math.min(fewest, shards.serving().length);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.ok(fewest >= names.length - 1, `${fewest} served`);
  assert.deepEqual(
    first.map(({ exitCode }) => exitCode),
    [0, 0, 0],
  );
});

test('[CL20.3] a shard that does not stop as its name moves is killed', async (t) => {
  const { shards, children } = await shardsOf(
    t,
    "isStubborn = true; process.send({ type: 'taken' }); socket.end('taken');",
  );
  const [client, connection] = await connectionFor(t);
  const taken = once(client, 'data');
  shards.hand('1', connection);
  await taken;
  await shards.release(['1']);
  assert.equal(children[0]?.signalCode, 'SIGKILL');
  assert.deepEqual(shards.held(), []);
});
