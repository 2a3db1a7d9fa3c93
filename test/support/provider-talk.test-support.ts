// A conversation over a provider's channel, as a test of the started product has it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ProviderTwin, Told } from '@opportune/core/contracts/channel.contract.ts';
import type { RawRequest } from '@opportune/core/ports/channel.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import type { Product } from './product.test-support.ts';

export const written: Told = {
  ...{
    type: 'message',
    externalId: 'm1',
    address: 'ada',
    at: Date.now(),
    replyTo: null,
    token: null,
  },
  from: { name: 'Ada', language: null, phone: null, vouched: true },
  content: { text: 'Grüße: where is it?', media: [], choice: null, location: null, unread: null },
  automatic: false,
};

/** As the provider posts it, twice: a repeat has no effect. */
export async function deliver(webhookUrl: string, requests: readonly RawRequest[]): Promise<void> {
  for (const { headers, body } of [...requests, ...requests]) {
    const answer = await fetch(webhookUrl, { method: 'POST', headers, body: Buffer.from(body) });
    assert.equal(answer.status, 200, await answer.text());
  }
}

/** A message in, its greeting and a question with one choice out, and the tap on it. */
export async function talks(
  product: Product,
  twin: ProviderTwin,
  kind: string,
  settings: object,
  tap: RawRequest,
) {
  const owner = await product.newAccount(kind);
  const said = { greeting: 'Welcome to Aldermoor', away: 'Nobody is here' };
  const made = await owner.call('POST', '/channels', { kind, name: 'Support', settings, ...said });
  assert.equal(made.status, 201);
  const { id: channel, webhookUrl } = made.body;
  await owner.call('PUT', '/my-state', { state: 'online' });
  const [request] = twin.tell([written], 0, Date.now());
  assert.ok(request);
  const refused = await fetch(webhookUrl, { method: 'POST', body: Buffer.from(request.body) });
  assert.equal(refused.status, 401);
  await deliver(webhookUrl, [request]);
  const found = async (messages: number) => {
    const talk = async () =>
      (await owner.call('GET', `/conversations?channel=${channel}`)).body.items[0];
    await until(
      'the conversation has as many messages',
      async () => (await talk())?.lastSequence >= messages,
    );
    return talk();
  };
  const address = twin.names?.address('ada') ?? 'ada';
  const { id, ...conversation } = await found(1);
  assert.equal(conversation.address, address);
  const path = `/conversations/${id}`;
  // An agent is there. A greeting is no answer.
  const greetings = () =>
    twin.taken.filter((each) => each.address === address && each.words === said.greeting).length;
  await until('the contact was greeted', () => greetings() > 0);
  assert.equal(conversation.answeredAt, null);
  await owner.call('POST', `${path}/take`);
  const replies = [{ id: 'l', text: 'Large' }];
  const asked = await owner.call('POST', `${path}/messages`, {
    id: randomUUID(),
    content: { type: 'replies', text: 'Which size?', replies },
  });
  assert.ok(asked.status < 300, JSON.stringify(asked.body));
  while (!twin.taken.some((each) => each.address === address && each.words === 'Which size?'))
    await owner.call('GET', path);
  const before: number = (await found(2)).lastSequence;
  await deliver(webhookUrl, [tap]);
  await found(before + 1);
  const messages: Message[] = (await owner.call('GET', `${path}/messages`)).body.messages;
  const texts = messages.map(({ body }) => (body.type === 'text' ? body.text : body.type));
  assert.equal(texts.filter((text) => text === 'Grüße: where is it?').length, 1);
  assert.equal(texts.at(-1), 'Large');
  assert.equal(texts.filter((text) => text === said.greeting).length, 1);
  assert.equal(greetings(), 1);
  assert.ok(twin.taken.every(({ words }) => words !== said.away));
}
