// The started product is killed with `kill -9` at random instants while a system exchanges messages
// with it over a custom channel. Afterwards the stored data is compared with the system's own
// records. OPPORTUNE_SEED replays the instants.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { testDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import type { Delivery } from '@opportune/protocol/channel/delivery.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { type Product, startProduct } from '../e2e/product.test-support.ts';
import { rounds } from '../support/proof-size.test-support.ts';

const kills = rounds({ usual: 2, full: 20 });
const seed = Number(process.env['OPPORTUNE_SEED'] ?? Date.now() % 1_000_000);
const addresses = ['ada', 'bea', 'cem'];
const environment = { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' };
/** Time for postponed work to be retried. */
const peaceMs = 300_000;

const folder = testDataFolder();
let product: Product;
let channel: RevisedChannel;
let isOver = false;
let state = seed;
const random = (): number => {
  state = (state * 48_271 + 1) % 2_147_483_647;
  return state / 2_147_483_647;
};

/** What the system said, by address and in order. */
const said = new Map<string, { readonly id: string; readonly text: string }[]>();
/** What the system received: our id, the address, the text, and whether it answered success. */
const taken: { id: string; address: string; text: string; answered: boolean }[] = [];
/** A text that the system takes and never answers. */
let unanswered: string | null = null;
/** How many answers an agent began. A killed server may have stored one that it did not confirm. */
let begun = 0;

const system = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { id, to, text } = JSON.parse(Buffer.concat(parts).toString('utf8'));
    if (text === unanswered)
      return void taken.push({ id, address: to.address, text, answered: false });
    const drawn = isOver ? 1 : random();
    if (drawn < 0.1) return void response.writeHead(429, { 'retry-after': '1' }).end();
    const answered = drawn >= 0.2;
    taken.push({ id, address: to.address, text, answered });
    if (answered) response.writeHead(204).end();
    else request.socket.destroy();
  });
});

const start = (port = 0): Promise<Product> =>
  startProduct({ apart: true, dataFolder: folder.path, demo: false, port, environment });

before(async () => {
  await new Promise<void>((listening) => system.listen(0, '127.0.0.1', listening));
  product = await start();
  // Room for all of them: whoever wrote last has no answer yet, and takes a slot.
  const { user } = await product.call<{ user: { id: string } }>('GET', '/session');
  await product.call('PATCH', `/users/${user.id}`, { room: 20 });
  channel = await product.call<RevisedChannel>('POST', '/channels', {
    ...{ kind: 'custom', name: 'ERP' },
    deliverTo: `http://127.0.0.1:${(system.address() as AddressInfo).port}/in`,
    // Without idempotency keys: an unanswered delivery is not sent again automatically.
    capabilities: { text: { most: 4000 }, receipts: 'read' },
  });
});
after(async () => {
  await product.close();
  system.close();
  folder.remove();
});

/** Posts until it is answered, and sometimes once more. */
async function say(address: string): Promise<void> {
  const own = said.get(address) ?? [];
  const message = { id: randomUUID(), text: `said ${own.length} by ${address}` };
  said.set(address, [...own, message]);
  const post = async (): Promise<boolean> => {
    const body = JSON.stringify({ id: message.id, from: { address }, text: message.text });
    const headers = signed(channel.secret ?? '', body);
    const answer = await fetch(channel.webhookUrl ?? '', {
      ...{ method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) },
    }).catch(() => null);
    return answer?.status === 202;
  };
  while (!(await post())) await wait(200);
  if (random() < 0.2) await post();
}

/** An agent takes waiting conversations and answers once in each. */
async function answer(): Promise<void> {
  await product.call('PUT', '/my-state', { state: 'online' });
  for (const { id, address } of await conversations()) {
    await product.call('POST', `/conversations/${id}/take`).catch(() => {});
    const told = { id: randomUUID(), text: `answer ${begun} to ${address}` };
    begun += 1;
    await product.call('POST', `/conversations/${id}/messages`, told).catch(() => {});
  }
}

async function conversations(): Promise<readonly Conversation[]> {
  const { items } = await product.call<{ items: Conversation[] }>(
    'GET',
    `/conversations?channel=${channel.id}`,
  );
  return items.toReversed();
}

