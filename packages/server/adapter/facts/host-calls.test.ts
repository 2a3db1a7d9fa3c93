// Calls to an engine host that is away, briefly or for long, over a real socket.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { HostCalls } from './host-calls.ts';
import { readFrames, type Request, writeFrame } from './host-frames.ts';

const patienceMs = 50;
const query = { account: 'acme', sql: 'SELECT 1', params: {} };
const append = { token: 't1', parts: [] };
const unavailable = { code: 'engine.unavailable', retry: true };
let host: Server;
const held = new Set<Socket>();

/** Answers each call with its type. */
before(async () => {
  host = createServer((socket) => {
    held.add(socket);
    readFrames<Request>(socket, ({ id, type }) =>
      writeFrame(socket, { id, type: 'done' }, [Buffer.from(type)]),
    );
  }).listen(0, '127.0.0.1');
  await once(host, 'listening');
});
after(() => {
  for (const socket of held) socket.destroy();
  host.close();
});

async function attach(calls: HostCalls): Promise<Socket> {
  const { port } = host.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  calls.attach(socket);
  return socket;
}

/** Calls to a host that was there and has gone. */
async function callsToNobody(): Promise<HostCalls> {
  const calls = new HostCalls(patienceMs);
  const socket = await attach(calls);
  assert.equal(String(await calls.query(query)), 'query');
  socket.destroy();
  await once(socket, 'close');
  return calls;
}

test('a call made while the host is away is answered by the next host if it starts soon', async () => {
  const calls = await callsToNobody();
  const [asked, stored] = [calls.query(query), calls.append(append, [])];
  await attach(calls);
  assert.equal(String(await asked), 'query');
  await stored;
  await calls.close();
});

test('no call waits for a host that stays away, however late it comes, and the next host answers', async () => {
  const calls = await callsToNobody();
  await assert.rejects(calls.query(query), unavailable);
  // New calls know that no host has come for long.
  await assert.rejects(calls.query(query), unavailable);
  await assert.rejects(calls.append(append, []), unavailable);
  await attach(calls);
  assert.equal(String(await calls.query(query)), 'query');
  await calls.append(append, []);
  await calls.close();
});

test('[OP6] a query to a host that takes it and never answers is refused as retryable in time', async () => {
  const silent = createServer((socket) => void held.add(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  const calls = new HostCalls(patienceMs, patienceMs);
  calls.attach(socket);
  await assert.rejects(calls.query(query), unavailable);
  await assert.rejects(calls.ping(), unavailable);
  await calls.close();
  silent.close();
});
