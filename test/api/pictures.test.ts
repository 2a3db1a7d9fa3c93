// Photos of users and logos of sites over the API of the whole product: who may change them, what is
// accepted, and who can load them.
import assert from 'node:assert/strict';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { after, before, describe, test } from 'node:test';
import {
  gif,
  jpeg,
  png,
  secretPlace,
} from '@opportune/core/attachment/test/pictures.test-support.ts';
import { pictureLimits } from '@opportune/protocol/rest/pictures.ts';
import type { Owner, Person } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';

let product: Product;
let owner: Owner;
let agent: Person;

before(async () => {
  product = await startProduct();
  owner = await product.newAccount('Owner');
  agent = await product.invite(owner, 'agent');
});
after(() => product.close());

const load = (picture: string): Promise<Response> => fetch(`${product.url}/v1/pictures/${picture}`);

describe('a photo', () => {
  test('[BR7.1] is uploaded by its user, loses the camera’s data, and replaces the former one', async () => {
    const { body, status } = await agent.call('PUT', '/my-photo', jpeg(200, 200));
    assert.equal(status, 200);
    const answer = await load(body.picture);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'image/jpeg');
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.equal(bytes.includes(secretPlace), false);
    const { body: users } = await owner.call('GET', '/users');
    const photoOf = (id: string) =>
      users.items.find((user: { id: string }) => user.id === id)?.photo;
    assert.equal(photoOf(agent.user.id), body.picture);
    assert.equal(photoOf(owner.user.id), null);
    const { body: next } = await agent.call('PUT', '/my-photo', png(64, 64));
    assert.notEqual(next.picture, body.picture);
    assert.equal((await load(body.picture)).status, 404);
    assert.equal((await load(next.picture)).status, 200);
    assert.equal((await agent.call('DELETE', '/my-photo')).status, 200);
    assert.equal((await load(next.picture)).status, 404);
  });

  test('[BR6.1] is refused if it is not square, too large, or no still picture', async () => {
    for (const [bytes, status] of [
      [png(200, 100), 415],
      [png(257, 257), 415],
      [gif(64, 64), 415],
      [Buffer.from('words'), 415],
      [Buffer.alloc(pictureLimits.sizeBytes + 1), 413],
    ] as const)
      assert.equal((await agent.call('PUT', '/my-photo', bytes)).status, status);
    assert.equal((await agent.call('PUT', '/my-photo', {})).status, 422);
  });

  test('[BR7.3] goes when its user loses access', async () => {
    const leaver = await product.invite(owner, 'agent');
    const { body } = await leaver.call('PUT', '/my-photo', png(64, 64));
    assert.equal((await load(body.picture)).status, 200);
    await owner.call('PATCH', `/users/${leaver.user.id}`, { disabled: true });
    // A kept connection may end just as it is used again.
    const isGone = () =>
      load(body.picture).then(
        ({ status }) => status === 404,
        () => false,
      );
    await until('it is gone', isGone);
  });

  test('[BR6.3] nobody finds a picture without its address', async () => {
    assert.equal((await load('none')).status, 404);
    assert.equal((await load('a/../b')).status, 404);
    const post = await fetch(`${product.url}/v1/pictures/none`, { method: 'POST' });
    assert.equal(post.status, 405);
  });
});

describe('a logo', () => {
  test('[BR6.2] is set by an administrator alone, and no other save changes it', async () => {
    const site = { name: 'Shop', origins: ['https://shop.example'] };
    const { id } = (await owner.call('POST', '/sites', site)).body;
    assert.equal((await agent.call('PUT', `/sites/${id}/logo`, png(300, 80))).status, 403);
    assert.equal((await agent.call('DELETE', `/sites/${id}/logo`)).status, 403);
    const { body } = await owner.call('PUT', `/sites/${id}/logo`, png(300, 80));
    assert.equal((await load(body.picture)).status, 200);
    const look = { colour: '#2f5241', radiusPx: 10, name: 'Shop', logo: 'another' };
    const saved = await owner.call('PATCH', `/sites/${id}`, { look });
    assert.equal(saved.body.look.logo, body.picture);
    assert.equal((await owner.call('PUT', `/sites/${id}/logo`, png(1025, 80))).status, 415);
    assert.equal((await owner.call('PUT', '/sites/none/logo', png(30, 30))).status, 404);
    assert.equal((await owner.call('DELETE', `/sites/${id}/logo`)).status, 200);
    assert.equal((await load(body.picture)).status, 404);
    assert.equal((await owner.call('GET', `/sites/${id}`)).body.look.logo, undefined);
  });
});
