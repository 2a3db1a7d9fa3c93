// How long a visitor's message takes to reach the agent's screen: the whole product with its
// database, visitors on the visitor socket, agents on the console's socket, and every message
// stored before it is forwarded. The generator shares the process and its core with the server, so
// the real delay is no longer than this figure.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { BenchRow } from './row.ts';
import { startProduct } from '../test/support/product.test-support.ts';
import { besideProxy } from '../test/support/talking-visitors.test-support.ts';
import type { Owner, Person } from '../test/support/people.test-support.ts';

const perSecond = 200;
const seconds = 15;
const warmUpSeconds = 3;
/** A visitor may send 20 messages in ten seconds. 120 visitors send 16 or 17 each. */
const visitors = 120;
const agents = 6;
const room = 20;
const patienceMs = 30_000;

interface Line {
  readonly socket: WebSocket;
  send(frame: object): void;
  /** Resolves with the first frame that fits. */
  next(fits: (frame: Frame) => boolean): Promise<Frame>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a client reads frames of every shape
type Frame = any;

/** Yields `message.p99.ms`. */
export async function* messageRows(): AsyncIterable<BenchRow> {
  const product = await startProduct(besideProxy.environment);
  try {
    const delays = await measure(
      product.url,
      await product.newAccount('Message bench'),
      product.invite,
    );
    delays.sort((a, b) => a - b);
    const p99 = delays[Math.floor(delays.length * 0.99)] ?? Infinity;
    const how = `${delays.length} messages at ${perSecond}/s, ${visitors} visitors, ${agents} agents, each visitor at an address of their own, sockets and server in one process, PostgreSQL with fsync; from the visitor's send to the agent's frame`;
    yield {
      name: 'message.p99.ms',
      value: Math.round(p99 * 10) / 10,
      unit: 'ms',
      target: '<= 50',
      how,
    };
  } finally {
    await product.close();
  }
}

async function measure(
  url: string,
  owner: Owner,
  invite: (by: Person, role: 'agent') => Promise<Person>,
): Promise<number[]> {
  const site = await owner.call('POST', '/sites', {
    name: 'Bench',
    origins: ['https://shop.example'],
  });
  const key = String(site.body.writeKey);
  const sentAt = new Map<string, number>();
  const delays: number[] = [];
  const lines: Line[] = [];
  for (let index = 0; index < agents; index += 1) {
    const agent = await invite(owner, 'agent');
    await owner.call('PATCH', `/users/${agent.user.id}`, { room });
    lines.push(
      await openAgent(url, agent, (id) => {
        const sent = sentAt.get(id);
        if (sent !== undefined && sentAt.delete(id)) delays.push(performance.now() - sent);
      }),
    );
  }
  const talking = await Promise.all(
    Array.from({ length: visitors }, (_, at) => openVisitor(url, key, `198.18.0.${at}`)),
  );
  await talk(talking, warmUpSeconds, () => {});
  await talk(talking, seconds, (id) => void sentAt.set(id, performance.now()));
  await until(() => sentAt.size === 0);
  for (const { socket } of [...lines, ...talking]) socket.terminate();
  return delays;
}

/** Evenly by the clock: a late message delays none of the following ones. */
async function talk(
  talking: readonly (Line & { readonly conversation: string })[],
  forSeconds: number,
  sending: (id: string) => void,
): Promise<void> {
  const startedAt = performance.now();
  for (let count = 0; count < forSeconds * perSecond;) {
    const due = Math.min(
      forSeconds * perSecond,
      Math.floor(((performance.now() - startedAt) / 1000) * perSecond) + 1,
    );
    for (; count < due; count += 1) {
      const line = talking[count % talking.length]!;
      const id = randomUUID();
      sending(id);
      line.send({
        type: 'chat.post',
        conversation: line.conversation,
        id,
        text: `Message ${count} of some ordinary length, as people write`,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function openAgent(url: string, agent: Person, heard: (id: string) => void): Promise<Line> {
  const line = await open(`${url.replace('http', 'ws')}/api/v1/socket`, {
    authorization: `Bearer ${agent.token}`,
  });
  line.socket.on('message', (data) => {
    const frame: Frame = JSON.parse(String(data));
    if (frame.type === 'message') heard(frame.message.id);
  });
  const online = line.next(
    ({ type, agent: found }) =>
      type === 'agent.changed' && found.user === agent.user.id && found.state === 'online',
  );
  line.send({ type: 'agent.state', state: 'online' });
  await online;
  return line;
}

async function openVisitor(
  url: string,
  key: string,
  address: string,
): Promise<Line & { readonly conversation: string }> {
  const line = await open(`${url.replace('http', 'ws')}/v1/socket`, {
    origin: 'https://shop.example',
    'x-forwarded-for': address,
  });
  const welcome = line.next(({ type }) => type === 'welcome');
  const page = { url: 'https://shop.example/', path: '/', title: 'Shop' };
  line.send({
    type: 'hello',
    version: 1,
    key,
    visitor: randomUUID(),
    fresh: true,
    pageView: randomUUID(),
    page,
    language: 'en',
    timeZone: 'UTC',
    viewportWidth: 1280,
  });
  await welcome;
  const active = line.next(
    ({ type, conversation }) => type === 'chat.state' && conversation.status === 'active',
  );
  line.send({ type: 'chat.start', request: randomUUID() });
  return { ...line, conversation: (await active).conversation.id };
}

async function open(address: string, headers: Record<string, string>): Promise<Line> {
  const socket = new WebSocket(address, { headers });
  const waiting = new Set<(frame: Frame) => void>();
  socket.on('message', (data) => {
    if (waiting.size === 0) return;
    const frame: Frame = JSON.parse(String(data));
    for (const each of waiting) each(frame);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    socket,
    send: (frame) => socket.send(JSON.stringify(frame)),
    next: (fits) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error('an expected frame did not come')),
          patienceMs,
        );
        const hear = (frame: Frame): void => {
          if (frame.type === 'problem' || frame.type === 'chat.refused')
            reject(new Error(frame.problem.message));
          if (!fits(frame)) return;
          clearTimeout(late);
          waiting.delete(hear);
          resolve(frame);
        };
        waiting.add(hear);
      }),
  };
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > deadline)
      throw new Error('messages were lost on their way to the agent');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
