// What verified identity makes one contact, on a real PostgreSQL. Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { UserId, VisitorId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../adapter/engines.test-support.ts';
import { addressOf, openAccount, shown, site } from './contacts.test-support.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const ada = UserId.parse('ada');

/** An account in which visitors are verified as customers; `verify` answers with what moved. */
async function withCustomers() {
  const opened = await openAccount(engines.records);
  const { account, contacts } = opened;
  const verify = (id: string, userId: string) =>
    engines.records.withAccount(account, async (sql) => {
      const visitor = VisitorId.parse(id);
      const moved = await contacts.join(sql, { account, visitor, userId, at: 5 });
      await sql.run(
        `INSERT INTO customers (account, user_id, visitor, site, verified_at, seen_at)
         VALUES ($1, $2, $3, $4, now(), now()) ON CONFLICT DO NOTHING`,
        [account, userId, visitor, site],
      );
      return moved;
    });
  return { ...opened, verify };
}

test('[CT9] browsers that are verified as one customer become one contact', async () => {
  const { account, contacts, talk, verify } = await withCustomers();
  const [laptop, phone] = [await talk('laptop', 'Mia'), await talk('phone')];
  assert.deepEqual(await verify('laptop', 'mia'), []);
  assert.deepEqual(await verify('phone', 'mia'), [addressOf('phone')]);
  const mia = await contacts.read(account, laptop);
  assert.deepEqual(shown(mia), [
    ['laptop', 'mia', 'phone'],
    ['laptop', 'phone'],
  ]);
  assert.deepEqual([...new Set(mia.addresses.map(({ verified }) => verified))], [true]);
  const [move, ...others] = mia.moves;
  assert.deepEqual([move?.why, move?.by, move?.from, others], ['verified', null, phone, []]);
  assert.deepEqual(await verify('phone', 'mia'), []);
  assert.equal((await contacts.read(account, laptop)).moves.length, 1);
});

test('[CT9] a customer who talks later does so as the contact that they are verified as', async () => {
  const { account, contacts, talk, verify } = await withCustomers();
  await verify('laptop', 'mia');
  await verify('phone', 'mia');
  const contact = await talk('phone', 'Mia');
  assert.equal(await talk('laptop'), contact);
  const { name, moves } = await contacts.read(account, contact);
  assert.deepEqual([name, moves], ['Mia', []]);
});

test('[CT9] what an agent merged goes along: the telephone is the customer’s', async () => {
  const { account, contacts, talk, verify } = await withCustomers();
  const [laptop, phone] = [await talk('laptop'), await talk('phone')];
  await contacts.merge(account, await talk('+1'), phone, ada);
  await verify('laptop', 'mia');
  await verify('phone', 'mia');
  assert.deepEqual(shown(await contacts.read(account, laptop))[0], [
    '+1',
    'laptop',
    'mia',
    'phone',
  ]);
});

test('[CT9] names, and browsers of several customers, join nobody', async () => {
  const { talk, verify } = await withCustomers();
  const [laptop, shared] = [await talk('laptop', 'Mia'), await talk('shared', 'Mia')];
  await verify('laptop', 'mia');
  await verify('shared', 'ben');
  await verify('shared', 'mia');
  assert.deepEqual([await talk('laptop'), await talk('shared')], [laptop, shared]);
});

test('[CT9] contacts of two customers, whom an agent made one of, join no third by themselves', async () => {
  const { account, contacts, talk, verify } = await withCustomers();
  const [mia, ben] = [await talk('laptop'), await talk('phone')];
  await verify('laptop', 'mia');
  await verify('phone', 'ben');
  const guest = await talk('tablet');
  await contacts.merge(account, guest, ben, ada);
  await verify('tablet', 'mia');
  assert.deepEqual([await talk('tablet'), await talk('laptop')], [ben, mia]);
});

test('[CT9] what an agent took apart stays apart, however often it is verified', async () => {
  const { account, contacts, talk, verify } = await withCustomers();
  const [laptop, phone] = [await talk('laptop'), await talk('phone')];
  await verify('laptop', 'mia');
  await verify('phone', 'mia');
  const { moves } = await contacts.read(account, laptop);
  await contacts.undo(account, moves[0]?.id ?? '', ada);
  await verify('phone', 'mia');
  assert.deepEqual([await talk('laptop'), await talk('phone')], [laptop, phone]);
  await contacts.merge(account, phone, laptop, ada);
  const apart = await contacts.separate(account, laptop, [addressOf('phone')], ada);
  await verify('phone', 'mia');
  assert.equal(await talk('phone'), apart.id);
});
