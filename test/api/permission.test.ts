// Permission in the whole product: what somebody says over a channel, and what people of the account
// record, holds for whoever writes to them. Each denial is beside its permission.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import type { Owner, Person } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { makeVisit } from '../support/visit.test-support.ts';

let product: Product;
let owner: Owner;
let agent: Person;

before(async () => {
  product = await startProduct({ OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' });
  owner = await product.newAccount('Owner');
  agent = await product.invite(owner, 'agent');
});
after(() => product.close());

test('[OI6] agents suppress an address, managers alone release it', async () => {
  const email = { channel: 'email', address: 'mia@example.com' };
  const suppressed = await agent.call('POST', '/suppressions', { ...email, words: 'By letter' });
  assert.deepEqual([suppressed.status, suppressed.body.reason], [200, 'account']);
  const listed = async () =>
    (await agent.call('GET', `/suppressions?channel=email&address=${email.address}`)).body.items;
  assert.equal((await listed()).length, 1);
  assert.equal((await agent.call('POST', '/suppressions/release', email)).status, 403);
  const manager = await product.invite(owner, 'manager');
  assert.equal((await manager.call('POST', '/suppressions/release', email)).status, 200);
  assert.deepEqual(await listed(), []);
});

test('[OI1] [OI7] an agent records an opt-in with its proof, and another account sees none of it', async () => {
  const { conversation } = await makeVisit(product.url, owner);
  const { contact, address, channel } = (await owner.call('GET', `/conversations/${conversation}`))
    .body;
  const given = {
    ...{ channel, address, purpose: 'marketing', givenAt: 1_790_000_000_000 },
    ...{ place: 'The shop in Bonn', words: 'Yes, send me offers.' },
  };
  const recorded = await agent.call('POST', '/opt-ins', given);
  assert.equal(recorded.status, 200, JSON.stringify(recorded.body));
  const { body } = await agent.call('GET', `/contacts/${contact}/permission`);
  assert.deepEqual([body.optIns, body.entries.length], [[recorded.body], 1]);
  const without = await agent.call('POST', '/opt-ins', { ...given, words: '' });
  assert.equal(without.status, 422);
  const stranger = await product.newAccount('Stranger');
  const denied = await stranger.call('GET', `/contacts/${contact}/permission`);
  assert.equal(denied.status, 404);
});

test('[OI9] [CU11] a system says that its contact wants nothing any more, and wants it again', async () => {
  const draft = { kind: 'custom', name: 'System', deliverTo: 'http://127.0.0.1:9/in' };
  const { body: channel } = await owner.call('POST', '/channels', draft);
  const post = async (way: string, said: object, secret = channel.secret): Promise<number> => {
    const body = JSON.stringify(said);
    const id = randomUUID();
    const now = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    };
    const url = channel.webhookUrl.replace(/messages$/, way);
    return (await fetch(url, { method: 'POST', headers, body })).status;
  };
  const from = { address: 'ada' };
  const out = { type: 'opt-out', from, words: 'She clicked Unsubscribe' };
  const listed = async () =>
    (await agent.call('GET', `/suppressions?channel=${channel.id}&address=ada`)).body.items;
  const stranger = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
  assert.equal(await post('permissions', out, stranger), 401);
  assert.equal(await post('permissions', { ...out, purpose: 'No purpose' }), 422);
  assert.equal(await post('permissions', { ...out, purpose: 'marketing' }), 202);
  assert.deepEqual(await listed(), [], 'only one purpose is withdrawn');
  assert.equal(await post('permissions', out), 202);
  const [held] = await listed();
  assert.deepEqual([held?.address, held?.reason], ['ada', 'words']);
  // A message of the contact takes nothing back.
  assert.equal(await post('messages', { id: 'm1', from, text: 'Hello' }), 202);
  assert.equal((await listed()).length, 1);
  assert.equal(await post('permissions', { ...out, type: 'opt-in', words: 'Yes' }), 202);
  assert.deepEqual(await listed(), []);
});
