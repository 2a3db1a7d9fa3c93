// A system talks over a custom channel with the started product: what it posts is a conversation that an
// agent has, what it posts again is there once.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Person } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';

let product: Product;
before(async () => {
  product = await startProduct();
});
after(() => product.close());

/** As a system signs, by the convention, with nothing of ours. */
async function post(url: string, secret: string, body: object) {
  const [id, time] = [`msg_${randomUUID()}`, String(Math.floor(Date.now() / 1000))];
  const text = JSON.stringify(body);
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${text}`).digest('base64');
  return fetch(url, {
    method: 'POST',
    headers: {
      'webhook-id': id,
      'webhook-timestamp': time,
      'webhook-signature': `v1,${signature}`,
    },
    body: text,
  });
}

/** The conversation at an address, once it has so many messages. */
async function conversationAt(by: Person, channel: string, address: string, messages: number) {
  for (;;) {
    const { body } = await by.call('GET', `/conversations?channel=${channel}`);
    const found = body.items.find((each: { address: string }) => each.address === address);
    if (found?.lastSequence >= messages) return found;
  }
}

test('[CU6] what a system posts begins a conversation of its contact, and goes on in it, once', async () => {
  const owner = await product.newAccount('Custom');
  const draft = { kind: 'custom', name: 'ERP', deliverTo: 'https://erp.aldermoor.example/in' };
  const { id: channel, webhookUrl, secret } = (await owner.call('POST', '/channels', draft)).body;
  const says = async (id: string, address: string, text: string) => {
    const answer = await post(webhookUrl, secret, { id, from: { address, name: 'Ada' }, text });
    assert.equal(answer.status, 202, await answer.text());
  };
  await says('m1', 'ada', 'Where is my order?');
  await says('m1', 'ada', 'Where is my order?');
  await says('m2', 'ada', 'It was a tent.');
  await says('m3', 'bea', 'Hello');
  const found = (address: string) => conversationAt(owner, channel, address, 1);
  const [ada, bea] = [await conversationAt(owner, channel, 'ada', 2), await found('bea')];
  assert.deepEqual([ada.channel, ada.status, ada.visitor], [channel, 'waiting', null]);
  assert.notEqual(ada.contact, bea.contact);
  const { messages } = (await owner.call('GET', `/conversations/${ada.id}/messages`)).body;
  const texts = messages.map((each: { body: { text: string } }) => each.body.text);
  assert.deepEqual(texts, ['Where is my order?', 'It was a tent.']);
});
