// The started product is killed with `kill -9` while an agent speaks with a colleague apart from the customer.
// From then on nobody hears anybody, the call is over for all of them, and the same people speak again.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { testDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { Talker } from '@opportune/server/call/talker.test-support.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { CallServerFrame, SpokenCall } from '@opportune/protocol/conversation/spoken.ts';
import {
  administrator,
  inviteUser,
  type Person,
  type Product,
  startProduct,
} from '../e2e/product.test-support.ts';
import { comeToWork, type SocketAgent } from '../e2e/socket-agent.test-support.ts';
import { comeToShop, type SocketVisitor } from '../e2e/socket-visitor.test-support.ts';

type Side = SocketAgent | SocketVisitor;

const page = { path: '/', title: 'Shop' } as const;
const folder = testDataFolder();
const talkers = {
  visitor: new Talker('visitor'),
  ada: new Talker('ada'),
  ben: new Talker('ben'),
} as const;
let product: Product;
let colleague: Person;

const start = (port = 0): Promise<Product> =>
  startProduct({ apart: true, dataFolder: folder.path, port });

before(async () => {
  product = await start();
  const ben = { email: 'ben@aldermoor.example', name: 'Ben Weber', role: 'agent' } as const;
  colleague = await inviteUser(product, ben);
});
after(async () => {
  for (const each of Object.values(talkers)) await each.close();
  await product?.close();
  folder.remove();
});

async function atWork(person: Person): Promise<SocketAgent> {
  const agent = await comeToWork(product, person);
  agent.send({ type: 'agent.state', state: 'online' });
  return agent;
}

/** Once the colleague may be asked. */
const asks = (agent: SocketAgent, call: string, user: string): Promise<void> =>
  until('the colleague is asked', () =>
    agent.command({ type: 'call.consult', call, user }).then(
      () => true,
      () => false,
    ),
  );

/** Their call as it was last told, once it fits. */
async function told(
  { received }: Side,
  fits: (call: SpokenCall) => boolean,
): Promise<SpokenCall['id']> {
  const all = () =>
    (received as readonly CallServerFrame[]).flatMap((frame) =>
      frame.type === 'call' ? [frame.call] : [],
    );
  await until('the call is told', () => all().some(fits));
  return all().findLast(fits)?.id ?? assert.fail();
}

/** Brings their sound to the call. */
async function joins(side: Side, talker: Talker, call: string): Promise<void> {
  const carrier = randomUUID();
  side.send({ type: 'call.offer', call, carrier, sdp: await talker.offer() });
  const answers = () =>
    (side.received as readonly CallServerFrame[]).flatMap((frame) =>
      frame.type === 'call.answer' && frame.carrier === carrier ? [frame.sdp] : [],
    );
  await until('an answer', () => answers().length > 0);
  await talker.accept(answers()[0] ?? '');
}

const is = (state: SpokenCall['state']) => (call: SpokenCall) => call.state === state;

/** The visitor asks to speak, and the agent accepts. Both hear each other. */
async function speak(visitor: SocketVisitor, agent: SocketAgent, conversation: string) {
  visitor.send({ type: 'call.propose', request: randomUUID(), conversation });
  const call = await told(agent, is('asked'));
  agent.send({ type: 'call.accept', call });
  await joins(visitor, talkers.visitor, call);
  await joins(agent, talkers.ada, call);
  await talkers.visitor.hearing(['ada']);
  await talkers.ada.hearing(['visitor']);
  return call;
}

test('[CX13.5] [CX27] kill -9 in a consultation: nobody hears anybody, and the same people speak again', async () => {
  let ada = await atWork(administrator);
  let visitor = await comeToShop(product, page);
  const { token } = await visitor.frame('welcome');
  visitor.send({ type: 'chat.start', request: 'start', message: { id: 'first', text: 'Hello' } });
  const talk = async (): Promise<Conversation | undefined> => {
    const { items } = await product.call<{ items: Conversation[] }>('GET', '/conversations');
    return items[0];
  };
  await until('it is hers', async () => (await talk())?.agent?.user === ada.user);
  const conversation = (await talk())?.id ?? '';
  const call = await speak(visitor, ada, conversation);
  let ben = await atWork(colleague);
  await asks(ada, call, ben.user);
  await told(ben, is('asked'));
  ben.send({ type: 'call.accept', call });
  await joins(ben, talkers.ben, call);
  await talkers.ada.hearing(['ben']);
  await talkers.ben.hearing(['ada']);
  await talkers.visitor.hearing(['music']);

  process.kill(product.pid, 'SIGKILL');
  for (const each of Object.values(talkers)) await each.hearing([]);
  await product.close();
  product = await start(Number(new URL(product.url).port));

  visitor = await comeToShop(product, page, { id: visitor.id, token });
  ada = await atWork(administrator);
  ben = await atWork(colleague);
  for (const { received } of [ada, ben]) {
    const all = received.find((frame) => frame.type === 'calls.all');
    assert.deepEqual(all?.type === 'calls.all' && all.calls, []);
  }
  assert.deepEqual([(await talk())?.status, (await talk())?.agent?.user], ['active', ada.user]);
  const { messages } = await product.call<{ messages: Message[] }>(
    'GET',
    `/conversations/${conversation}/messages`,
  );
  const notes = messages.flatMap(({ body }) => (body.type === 'system' ? [body.note] : []));
  assert.deepEqual(
    notes.flatMap((note) => (note.type === 'call-ended' ? [note.reason] : [])),
    ['restarted'],
  );
  for (const each of Object.values(talkers)) await each.hearing([]);

  const again = await speak(visitor, ada, conversation);
  await talkers.ben.hearing([]);
  await asks(ada, again, ben.user);
  await told(ben, (each) => each.id === again && each.state === 'asked');
  await talkers.visitor.hearing(['music']);
  ada.send({ type: 'call.return', call: again });
  await talkers.visitor.hearing(['ada']);
  for (const side of [ada, ben, visitor]) side.close();
});
