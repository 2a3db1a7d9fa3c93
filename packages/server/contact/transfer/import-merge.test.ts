// Imports beside merges, and into contacts with parts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ContactId } from '@opportune/protocol/ids.ts';
import { type TestEngines, testEngines } from '../../adapter/engines.test-support.ts';
import { ada, openTransfers } from './transfer.test-support.ts';

let engines: TestEngines;
before(async () => (engines = await testEngines()));
after(() => engines.close());

const unchanged = () => {};

test('[CI3] what an import adds while contacts are merged is at the contact that stands', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { account, contacts, imported } = await openTransfers(engines.records);
    await imported('email,name\na@post.example,A\nb@post.example,B\n');
    const found = async (search: string) =>
      ContactId.parse((await contacts.list(account, { limit: 9, search })).items[0]?.id);
    const [a, b] = [await found('a@post.example'), await found('b@post.example')];
    const more = Array.from({ length: 40 }, (_, n) => `more${n}@post.example`).join(';');
    const importing = imported(`email\na@post.example;${more}\n`);
    await Promise.all([importing, contacts.merge(account, a, b, ada.id)]);
    const left = await engines.records.withAccount(account, (sql) =>
      sql.row<{ many: number }>(
        `SELECT count(*)::int AS many FROM contact_addresses AS had
         JOIN contacts ON contacts.account = had.account AND contacts.id = had.contact
         WHERE merged_into IS NOT NULL`,
      ),
    );
    assert.equal(left?.many, 0);
    assert.equal((await contacts.read(account, b)).addresses.length, 42);
  }
});

test('[CI3] an import leaves to a part what is its own, so that an undone merge keeps two people apart', async () => {
  const { account, contacts, details, fields, imported } = await openTransfers(engines.records);
  const {
    fields: [town],
  } = await fields.replace(account, {
    fields: [{ name: 'Town', holds: { type: 'text' } }],
  });
  assert.ok(town);
  await imported(
    'email,name,Town,tags,language\na@post.example,,,,\nb@post.example,Bram,Delft,VIP,nl\n',
  );
  const found = async (search: string) =>
    ContactId.parse((await contacts.list(account, { limit: 9, search })).items[0]?.id);
  const [whole, part] = [await found('a@post.example'), await found('b@post.example')];
  const { move } = await contacts.merge(account, part, whole, ada.id);
  for (const existing of ['fill', 'overwrite'] as const)
    await imported('email,tags\na@post.example,New\n', { existing });
  await contacts.undo(account, move, ada.id);
  const [one, other] = [await details.read(account, whole), await details.read(account, part)];
  assert.deepEqual([one.name, one.language, one.tags, one.fields], ['', null, ['New'], {}]);
  assert.deepEqual([other.name, other.language, other.tags], ['Bram', 'nl', ['VIP']]);
  assert.deepEqual(Object.values(other.fields), ['Delft']);
});

test('[CP4] of a contact only the newest 200 changes are kept', async () => {
  const { account, contacts, details, imported } = await openTransfers(engines.records);
  await imported('email\na@post.example\n');
  const { items } = await contacts.list(account, { limit: 1 });
  const contact = ContactId.parse(items[0]?.id);
  for (let n = 0; n < 205; n += 1)
    await details.change(account, contact, ada, { change: { name: `Name ${n}` }, unchanged });
  const row = await engines.records.withAccount(account, (sql) =>
    sql.row<{ many: number }>('SELECT count(*)::int AS many FROM contact_changes'),
  );
  assert.equal(row?.many, 200);
});
