// The list of contacts: each filter, each order, and its pages, against a plain reading of the same rows.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import pg from 'pg';
import { ContactId } from '@opportune/protocol/ids.ts';
import type { ContactOrder, ListedContact } from '@opportune/protocol/rest/contact/contacts.ts';
import { ownRecords } from '../../adapter/engines.test-support.ts';
import { openAccount } from '../contacts.test-support.ts';
import { fillContacts, filledTables } from './many-contacts.test-support.ts';
import type { ContactQuestion } from './list-contacts.ts';

async function withMany(t: TestContext, count: number) {
  const engine = await ownRecords();
  const owner = new pg.Client(engine.owner);
  t.after(async () => {
    await owner.end();
    await engine.close();
  });
  await owner.connect();
  const opened = await openAccount(engine.records);
  await fillContacts(engine.records, opened.account, count);
  for (const table of filledTables) await owner.query(`VACUUM ANALYZE ${table}`);
  return opened;
}

type Opened = Awaited<ReturnType<typeof withMany>>;
type Asked = Omit<ContactQuestion, 'limit' | 'sort'> & { readonly sort?: ContactOrder };

async function all({ account, contacts }: Opened, asked: Asked): Promise<ListedContact[]> {
  const found: ListedContact[] = [];
  let cursor: string | undefined;
  do {
    const page = await contacts.list(account, { sort: 'created', ...asked, limit: 137, cursor });
    found.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return found;
}

test('[CP1] each filter and each order lists exactly the contacts that meet it, over pages', async (t) => {
  const opened = await withMany(t, 2_000);
  const every = await all(opened, {});
  assert.equal(every.length, 2_000);
  const ids = (list: readonly ListedContact[]) => list.map(({ id }) => id);
  const number = ({ id }: ListedContact) => Number(id.slice(1));
  const expect = async (asked: Asked, holds: (n: number, each: ListedContact) => boolean) => {
    const wanted = every.filter((each) => holds(number(each), each));
    assert.ok(wanted.length > 0, JSON.stringify(asked));
    assert.deepEqual(ids(await all(opened, asked)), ids(wanted), JSON.stringify(asked));
  };
  await expect({ channel: 'sms' as never }, (n) => n % 2 === 0);
  await expect({ optIn: 'marketing' }, (n) => n % 10 === 0 && n % 20 !== 0);
  await expect({ tag: 'rare' }, (n) => n % 1000 === 0);
  const since = 1e9 + 20_000_000;
  const lastOf = (each: ListedContact) => each.lastContactAt;
  await expect({ contactSince: since }, (_, each) => (lastOf(each) ?? 0) >= since);
  await expect({ contactBefore: since }, (_, each) => (lastOf(each) ?? 0) < since);
  await expect({ channel: 'sms' as never, tag: 'common', search: '99' }, (n, { name }) => {
    const texts = [name, ...(n % 2 === 0 ? [`+4930${n}`] : []), ...(n % 5 === 0 ? [`${n}@`] : [])];
    return n % 6 === 0 && texts.some((text) => text.includes('99'));
  });
  const byContact = ids(await all(opened, { sort: 'contact' }));
  const at = ({ lastContactAt, createdAt }: ListedContact) => lastContactAt ?? createdAt;
  const inOrder = every.toSorted((a, b) => at(b) - at(a) || (a.id < b.id ? 1 : -1));
  assert.deepEqual(byContact, ids(inOrder));
  const named = await all(opened, { sort: 'name' });
  assert.equal(new Set(ids(named)).size, 2_000);
  assert.deepEqual(
    named.map(({ name }) => name === ''),
    named.map(({ name }) => name === '').toSorted(),
  );
});

test('[CP1] a tag of a contact that became part of another finds the whole', async (t) => {
  const opened = await withMany(t, 1_000);
  const { account, contacts } = opened;
  const [part, whole] = [ContactId.parse('p1000'), ContactId.parse('p999')];
  await contacts.merge(account, part, whole, 'ada' as never);
  const [found] = await all(opened, { tag: 'rare' });
  assert.deepEqual([found?.id, found?.tags], [whole, ['common', 'rare']]);
});
