// Permission in the whole product: what somebody says over a channel, and what people of the account
// record, holds for whoever writes to them. Each denial is beside its permission.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Owner, Person } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { makeVisit } from '../support/visit.test-support.ts';

let product: Product;
let owner: Owner;
let agent: Person;

before(async () => {
  product = await startProduct();
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
