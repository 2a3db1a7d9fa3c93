// What is passed on to other nodes over TCP: to one that vanished without a word, and under a name that
// no client can choose.
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import { WebSocket, WebSocketServer } from 'ws';
import { until } from '../../adapter/process/processes.test-support.ts';
import { carryFrames } from './carry-frames.ts';
import { Lines } from './lines.ts';
import { type Passing, passRequest, passUpgrade } from './pass-on.ts';
import { onNode } from './place.ts';

const secret = 'a-secret-of-all-nodes';

/** Stands still, so that the kernel takes a few connections for it and drops the next ones. */
const program = `
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    process.send(server.address().port);
    setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 100);
  });
  process.on('disconnect', () => process.exit(0));
`;

/** The port of a machine that answers no attempt to connect. */
async function vanished(t: TestContext): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vanished-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'silent.cjs');
  writeFileSync(file, program);
  const child: ChildProcess = fork(file, { execArgv: [] });
  t.after(() => child.kill('SIGKILL'));
  const [port] = (await once(child, 'message')) as [number];
  await pause(1000);
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    t.after(() => socket.destroy());
    const taken = once(socket, 'connect').then(() => true);
    if (!(await Promise.race([taken, pause(500, false)]))) return port;
  }
}

async function portOf(t: TestContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  t.after(() => server.closeAllConnections());
  return (server.address() as AddressInfo).port;
}

/** The name of a place that is on one node first, and on another one after a while. */
function moving(from: number, to: number, passed: Passing['passed'] = () => {}): Passing {
  let port = from;
  setTimeout(() => (port = to), 700);
  return {
    get to() {
      return onNode(`127.0.0.1:${port}`, '2');
    },
    ...{ secret, passed },
  };
}

test('[CL18.3] a request on its way to a machine that vanished is answered once its name has moved', async (t) => {
  const gone = await vanished(t);
  const home = await portOf(
    t,
    createServer((_, response) => response.end('at home')),
  );
  const passing = moving(gone, home);
  const here = await portOf(
    t,
    createServer((asked, response) => void passRequest(passing, asked, response)),
  );
  const answered = await fetch(`http://127.0.0.1:${here}/`, {
    signal: AbortSignal.timeout(60_000),
  });
  assert.equal(await answered.text(), 'at home');
});

test('[CL18.3] a socket on its way to a machine that vanished goes on once its name has moved', async (t) => {
  const gone = await vanished(t);
  const http = createServer();
  const atHome = new WebSocketServer({ server: http });
  atHome.on('connection', (socket) => socket.on('message', () => socket.send('at home')));
  const passing = moving(gone, await portOf(t, http));
  const door = createServer();
  new WebSocketServer({ server: door }).on('connection', (client, request) => {
    client.pause();
    void carryFrames(passing, { client, request, mostBytes: 1024, waits: () => {} }, [
      [Buffer.from('hello'), false],
    ]);
  });
  const client = new WebSocket(`ws://127.0.0.1:${await portOf(t, door)}/`);
  t.after(() => client.terminate());
  const heard: string[] = [];
  client.on('message', (data) => heard.push(String(data)));
  client.on('error', () => {});
  await until('it is at home', () => heard.length > 0);
  assert.deepEqual(heard, ['at home']);
});

test('[CL18.5] an upgrade is given up if the process that it was passed on to never answers', async (t) => {
  const arrived = Promise.withResolvers<Socket>();
  const home = createServer();
  home.on('upgrade', (_: IncomingMessage, socket: Socket) => arrived.resolve(socket));
  const passing: Passing = {
    to: onNode(`127.0.0.1:${await portOf(t, home)}`, '2'),
    ...{ secret, passed() {} },
  };
  const door = createServer();
  door.on('upgrade', (asked: IncomingMessage, socket: Socket, head: Buffer) => {
    void passUpgrade(passing, asked, socket, head);
  });
  const port = await portOf(t, door);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const client = new WebSocket(`ws://127.0.0.1:${port}/`);
  client.on('error', () => {});
  const closed = new Promise((resolve) => client.once('close', resolve));
  const atHome = await arrived.promise;
  atHome.on('error', () => {});
  t.mock.timers.tick(2 * socketLimits.openMs);
  await closed;
});

test('[CL18.4] what was passed on to a node that is out of the cluster is cut off', async (t) => {
  const lines = new Lines();
  const taken: Socket[] = [];
  const home = createTcp((socket) => {
    socket.on('error', () => {});
    taken.push(socket);
  });
  home.listen(0, '127.0.0.1');
  await once(home, 'listening');
  t.after(() => home.close());
  const address = `127.0.0.1:${(home.address() as AddressInfo).port}`;
  const passing: Passing = {
    to: onNode(address, '2'),
    secret,
    passed: (place, line) => lines.add(place, line),
  };
  const here = await portOf(
    t,
    createServer((asked, response) => void passRequest(passing, asked, response)),
  );
  lines.keep([address, '192.0.2.1:7710']);
  const ask = (): Promise<unknown> => fetch(`http://127.0.0.1:${here}/`);
  const asked = ask();
  asked.catch(() => {});
  await until('it is passed on', () => taken.length > 0);
  lines.keep([address]);
  assert.equal(taken[0]?.destroyed, false);
  lines.keep(['192.0.2.1:7710']);
  await assert.rejects(asked);
  // Nobody is there any more.
  await assert.rejects(ask());
});

test('[CL18.2] a client does not choose the name of what is passed on', async (t) => {
  const heads: IncomingMessage['rawHeaders'][] = [];
  const http = createServer((asked, response) => {
    heads.push(asked.rawHeaders);
    response.end();
  });
  http.on('upgrade', (asked: IncomingMessage, socket: Socket) => {
    heads.push(asked.rawHeaders);
    socket.destroy();
  });
  const passing: Passing = {
    to: onNode(`127.0.0.1:${await portOf(t, http)}`, '2'),
    ...{ secret, passed() {} },
  };
  const door = createServer((asked, response) => void passRequest(passing, asked, response));
  door.on('upgrade', (asked: IncomingMessage, socket: Socket, head: Buffer) => {
    void passUpgrade(passing, asked, socket, head);
  });
  const port = await portOf(t, door);
  const forged = { 'x-opportune-home': '1', 'x-opportune-peer': 'a-secret-of-nobody 192.0.2.9' };
  await fetch(`http://127.0.0.1:${port}/`, { headers: forged });
  const client = new WebSocket(`ws://127.0.0.1:${port}/`, { headers: forged });
  client.on('error', () => {});
  await until('both have arrived', () => heads.length === 2);
  for (const head of heads) {
    const valuesOf = (name: string): readonly string[] =>
      head.filter((_, at) => at % 2 === 1 && head[at - 1]?.toLowerCase() === name);
    assert.deepEqual(valuesOf('x-opportune-home'), ['2']);
    assert.deepEqual(valuesOf('x-opportune-peer'), [`${secret} 127.0.0.1`]);
  }
});
