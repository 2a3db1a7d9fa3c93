// A system talks to the started product over a custom channel. What it posts becomes a conversation
// that an agent has, and a repeated post has no effect.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { Person } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';

let product: Product;
/** Has a file of the system's people, at `/plan.txt` alone. */
let files: Server;
before(async () => {
  product = await startProduct({ OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' });
  files = createServer((request, response) =>
    request.url === '/plan.txt'
      ? response.end('The tent stands here: 4111 1111 1111 1111.')
      : response.writeHead(404).end(),
  );
  await new Promise<void>((listening) => files.listen(0, '127.0.0.1', listening));
});
after(async () => {
  await product.close();
  files.closeAllConnections();
  files.close();
});

/** Signs by the convention, without any code of ours. */
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

/** The conversation at an address, once it has this many messages. */
async function conversationAt(by: Person, channel: string, address: string, messages: number) {
  for (;;) {
    const { body } = await by.call('GET', `/conversations?channel=${channel}`);
    const found = body.items.find((each: { address: string }) => each.address === address);
    if (found?.lastSequence >= messages) return found;
  }
}

test('[CU6] a system’s posts begin and continue one conversation of their contact, each once', async () => {
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

test('[CW2] [CW6] while nobody is there, a system is given that to deliver, in the contact’s language', async () => {
  const owner = await product.newAccount('Away');
  const draft = { kind: 'custom', name: 'ERP', deliverTo: 'https://erp.aldermoor.example/in' };
  const translations = { de: { away: 'Niemand ist da' } };
  const words = { greeting: 'Welcome', away: 'Nobody is here', translations };
  const made = await owner.call('POST', '/channels', { ...draft, ...words });
  const { id: channel, webhookUrl, secret, ...rest } = made.body;
  assert.deepEqual([rest.greeting, rest.away, rest.translations], Object.values(words));
  const from = { address: 'uwe', name: 'Uwe', language: 'de-AT' };
  const answer = await post(webhookUrl, secret, { id: 'm1', from, text: 'Hallo' });
  assert.equal(answer.status, 202, await answer.text());
  const { id } = await conversationAt(owner, channel, 'uwe', 2);
  const path = `/conversations/${id}`;
  const { messages } = (await owner.call('GET', `${path}/messages`)).body;
  const { author, body } = messages[1];
  assert.deepEqual(
    [author, body.text, body.automatic],
    [{ type: 'system' }, 'Niemand ist da', 'away'],
  );
  const { items } = (await owner.call('GET', `${path}/deliveries`)).body;
  assert.deepEqual(items.length, 1);
  for (const kept of ['web', 'email']) {
    const refused = await owner.call('PATCH', `/channels/${kept}`, { greeting: 'Welcome' });
    assert.deepEqual([refused.status, refused.body.path], [422, 'greeting'], kept);
  }
});

test('[CU8] files that a system sends are kept in the conversation, and what is gone is a line', async () => {
  const owner = await product.newAccount('Files');
  const draft = { kind: 'custom', name: 'ERP', deliverTo: 'https://erp.aldermoor.example/in' };
  const { id: channel, webhookUrl, secret } = (await owner.call('POST', '/channels', draft)).body;
  const base = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
  const attachments = [{ url: `${base}/plan.txt` }, { url: `${base}/lost.txt`, name: 'lost' }];
  const message = { id: 'm1', from: { address: 'ada' }, text: 'Look', attachments };
  assert.equal((await post(webhookUrl, secret, message)).status, 202);
  const { id } = await conversationAt(owner, channel, 'ada', 3);
  const path = `/conversations/${id}`;
  const messages: Message[] = (await owner.call('GET', `${path}/messages`)).body.messages;
  const [words, file, lost] = messages.map(({ body }) => (body.type === 'text' ? body : null));
  assert.equal(words?.text, 'Look');
  assert.ok(file?.content?.type === 'attachment');
  assert.deepEqual([file.content.name, file.content.mediaType], ['plan.txt', 'text/plain']);
  assert.equal(lost?.text, `lost: ${base}/lost.txt`);
  const { body } = await owner.call('GET', `${path}/attachments/${messages[1]?.id}`);
  assert.match(body, /^The tent stands here/);
  assert.doesNotMatch(body, /4111 1111/);
});

test('[CU7] what a contact changes at a message is noted behind it, and what they delete is erased', async () => {
  const owner = await product.newAccount('Changes');
  const draft = { kind: 'custom', name: 'ERP', deliverTo: 'https://erp.aldermoor.example/in' };
  const { id: channel, webhookUrl, secret } = (await owner.call('POST', '/channels', draft)).body;
  const from = { address: 'ada' };
  const changed = (change: object) =>
    post(webhookUrl.replace(/messages$/, 'changes'), secret, { id: 'm1', from, ...change });
  assert.equal((await post(webhookUrl, secret, { id: 'm1', from, text: 'Helo' })).status, 202);
  for (const change of [
    { type: 'edit', text: 'Hello' },
    { type: 'reaction', reaction: '👍' },
    { type: 'reaction', reaction: null },
    { type: 'deletion' },
  ])
    assert.equal((await changed(change)).status, 202);
  const wrong = await changed({ type: 'edit' });
  assert.deepEqual([wrong.status, (await wrong.json()).path], [422, 'text']);
  const { id } = await conversationAt(owner, channel, 'ada', 5);
  const { messages } = (await owner.call('GET', `/conversations/${id}/messages`)).body;
  const [first, ...notes]: Message[] = messages;
  const message = first?.id;
  assert.deepEqual(
    notes.map(({ body }) => (body.type === 'aside' ? body.aside : null)),
    [
      { type: 'edited', message, text: '' },
      { type: 'reacted', message, reaction: '👍' },
      { type: 'reacted', message, reaction: null },
      { type: 'deleted', message },
    ],
  );
  assert.deepEqual(first?.body, { type: 'text', text: '…', erased: true });
  assert.equal((await owner.call('GET', `/conversations/${id}`)).body.lastText, '…');
});