test(
  `[DV10] ${kills} rounds of kill -9 with messages in both directions, seed ${seed}`,
  { timeout: 1_800_000 },
  async (t) => {
    const port = Number(new URL(product.url).port);
    const talking = addresses.map(async (address) => {
      while (!isOver) {
        await say(address);
        await wait(20 + random() * 150);
      }
    });
    let isDown = false;
    const answering = (async () => {
      while (!isOver) {
        if (!isDown) await answer().catch(() => {});
        await wait(50);
      }
    })();
    for (let round = 0; round < kills; round += 1) {
      await wait(800 + random() * 1500);
      isDown = true;
      process.kill(product.pid, 'SIGKILL');
      await product.close();
      product = await start(port);
      isDown = false;
    }
    await wait(1000);
    isOver = true;
    await Promise.all([...talking, answering]);
    const overAt = Date.now();
    const late = Date.now() + peaceMs;
    let found = await read();
    while (!found.isQuiet && Date.now() < late) {
      await wait(2000);
      found = await read();
    }
    const quietAfterS = Math.round((Date.now() - overAt) / 1000);
    const { talks } = found;
    const heard = (address: string) =>
      talks
        .filter((talk) => talk.address === address)
        .flatMap(({ messages }) => messages)
        .flatMap(({ author, body }) =>
          author.type === 'visitor' && body.type === 'text' ? [body.text] : [],
        );
    for (const address of addresses)
      assert.deepEqual(
        heard(address),
        (said.get(address) ?? []).map(({ text }) => text),
        `received from ${address}, seed ${seed}`,
      );
    const deliveries = talks.flatMap((talk) => talk.deliveries);
    const states = Map.groupBy(deliveries, (each) => each.state);
    let lost = 0;
    for (const { messages, deliveries: own, address } of talks) {
      const answers = messages.filter(
        ({ author, body }) => author.type === 'agent' && body.type === 'text',
      );
      assert.equal(own.length, answers.length, 'each has a delivery');
      const order: number[] = [];
      for (const [place, { id, body }] of answers.entries()) {
        const shown = own.find((each) => each.message === id)?.state;
        const text = body.type === 'text' ? body.text : '';
        const times = taken.filter((each) => each.text === text && each.address === address);
        assert.ok(times.length <= 1, `${text} left ${times.length} times, seed ${seed}`);
        const arrived = ['sent', 'delivered', 'read', 'uncertain'].includes(shown ?? '');
        if (times.length === 0 && !['failed', 'uncertain'].includes(shown ?? '')) lost += 1;
        assert.ok(times.length === 0 || arrived, `${text} is ${shown}, seed ${seed}`);
        const at = taken.findIndex((each) => each.text === text);
        if (at >= 0) order.push(at);
        assert.ok(place >= 0);
      }
      assert.deepEqual(
        order,
        order.toSorted((one, other) => one - other),
        `order, seed ${seed}`,
      );
    }
    assert.equal(lost, 0, `seed ${seed}`);
    const count = [...said.values()].reduce((sum, each) => sum + each.length, 0);
    t.diagnostic(
      JSON.stringify({
        ...{ rounds: kills, received: count, sent: deliveries.length, taken: taken.length, lost },
        quietAfterS,
        states: Object.fromEntries([...states].map(([name, each]) => [name, each.length])),
        unanswered: taken.filter(({ answered }) => !answered).length,
      }),
    );
    assert.ok(count > kills * 3 && deliveries.length > kills, 'too little happened');
  },
);

test('[JB12] what waits behind a request of a killed server leaves before its lease would lapse', async () => {
  await say('dan');
  const of = async () => (await conversations()).find(({ address }) => address === 'dan');
  await until('it is there', async () => (await of()) !== undefined);
  const id = (await of())?.id;
  await product.call('POST', `/conversations/${id}/take`).catch(() => {});
  const texts = ['never answered', 'behind it'] as const;
  [unanswered] = texts;
  for (const text of texts)
    await product.call('POST', `/conversations/${id}/messages`, { id: randomUUID(), text });
  const isTaken = (text: string) => taken.some((each) => each.text === text);
  await until('the first has left', () => isTaken(texts[0]));
  const leftAt = Date.now();
  process.kill(product.pid, 'SIGKILL');
  await product.close();
  product = await start(Number(new URL(product.url).port));
  await until('the second has left', () => isTaken(texts[1]), 2 * jobLimits.leaseMs);
  assert.ok(Date.now() - leftAt < jobLimits.leaseMs);
  assert.equal(taken.filter(({ text }) => text === texts[0]).length, 1);
});

interface Talk {
  readonly address: string;
  readonly messages: readonly Message[];
  readonly deliveries: readonly Delivery[];
}

async function read(): Promise<{ readonly talks: readonly Talk[]; readonly isQuiet: boolean }> {
  const talks: Talk[] = [];
  for (const { id, address } of await conversations()) {
    const messages: Message[] = [];
    for (;;) {
      const after = messages.at(-1)?.sequence ?? 0;
      const page = await product.call<{ messages: Message[] }>(
        'GET',
        `/conversations/${id}/messages?after=${after}`,
      );
      if (page.messages.length === 0) break;
      messages.push(...page.messages);
    }
    const { items } = await product.call<{ items: Delivery[] }>(
      'GET',
      `/conversations/${id}/deliveries`,
    );
    talks.push({ address, messages, deliveries: items });
  }
  const received = talks.flatMap(({ messages }) =>
    messages.filter(({ author }) => author.type === 'visitor'),
  ).length;
  const count = [...said.values()].reduce((sum, each) => sum + each.length, 0);
  const isQuiet =
    received >= count &&
    talks.every(({ deliveries }) => deliveries.every(({ state: shown }) => shown !== 'queued'));
  return { talks, isQuiet };
}

function signed(secret: string, body: string): Record<string, string> {
  const [id, time] = [`msg_${randomUUID()}`, String(Math.floor(Date.now() / 1000))];
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': time,
    'webhook-signature': `v1,${signature}`,
  };
}
