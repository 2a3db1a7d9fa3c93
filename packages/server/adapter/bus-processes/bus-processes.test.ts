// The bus across processes: the contract of every bus between two of its members, and what happens when
// real processes are killed, stop, or speak nonsense.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { busContract } from '@opportune/core/contracts/bus.contract.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { until } from '../process/processes.test-support.ts';
import { openProcessBus } from './bus-processes.ts';
import { encodeFrame, encodeValue } from './frames.ts';
import type { Told } from './process.test-support.ts';

const program = path.join(import.meta.dirname, 'process.test-support.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'opportune-bus-'));
const alive = new Set<ChildProcess>();
let paths = 0;
after(() => {
  for (const child of alive) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const silent = { info() {}, warn() {}, error() {} };
const freshPath = () => path.join(folder, `${(paths += 1)}`);

interface Child {
  readonly child: ChildProcess;
  readonly said: Record<string, unknown>[];
  tell(told: Told): Promise<void>;
  kill(): Promise<void>;
}

async function start(role: 'hub' | 'member', at: string): Promise<Child> {
  const child = spawn(process.execPath, [program, role, at], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  const said: Record<string, unknown>[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(JSON.parse(line) as Record<string, unknown>);
  });
  await until(`${role} is ready`, () => said.length > 0);
  let told = 0;
  const done = () => said.filter((line) => line['done'] === true).length;
  return {
    ...{ child, said },
    async tell(line) {
      told += 1;
      const wanted = told;
      child.stdin.write(`${JSON.stringify(line)}\n`);
      await until('it did it', () => done() >= wanted);
    },
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function connected(at: string): Promise<Bus> {
  const bus = openProcessBus(at, silent);
  await bus.connected;
  return bus;
}

/** Collects `{of, n}` of a topic. */
function heardOn(bus: Bus, topic: string): { readonly of: string; readonly n: number }[] {
  const heard: { of: string; n: number }[] = [];
  bus.subscribe(topic, (message) => heard.push(message as { of: string; n: number }));
  return heard;
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

busContract('across processes', async () => {
  const at = freshPath();
  const hub = await start('hub', at);
  const [one, other] = [await connected(at), await connected(at)];
  return {
    publish: one.publish,
    ask: one.ask,
    subscribe: other.subscribe,
    answer: other.answer,
    async close() {
      await Promise.all([one.close(), other.close()]);
      await hub.kill();
    },
  };
});

busContract('across processes, within one of them', async () => {
  const at = freshPath();
  const hub = await start('hub', at);
  const bus = await connected(at);
  return {
    ...bus,
    async close() {
      await bus.close();
      await hub.kill();
    },
  };
});

test('[CL15.1] each listener hears all messages of each sender once and in its order', async () => {
  const at = freshPath();
  await start('hub', at);
  const members = await Promise.all([1, 2, 3].map(() => start('member', at)));
  const bus = await connected(at);
  const heard = heardOn(bus, 'numbers');
  const count = 2000;
  for (const member of members) await member.tell({ subscribe: 'numbers' });
  await Promise.all(
    members.map((member, of) =>
      member.tell({ publish: 'numbers', of: `${of}`, count, sizeBytes: 50 }),
    ),
  );
  const lists = [heard, ...members.map(({ said }) => said)];
  for (const list of lists)
    for (const sender of ['0', '1', '2']) {
      const own = () => list.filter(({ of }) => of === sender).map(({ n }) => n);
      await until(`all of ${sender} are heard`, () => own().length >= count);
      assert.deepEqual(own(), numbers(count));
    }
  await bus.close();
});

test('[CL15.2] a member that is killed is missed by nobody, and its questions are unanswered', async () => {
  const at = freshPath();
  await start('hub', at);
  const killed = await start('member', at);
  const bus = await connected(at);
  const asker = await connected(at);
  await killed.tell({ answer: 'question', with: null });
  await killed.tell({ subscribe: 'numbers' });
  const answered = new Promise((heard) => asker.ask('question', 1, heard));
  const heard = heardOn(bus, 'numbers');
  await killed.kill();
  assert.equal(await answered, undefined);
  asker.publish('numbers', { of: 'asker', n: 1 });
  await until('it is heard', () => heard.length === 1);
  const replaced = await start('member', at);
  await replaced.tell({ answer: 'question', with: 'again' });
  assert.equal(await new Promise((answer) => asker.ask('question', 1, answer)), 'again');
  await bus.close();
  await asker.close();
});

test('[CL15.3] members of a hub that is killed connect to its successor, and hear nothing twice', async () => {
  const at = freshPath();
  const hub = await start('hub', at);
  const member = await start('member', at);
  const bus = await connected(at);
  const heard = heardOn(bus, 'numbers');
  await member.tell({ publish: 'numbers', of: 'before', count: 5, sizeBytes: 1 });
  await until('they are heard', () => heard.length === 5);
  await hub.kill();
  assert.equal(await new Promise((answer) => bus.ask('question', 1, answer)), undefined);
  await start('hub', at);
  // What is published until both are back may be lost, but keeps its order.
  let round = 0;
  await until('they are heard again', async () => {
    round += 1;
    await member.tell({ publish: 'numbers', of: `after ${round}`, count: 3, sizeBytes: 1 });
    return heard.some(({ of, n }) => of.startsWith('after') && n === 3);
  });
  assert.equal(new Set(heard.map(({ of, n }) => `${of} ${n}`)).size, heard.length);
  const after = heard.slice(5).map(({ of, n }) => Number(of.slice(6)) * 10 + n);
  assert.deepEqual(
    after,
    after.toSorted((one, other) => one - other),
  );
  await bus.close();
});

test('[CL15.4] promise 7: a member that stopped loses its oldest messages and keeps nobody waiting', async () => {
  const at = freshPath();
  const hub = await start('hub', at);
  const stopped = await start('member', at);
  await stopped.tell({ subscribe: 'numbers' });
  const sender = await connected(at);
  const bus = await connected(at);
  const heard = heardOn(bus, 'numbers');
  stopped.child.kill('SIGSTOP');
  const text = 'x'.repeat(1024 * 1024);
  const count = Math.ceil((tableLimits.busBytes / text.length) * 1.5);
  for (let n = 1; n <= count; n += 1) {
    sender.publish('numbers', { of: 'sender', n, text });
    await until('it is heard', () => heard.length === n);
  }
  await until('it warns', () => hub.said.some((line) => 'warned' in line));
  stopped.child.kill('SIGCONT');
  const received = () =>
    stopped.said.filter((line) => line['of'] === 'sender').map(({ n }) => n as number);
  await until('it hears the newest', () => received().includes(count));
  assert.ok(received().length < count);
  assert.deepEqual(
    received(),
    received().toSorted((one, other) => one - other),
  );
  await Promise.all([sender.close(), bus.close()]);
});

test('[CL15.5] whoever speaks no frames, or those of another build, is cut off', async () => {
  const at = freshPath();
  await start('hub', at);
  const bus = await connected(at);
  const speaks = (oldest: number, newest: number) =>
    encodeFrame({ kind: 'hello', value: encodeValue({ oldest, newest }) });
  const before = encodeFrame({
    kind: 'publish',
    topic: 'numbers',
    value: encodeValue(1),
  });
  for (const bytes of [
    Buffer.alloc(64, 255),
    speaks(7, 8),
    before,
    Buffer.from('GET / HTTP/1.1\r\n'),
  ]) {
    const socket = connect(at);
    socket.on('error', () => {});
    socket.write(bytes ?? '');
    socket.resume();
    await once(socket, 'close');
  }
  const heard = heardOn(bus, 'numbers');
  const other = await connected(at);
  other.publish('numbers', { of: 'other', n: 1 });
  await until('it is heard', () => heard.length === 1);
  await Promise.all([bus.close(), other.close()]);
});
