// What is kept of contacts, over the API of the started product: fields, tags, notes and their record.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Owner, Person } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';

let product: Product;
let owner: Owner;
let agent: Person;
let contact: string;
let otherContact: string;

before(async () => {
  product = await startProduct();
  owner = await product.newAccount('Aldermoor');
  agent = await product.invite(owner, 'agent');
  ({ contact, otherContact } = await product.moveContacts(owner.account));
});
after(() => product.close());

const details = (person: Person, change: object, of = contact) =>
  person.call('PATCH', `/contacts/${of}/details`, change);

async function declare(...fields: object[]): Promise<readonly { readonly id: string }[]> {
  const { status, body } = await owner.call('PUT', '/contact-fields', { fields });
  assert.equal(status, 200, JSON.stringify(body));
  return body.fields;
}

test('[CP3] managers declare fields, agents fill them in, and a value that does not fit is refused', async () => {
  const [number, since, tier, news] = await declare(
    { name: 'Customer number', holds: { type: 'number' } },
    { name: 'Customer since', holds: { type: 'date' } },
    { name: 'Tier', holds: { type: 'choice', choices: ['Gold', 'Silver'] } },
    { name: 'Newsletter', holds: { type: 'flag' } },
  );
  assert.ok(number && since && tier && news);
  const denied = await agent.call('PUT', '/contact-fields', { fields: [] });
  assert.deepEqual([denied.status, denied.body.code], [403, 'auth.forbidden']);
  const values = {
    ...{ [number.id]: 4711, [since.id]: '2026-03-09', [tier.id]: 'Gold' },
    [news.id]: false,
  };
  const saved = await details(agent, { fields: values });
  assert.deepEqual([saved.status, saved.body.fields], [200, values]);
  for (const [field, value] of [
    ...[[number.id, 'many'] as const, [since.id, '2026-02-30'] as const],
    ...[[tier.id, 'Bronze'] as const, [news.id, 'yes'] as const, ['none', 'x'] as const],
  ]) {
    const refused = await details(agent, { fields: { [field]: value } });
    assert.deepEqual([refused.status, refused.body.path], [422, `fields.${field}`]);
  }
  const emptied = await details(agent, { fields: { [tier.id]: null } });
  assert.equal(emptied.body.fields[tier.id], undefined);
  assert.equal(emptied.body.fields[number.id], 4711);
  const retyped = await owner.call('PUT', '/contact-fields', {
    fields: [{ id: number.id, name: 'Customer number', holds: { type: 'text' } }],
  });
  assert.deepEqual([retyped.status, retyped.body.path], [422, 'fields.0.holds']);
  await declare();
  const hidden = (await owner.call('GET', `/contacts/${contact}`)).body;
  assert.deepEqual(hidden.fields, {});
  const back = await declare({ ...number, name: 'Number', holds: { type: 'number' } });
  assert.equal(back.length, 1);
  assert.deepEqual((await owner.call('GET', `/contacts/${contact}`)).body.fields, {
    [number.id]: 4711,
  });
});

test('[CP4] tags, the name and the language are kept, found, and each change is recorded', async () => {
  const changed = await details(agent, { name: 'Ada', language: 'de-AT', tags: ['VIP', 'Press'] });
  assert.deepEqual([changed.body.name, changed.body.tags], ['Ada', ['Press', 'VIP']]);
  const { body } = await agent.call('GET', '/contacts?tag=VIP');
  assert.deepEqual(
    body.items.map(({ id }: { id: string }) => id),
    [contact],
  );
  assert.deepEqual((await agent.call('GET', '/contact-tags')).body.tags, [
    { tag: 'Press', contacts: 1 },
    { tag: 'VIP', contacts: 1 },
  ]);
  await details(owner, { tags: ['VIP'] });
  await details(owner, { tags: ['VIP'] });
  const changes = (await agent.call('GET', `/contacts/${contact}/changes?limit=2`)).body;
  const [last, before] = changes.items;
  assert.deepEqual([last.before.tags, last.after.tags], [['Press', 'VIP'], ['VIP']]);
  assert.equal(last.by.user, owner.user.id);
  assert.deepEqual([before.after.name, before.by.user], ['Ada', agent.user.id]);
  assert.equal(typeof changes.next, 'string', 'a change that changes nothing is not recorded');
});

test('[CP5] what became part of a contact shows its tags, fields and notes, and takes them along again', async () => {
  const [code] = await declare({ name: 'Code', holds: { type: 'text' } });
  assert.ok(code);
  await details(owner, { tags: ['Part'], fields: { [code.id]: 'of the part' } }, otherContact);
  await owner.call('POST', `/contacts/${otherContact}/notes`, { text: 'From the part' });
  const { body: merged } = await owner.call('POST', `/contacts/${otherContact}/merge`, {
    into: contact,
  });
  assert.ok(merged.tags.includes('Part'));
  assert.equal(merged.fields[code.id], 'of the part');
  const notes = async (of: string) =>
    (await owner.call('GET', `/contacts/${of}/notes`)).body.items.map(
      ({ text }: { text: string }) => text,
    );
  assert.deepEqual(await notes(contact), ['From the part']);
  await details(owner, { fields: { [code.id]: null } });
  assert.equal((await owner.call('GET', `/contacts/${contact}`)).body.fields[code.id], undefined);
  assert.deepEqual((await owner.call('GET', `/contacts/${otherContact}`)).body.fields, {
    [code.id]: 'of the part',
  });
});

test('[CP6] agents write notes and remove their own, managers all; card numbers in them are masked', async () => {
  const path = `/contacts/${contact}/notes`;
  const note = (await agent.call('POST', path, { text: 'Pays by 4111 1111 1111 1111.' })).body;
  assert.doesNotMatch(note.text, /4111 1111/);
  const own = (await owner.call('POST', path, { text: 'Mine' })).body;
  assert.equal((await agent.call('DELETE', `${path}/${own.id}`)).status, 404);
  assert.equal((await agent.call('DELETE', `${path}/${note.id}`)).status, 200);
  assert.equal((await owner.call('DELETE', `${path}/${own.id}`)).status, 200);
  const removed = (await owner.call('GET', `/contacts/${contact}/changes`)).body.items;
  assert.deepEqual(
    removed.slice(0, 2).map(({ act }: { act: string }) => act),
    ['note-removed', 'note-removed'],
  );
  const stranger = await product.newAccount('Another');
  assert.equal((await stranger.call('GET', path)).status, 404);
  assert.equal((await stranger.call('POST', path, { text: 'x' })).status, 404);
  assert.equal((await details(stranger, { name: 'Theirs' })).status, 404);
});

test('[CP1] contacts are filtered by channel, opt-in and the last message over the API', async () => {
  const address = `second of ${contact}`;
  const ids = async (query: string) =>
    (await owner.call('GET', `/contacts?${query}`)).body.items.map(({ id }: { id: string }) => id);
  assert.deepEqual(await ids('channel=sms'), [contact]);
  assert.deepEqual(await ids('channel=line'), []);
  assert.deepEqual(await ids('optIn=marketing'), []);
  const proof = { purpose: 'marketing', givenAt: 0, place: 'Shop', words: 'Yes' };
  await owner.call('POST', '/opt-ins', { channel: 'sms', address, ...proof });
  assert.deepEqual(await ids('optIn=marketing&channel=sms'), [contact]);
  assert.ok((await ids('contactBefore=1')).includes(contact), 'never is before any time');
  assert.deepEqual(await ids('contactSince=0'), []);
  assert.equal((await owner.call('GET', '/contacts?sort=size')).status, 422);
});
