// Webhooks against the started product: what happens in conversations is posted to a receiver of the
// account, in order, signed by the convention, whose own library judges it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Webhook as Judge } from 'standardwebhooks';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Webhook, WebhookEvent } from '@opportune/protocol/rest/webhook/webhooks.ts';
import { type CustomSystem, customSystem } from '../e2e/custom-system.test-support.ts';
import { eventually, type Product, startProduct } from '../e2e/product.test-support.ts';

interface Told {
  readonly id: string;
  readonly type: string;
  readonly account: string;
  readonly data: {
    readonly conversation?: Conversation | string;
    readonly message?: { readonly body: { readonly text?: string } };
    readonly delivery?: { readonly state: string };
  };
}

/** A receiver as a developer writes one: verifies with the library, and answers as it is told to. */
async function receiver() {
  let secret = '';
  let status = 204;
  const told: Told[] = [];
  const tries: number[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      tries.push(status);
      try {
        new Judge(secret).verify(body, request.headers as Record<string, string>);
      } catch (error) {
        refused.push(String(error));
        return response.writeHead(401).end();
      }
      if (status < 300) told.push(JSON.parse(body));
      return response.writeHead(status).end(status < 300 ? '' : 'not now\0');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    ...{ told, tries, refused },
    trust: (given: string) => void (secret = given),
    answers: (given: number) => void (status = given),
    close: () => server.close(),
  };
}

const everything = [
  'conversation.started',
  'conversation.assigned',
  'conversation.ended',
  'message.created',
  'message.changed',
  'delivery.changed',
  'contact.moved',
  'opt-in.changed',
] as const;

let product: Product;
let system: CustomSystem;
let hooked: Awaited<ReturnType<typeof receiver>>;
let webhook: Webhook;

