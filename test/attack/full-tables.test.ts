// Tables whose bounds follow from the maximum of memory, on a server with the least that it may have:
// strangers fill connections, and a business opens consoles. An ordinary visitor and an ordinary business
// are served meanwhile. The product is started as people start it. Open conversations are filled in
// packages/server/desk/conversation-room.test.ts.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { after, before, test } from 'node:test';
import { leastMaximumBytes, memoryPlan } from '@opportune/server/memory/plan.ts';
import { WebSocket } from 'ws';
import { type Attacker, startAttack } from '../support/attacker.test-support.ts';
import { besideProxy } from '../support/talking-visitors.test-support.ts';
import { eventually } from '../e2e/product.test-support.ts';
import { comeToWork, type SocketAgent } from '../e2e/socket-agent.test-support.ts';
import { testPassword } from '../support/people.test-support.ts';
import { type Besieged, type Business, Passerby, startBesieged } from './besieged.test-support.ts';

const maximumMiB = leastMaximumBytes / 1024 / 1024;
const plan = memoryPlan(leastMaximumBytes);
/** Beyond the bound of connections. */
const beyond = 200;
/** They share few networks, as those of a flood do. */
const networks = 4;
let shops: Besieged;
let visitor: Passerby;
let agent: SocketAgent;

before(async () => {
  const OPPORTUNE_MEMORY = String(maximumMiB);
  shops = await startBesieged({ ...besideProxy.environment, OPPORTUNE_MEMORY });
  visitor = await Passerby.arrive(shops.ordinary.target, '198.51.100.1');
  agent = await openForChats(shops.ordinary);
});
after(async () => {
  visitor.leave();
  agent.close();
  await shops.close();
});

async function openForChats({ owner }: Business): Promise<SocketAgent> {
  const { body: routing } = await owner.call('GET', '/routing');
  await owner.call('PUT', '/routing', { ...routing, mode: 'pick' });
  const own = await comeToWork(shops.product, {
    email: owner.user.email,
    password: testPassword,
  });
  own.send({ type: 'agent.state', state: 'online' });
  await eventually(
    () => Promise.resolve(own.received),
    (frames) =>
      frames.some((each) => each.type === 'agent.changed' && each.agent.state === 'online'),
  );
  return own;
}

/** The most physical memory that the server ever had. */
function peakMiB(): number {
  const status = readFileSync(`/proc/${shops.product.pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
}

async function seeThatServed(): Promise<void> {
  assert.ok((await visitor.act()) > 0);
  assert.equal((await shops.ordinary.owner.call('GET', '/sites')).status, 200);
  assert.equal(agent.closedWith, null);
  assert.ok(peakMiB() < maximumMiB, `${peakMiB()} of ${maximumMiB} MiB`);
}

/** Upgraded, and then silent. Null: closed before. */
async function silent(nth: number): Promise<WebSocket | null> {
  const address = `203.0.${nth % networks}.${nth % 250}`;
  const { host, origin } = shops.hostile.target;
  const socket = new WebSocket(`ws://${host}/v1/socket`, {
    ...{ origin, headers: { 'x-forwarded-for': address } },
  });
  socket.on('error', () => {});
  await Promise.race([once(socket, 'open'), once(socket, 'close')]).catch(() => {});
  return socket.readyState === WebSocket.OPEN ? socket : null;
}

async function inTurns<T>(many: number, make: (nth: number) => Promise<T>): Promise<readonly T[]> {
  const made: T[] = [];
  for (let from = 0; from < many; from += 20)
    made.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(20, many - from) }, (_, at) => make(from + at)),
      )),
    );
  return made;
}

test('[OP9] [OP11] sockets without a hello beyond the bound make way for one another, and a newcomer comes in', async () => {
  const many = plan.connections + beyond;
  assert.ok(plan.connections > 300 && plan.connections < 2000, `${plan.connections}`);
  const sockets = await inTurns(many, silent);
  const open = sockets.filter((each) => each?.readyState === WebSocket.OPEN);
  assert.ok(open.length <= plan.connections, `${open.length} of ${plan.connections}`);
  await seeThatServed();
  const newcomer = await Passerby.arrive(shops.ordinary.target, '198.51.101.1');
  await newcomer.act();
  newcomer.leave();
  for (const each of sockets) each?.terminate();
});

test('[OP9] [OP11] sockets of visitors beyond the bound, too', async () => {
  const come = (nth: number): Promise<Passerby | null> =>
    Passerby.arrive(shops.hostile.target, `203.0.${nth % networks}.${nth % 250}`).catch(() => null);
  const visitors = await inTurns(plan.connections + beyond, come);
  const left = visitors.filter((each) => each !== null && each.isHere);
  assert.ok(left.length > plan.connections / 2, `${left.length} of ${plan.connections}`);
  assert.ok(left.length <= plan.connections, `${left.length} of ${plan.connections}`);
  await seeThatServed();
  for (const each of visitors) each?.leave();
});

test('[OP9] [OP11] fills: consoles. Those beyond the bound are refused, and the ones that are there stay', async () => {
  const { token } = shops.hostile.owner;
  const url = `${shops.product.url.replace('http', 'ws')}/api/v1/socket`;
  const answers: (number | WebSocket)[] = [];
  for (let nth = 0; nth < plan.consoles + 10; nth++) {
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } });
    socket.on('error', () => {});
    answers.push(
      await Promise.race([
        once(socket, 'open').then(() => socket),
        new Promise<number>((resolve) =>
          socket.once('unexpected-response', (_, { statusCode }) => resolve(statusCode ?? 0)),
        ),
      ]),
    );
  }
  const open = answers.filter((each) => typeof each !== 'number');
  // One is the ordinary agent's.
  assert.equal(open.length, plan.consoles - 1);
  assert.deepEqual([...new Set(answers.filter((each) => typeof each === 'number'))], [503]);
  await seeThatServed();
  assert.ok(agent.received.length > 0);
  for (const each of open) each.terminate();
});

test('[OP9] [OP10] what stalls on its way gives way, wherever it comes in, before the memory is full', async (t) => {
  const before = peakMiB();
  const stalls: Attacker[] = [];
  for (const name of ['stalled bodies', 'stalled frames'] as const)
    stalls.push(
      await startAttack({
        ...{ attack: name, count: 160, bytesPerSecond: Infinity, durationMs: 60_000 },
        target: shops.hostile.target,
        addresses: Array.from({ length: 16 }, (_, nth) => `203.0.113.${nth}`),
      }),
    );
  const others = await Promise.all(['Second', 'Third'].map((name) => shops.open(name)));
  const files = [shops.hostile, ...others].flatMap((business) =>
    Array.from({ length: 4 }, () => stalledFile(business, 8 * 1024 * 1024)),
  );
  for (let look = 0; look < 40; look++) {
    await seeThatServed();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  t.diagnostic(`${peakMiB()} of ${maximumMiB} MiB, before ${before}`);
  for (const each of files) each.destroy();
  for (const each of stalls) each.stop();
  await Promise.all(stalls.map(({ report }) => report));
});

/** A file whose last byte never comes. */
function stalledFile({ owner }: Business, sizeBytes: number): ClientRequest {
  const file = request(`${shops.product.url}/api/v1/contact-imports?name=all.csv`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${owner.token}`, 'content-type': 'application/octet-stream' },
      'content-length': sizeBytes,
    },
  });
  file.on('error', () => {});
  file.on('response', (answer) => answer.resume());
  file.write(Buffer.alloc(sizeBytes - 1, 'a,b,c\n'));
  return file;
}
