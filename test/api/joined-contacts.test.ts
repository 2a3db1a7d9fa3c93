// How contacts join in the whole product: two browsers talk, and a server verifies both as one
// customer. Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Owner } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { makeVisit } from '../support/visit.test-support.ts';

let product: Product;
let owner: Owner;

before(async () => {
  product = await startProduct();
  owner = await product.newAccount('Owner');
});
after(() => product.close());

/** A visitor who left a message, and the secret key of the visitor's site. */
async function talk() {
  const visit = await makeVisit(product.url, owner);
  const site = (await owner.call('GET', '/sites')).body.items.at(-1);
  const { body } = await owner.call('POST', `/sites/${site.id}/keys`, { name: 'server' });
  return { ...visit, secret: body.secret, writeKey: site.writeKey };
}

async function identify(key: string, anonymousId: string, userId: string): Promise<void> {
  const answer = await fetch(`${product.url}/v1/identify`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
    },
    body: JSON.stringify({ anonymousId, userId }),
  });
  assert.equal(answer.status, 200, await answer.text());
}

async function contactOf(conversation: string): Promise<string> {
  const { body } = await owner.call('GET', '/conversations');
  return body.items.find((each: { id: string }) => each.id === conversation).contact;
}

test('[CT9] browsers that a server verifies as one customer become one contact, and a page’s claim joins nobody', async () => {
  const [laptop, phone, stranger] = [await talk(), await talk(), await talk()];
  await identify(laptop.secret, laptop.visitor, 'mia');
  await identify(stranger.writeKey, stranger.visitor, 'mia');
  await identify(phone.secret, phone.visitor, 'mia');
  const [contact, same, other] = [
    await contactOf(laptop.conversation),
    await contactOf(phone.conversation),
    await contactOf(stranger.conversation),
  ];
  assert.equal(same, contact);
  assert.notEqual(other, contact);
  const { addresses, moves } = (await owner.call('GET', `/contacts/${contact}`)).body;
  assert.deepEqual(
    addresses.map((each: Record<string, unknown>) => [each['channel'], each['address']]),
    [
      ['web', laptop.visitor],
      ['web', phone.visitor],
      ['customer', 'mia'],
    ],
  );
  assert.ok(addresses.every(({ verified }: { verified: boolean }) => verified));
  assert.equal(moves[0].why, 'verified');
  const others = await owner.call('GET', `/conversations/${laptop.conversation}/others`);
  assert.deepEqual(
    others.body.items.map(({ id }: { id: string }) => id),
    [phone.conversation],
  );
});