before(async () => {
  const environment = { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' };
  product = await startProduct({ demo: false, environment });
  system = await customSystem(product, { name: 'Warehouse', icon: '' });
  hooked = await receiver();
  const draft = { name: 'Data house', url: hooked.url, events: everything };
  webhook = await product.call<Webhook>('POST', '/webhooks', draft);
  hooked.trust(webhook.secret ?? '');
});
after(async () => {
  hooked.close();
  system.close();
  await product.close();
});

const typesOf = (of: readonly Told[]) => of.map(({ type }) => type);
const log = async (query = '') =>
  (await product.call<{ items: WebhookEvent[] }>('GET', `/webhooks/${webhook.id}/events${query}`))
    .items;

describe('webhooks', () => {
  it('[WH1] [WH2] [WH3] tell a conversation in order, each event once and signed', async () => {
    await system.says({ address: 'ada', name: 'Ada' }, 'Is the lamp in stock?');
    await product.call('PUT', '/my-state', { state: 'online' });
    const talks = await eventually(
      () => product.call<{ items: Conversation[] }>('GET', '/conversations'),
      ({ items }) => items.length > 0,
    );
    const id = talks.items[0]?.id ?? '';
    await product.call('POST', `/conversations/${id}/take`).catch(() => {});
    await product.call('POST', `/conversations/${id}/messages`, { id: 'm1', text: 'Yes, five.' });
    await eventually(
      async () => hooked.told,
      (told) => told.some(({ data }) => data.delivery?.state === 'sent'),
    );
    await product.call('POST', `/conversations/${id}/finish`);
    const told = await eventually(
      async () => hooked.told,
      (all) => typesOf(all).includes('conversation.ended'),
    );
    assert.deepEqual(typesOf(told), [
      'conversation.started',
      'message.created',
      'conversation.assigned',
      'message.created',
      'delivery.changed',
      'conversation.ended',
    ]);
    assert.deepEqual(hooked.refused, []);
    assert.equal(new Set(told.map((each) => each.id)).size, told.length);
    assert.equal(told[1]?.data.message?.body.text, 'Is the lamp in stock?');
    assert.ok(told.every(({ account }) => account === told[0]?.account));
    // It is noted after the receiver has it.
    const newest = await eventually(
      async () => (await log())[0],
      (event) => event?.state === 'delivered',
    );
    assert.equal(newest?.type, 'conversation.ended');
    assert.equal(newest?.status, 204);
  });

  it('[WH4] keep what a receiver refuses, with the answer, and post it again under the same id', async () => {
    hooked.answers(500);
    const before = hooked.told.length;
    const event = await product.call<WebhookEvent>('POST', `/webhooks/${webhook.id}/test`);
    const failing = await eventually(
      async () => (await log('?state=waiting')).find(({ id }) => id === event.id),
      (found) => (found?.attempts ?? 0) > 0,
    );
    assert.equal(failing?.status, 500);
    assert.equal(failing?.detail, 'It answered 500.');
    assert.ok((failing?.dueAt ?? 0) > 0);
    const { failingSince } = await product.call<Webhook>('GET', `/webhooks/${webhook.id}`);
    assert.ok(failingSince !== null);
    const whole = await product.call<{ body: string; answer: string }>(
      'GET',
      `/webhooks/${webhook.id}/events/${event.id}`,
    );
    assert.equal(JSON.parse(whole.body).id, event.id);
    assert.equal(whole.answer, 'not now');
    hooked.answers(204);
    await eventually(
      async () => hooked.told,
      (told) => told.length > before,
    );
    await product.call('POST', `/webhooks/${webhook.id}/events/${event.id}/again`);
    const told = await eventually(
      async () => hooked.told,
      (all) => all.length === before + 2,
    );
    assert.deepEqual(new Set(told.slice(before).map(({ id }) => id)), new Set([event.id]));
    await eventually(
      () => product.call<Webhook>('GET', `/webhooks/${webhook.id}`),
      ({ failingSince: since }) => since === null,
    );
  });

  it('[WH5] hold events while they are paused, and post them in order once they go on', async () => {
    const change = (state: string) =>
      product.call<Webhook>('PATCH', `/webhooks/${webhook.id}`, { state });
    await change('paused');
    const before = hooked.told.length;
    for (const text of ['One', 'Two', 'Three']) await system.says({ address: 'bea' }, text);
    await eventually(
      () => log('?state=waiting'),
      (waiting) => waiting.filter(({ type }) => type === 'message.created').length === 3,
    );
    assert.equal(hooked.told.length, before);
    await change('active');
    const told = await eventually(
      async () => hooked.told.slice(before),
      (all) => all.filter(({ type }) => type === 'message.created').length === 3,
    );
    const texts = told.flatMap(({ data }) => data.message?.body.text ?? []);
    assert.deepEqual(texts, ['One', 'Two', 'Three']);
  });

  it('[WH4] forget the words of a message that its contact deletes, and tell the deletion', async () => {
    const id = await system.says({ address: 'cem' }, 'My secret plan');
    const bodies = async () => {
      const events = (await log()).filter(({ type }) => type !== 'delivery.changed');
      const whole = events.map((each) =>
        product.call<{ body: string }>('GET', `/webhooks/${webhook.id}/events/${each.id}`),
      );
      return (await Promise.all(whole)).map(({ body }) => body);
    };
    await eventually(bodies, (all) => all.some((body) => body.includes('My secret plan')));
    await system.changes({ id, from: { address: 'cem' }, type: 'deletion' });
    await eventually(
      async () => hooked.told,
      (told) => told.some(({ type }) => type === 'message.changed'),
    );
    assert.ok(!(await bodies()).some((body) => body.includes('My secret plan')));
  });

  it('[WH2] tell which contact has addresses that an agent merged', async () => {
    const { items } = await product.call<{ items: Conversation[] }>('GET', '/conversations');
    const of = (address: string) => items.find((each) => each.address === address)?.contact;
    await product.call('POST', `/contacts/${of('bea')}/merge`, { into: of('ada') });
    const told = await eventually(
      async () => hooked.told.find(({ type }) => type === 'contact.moved'),
      (found) => found !== undefined,
    );
    const addresses = [{ channel: system.channel.id, address: 'bea' }];
    assert.deepEqual(told?.data, { contact: of('ada'), addresses });
  });

  it('[OI4] [OI7] tell that an address wants nothing, after which messages to it are refused', async () => {
    await system.says({ address: 'dora' }, 'Please stop writing to me.');
    const id = await eventually(
      async () => {
        const { items } = await product.call<{ items: Conversation[] }>('GET', '/conversations');
        return items.find((each) => each.address === 'dora')?.id;
      },
      (found) => found !== undefined,
    );
    await product.call('POST', `/conversations/${id}/take`).catch(() => {});
    const to = { channel: system.channel.id, address: 'dora' };
    await product.call('POST', '/suppressions', { ...to, words: 'They asked for it.' });
    const told = await eventually(
      async () => hooked.told.find(({ type }) => type === 'opt-in.changed'),
      (found) => found !== undefined,
    );
    const { at: _, ...data } = { at: 0, ...told?.data };
    assert.deepEqual(data, {
      ...{ address: to, act: 'suppressed', purpose: null, source: 'account' },
      words: 'They asked for it.',
    });
    const write = () =>
      product.call('POST', `/conversations/${id}/messages`, { id: 'refused', text: 'Sorry.' });
    await assert.rejects(write(), /contact.opted_out/);
    await product.call('POST', '/suppressions/release', to);
    const before = hooked.told.length;
    await write();
    await eventually(
      async () => hooked.told.slice(before),
      (all) => all.some(({ data: { delivery } }) => delivery?.state === 'sent'),
    );
  });

  it('[WH6] sign with both secrets for a day after a new one was made, unless the former is ended', async () => {
    const { secret } = await product.call<{ secret: string }>(
      'POST',
      `/webhooks/${webhook.id}/secret`,
    );
    const told = async (): Promise<void> => {
      const before = hooked.told.length;
      await product.call('POST', `/webhooks/${webhook.id}/test`);
      await eventually(
        async () => hooked.told,
        (all) => all.length > before,
      );
    };
    await told();
    hooked.trust(secret);
    await told();
    await product.call('DELETE', `/webhooks/${webhook.id}/former-secret`);
    hooked.trust(webhook.secret ?? '');
    const event = await product.call<WebhookEvent>('POST', `/webhooks/${webhook.id}/test`);
    await eventually(
      async () => (await log()).find(({ id }) => id === event.id),
      (found) => found?.status === 401,
    );
    hooked.trust(secret);
  });

  it('[WH4] are paused at once by a receiver that is gone for good', async () => {
    hooked.answers(410);
    await product.call('POST', `/webhooks/${webhook.id}/test`);
    const { state } = await eventually(
      () => product.call<Webhook>('GET', `/webhooks/${webhook.id}`),
      (now) => now.state !== 'active',
    );
    assert.equal(state, 'failing');
  });

  it('[WH1] are at most twenty, reach no private network by default, and go with their log', async () => {
    await product.call('DELETE', `/webhooks/${webhook.id}`);
    await assert.rejects(product.call('GET', `/webhooks/${webhook.id}/events`), /404/);
    const draft = { name: 'x', url: 'https://one.example/', events: ['message.created'] };
    for (let many = 0; many < 20; many += 1) await product.call('POST', '/webhooks', draft);
    await assert.rejects(product.call('POST', '/webhooks', draft), /account\.full/);
    await assert.rejects(
      product.call('POST', '/webhooks', { ...draft, events: ['webhook.test'] }),
      /422/,
    );
  });
});
