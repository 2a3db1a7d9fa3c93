// The started product is killed with `kill -9` while somebody waits for a call back, while it rings at
// them, and while they talk. The promise is kept, and nobody is called twice for one try.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { testDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { Talker } from '@opportune/server/call/talker.test-support.ts';
import type { Callback } from '@opportune/protocol/conversation/callback.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { CallServerFrame } from '@opportune/protocol/conversation/spoken.ts';
import { administrator, type Product, startProduct } from '../e2e/product.test-support.ts';
import { comeToWork, type SocketAgent } from '../e2e/socket-agent.test-support.ts';
import { comeToShop, type SocketVisitor } from '../e2e/socket-visitor.test-support.ts';

const page = { path: '/', title: 'Shop' } as const;
const folder = testDataFolder();
const talkers: Talker[] = [];
let product: Product;

const start = (port = 0): Promise<Product> =>
  startProduct({ apart: true, dataFolder: folder.path, port });

before(async () => {
  product = await start();
});
after(async () => {
  for (const each of talkers) await each.close();
  await product?.close();
  folder.remove();
});

async function killed(): Promise<void> {
  process.kill(product.pid, 'SIGKILL');
  await product.close();
  product = await start(Number(new URL(product.url).port));
}

/** Comes back after a kill, and is online. */
async function backAtWork(): Promise<SocketAgent> {
  const agent = await comeToWork(product, administrator);
  await product.call('PUT', '/my-state', { state: 'online' });
  return agent;
}

async function promise(): Promise<Callback | undefined> {
  const { items } = await product.call<{ items: Callback[] }>('GET', '/callbacks');
  return items[0];
}

/** What is over. */
async function over(): Promise<Callback | undefined> {
  const { items } = await product.call<{ items: Callback[] }>('GET', '/callbacks?state=over');
  return items[0];
}

function calls({ received }: SocketAgent | SocketVisitor) {
  return received.flatMap((frame) => (frame.type === 'call' ? [frame.call] : []));
}

/** The visitor accepts the call that rings, and both sides bring their sound. */
async function talk(agent: SocketAgent, visitor: SocketVisitor): Promise<void> {
  const call = calls(visitor).at(-1)?.id ?? '';
  visitor.send({ type: 'call.accept', call });
  for (const side of [visitor, agent]) {
    const talker = new Talker('word');
    talkers.push(talker);
    side.send({ type: 'call.offer', call, carrier: 'page', sdp: await talker.offer() });
    const answered = () => (side.received as readonly CallServerFrame[]).find(isAnswer);
    await until('an answer', () => answered() !== undefined);
    await talker.accept(answered()?.sdp ?? '');
  }
}

function isAnswer(
  frame: CallServerFrame,
): frame is Extract<CallServerFrame, { type: 'call.answer' }> {
  return frame.type === 'call.answer';
}

/** Until it rings at the agent and they accept, and it rings in the page of the visitor. */
async function accepts(agent: SocketAgent, visitor: SocketVisitor): Promise<void> {
  const conversation = (await promise())?.conversation ?? '';
  await until('it rings', () =>
    agent.received.some((frame) => {
      const rings =
        frame.type === 'ring.began' ? [frame.ring] : frame.type === 'rings.all' ? frame.rings : [];
      return rings.some((ring) => ring.conversation === conversation);
    }),
  );
  await agent.command({ type: 'conversation.accept', conversation });
  await until('it rings in the page', () =>
    visitor.received.some((frame) => frame.type === 'call' && frame.call.state === 'asked'),
  );
}

test('[CB5] [CB7] after kill -9 a promise is kept, a call that rang is one try, and one that was answered is reached', async () => {
  let agent = await backAtWork();
  let visitor = await comeToShop(product, page);
  const { token } = await visitor.frame('welcome');
  const returns = () => comeToShop(product, page, { id: visitor.id, token });
  const request = randomUUID();
  const asks = { type: 'chat.call-back', request, way: { type: 'browser' }, from: null } as const;
  visitor.send(asks);
  await visitor.frame('chat.slots');
  await killed();

  visitor = await returns();
  // Whoever heard no answer asks again.
  visitor.send(asks);
  await visitor.frame('chat.slots');
  agent = await backAtWork();
  assert.equal((await product.call<{ items: [] }>('GET', '/callbacks')).items.length, 1);
  assert.equal((await promise())?.attempts, 0);
  await accepts(agent, visitor);
  assert.deepEqual([(await promise())?.attempts, (await promise())?.state], [1, 'ringing']);
  await killed();

  visitor = await returns();
  agent = await backAtWork();
  await until('it is tried again later', async () => (await promise())?.state === 'promised');
  const again = await promise();
  assert.equal(again?.attempts, 1);
  assert.ok((again?.dueAt ?? 0) > Date.now() + 60_000);
  // An agent calls at once instead of waiting.
  await product.call('POST', `/callbacks/${again?.id}/call`);
  await accepts(agent, visitor);
  assert.equal((await promise())?.attempts, 2);

  await talk(agent, visitor);
  await until('they hear each other', () =>
    calls(agent).some((call) => call.state === 'connected'),
  );
  await until('it is reached', async () => (await over())?.state === 'reached');
  await killed();

  visitor = await returns();
  agent = await backAtWork();
  const { items } = await product.call<{ items: Callback[] }>('GET', '/callbacks');
  assert.deepEqual(items, []);
  const path = `/conversations/${again?.conversation}`;
  const { status, agent: owner } = await product.call<Conversation>('GET', path);
  assert.deepEqual([status, owner?.user], ['active', agent.user]);
  assert.equal((await over())?.attempts, 2);
  visitor.close();
  agent.close();
});
