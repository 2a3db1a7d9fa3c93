// Contacts that verified identity joins, on a real PostgreSQL. Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { UserId, VisitorId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../adapter/engines.test-support.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { addressOf, openAccount, shown, site } from './contacts.test-support.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const ada = UserId.parse('ada');

/** An account in which visitors are verified as customers. `verify` returns what moved. */
async function withCustomers() {
  const opened = await openAccount(engines.records);
  const { account, contacts } = opened;
  let at = 5;
  const verify = (id: string, userId: string) =>
    engines.records.withAccount(account, async (sql) => {
      const visitor = VisitorId.parse(id);
      const moved = await contacts.join(sql, { account, visitor, userId, at: (at += 1) });
      await sql.run(
        `INSERT INTO customers (account, user_id, visitor, site, verified_at, seen_at)
         VALUES ($1, $2, $3, $4, now(), now()) ON CONFLICT DO NOTHING`,
        [account, userId, visitor, site],
      );
      return moved;
    });
  const alias = (previousId: string, userId: string) =>
    engines.records.withAccount(account, async (sql) => {
      await contacts.joinCustomers(sql, { account, previousId, userId, at: (at += 1) });
      await sql.run(
        `INSERT INTO customers (account, user_id, visitor, site, verified_at, seen_at)
         SELECT account, $2, visitor, site, now(), now() FROM customers WHERE user_id = $1
         ON CONFLICT DO NOTHING`,
        [previousId, userId],
      );
    });
  return { ...opened, verify, alias };
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

test('[CT2] a conversation that begins while its visitor is verified leaves no empty contact', async () => {
  const { account, contacts, talk, verify } = await withCustomers();
  const laptop = await talk('laptop', 'Mia');
  await verify('laptop', 'mia');
  const [joined, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const joining = engines.records.withAccount(account, async (sql) => {
    const phone = { account, visitor: VisitorId.parse('phone'), userId: 'mia', at: 5 };
    await contacts.join(sql, phone);
    joined.resolve();
    await go.promise;
  });
  await joined.promise;
  const begun = talk('phone');
  await until('it waits', async () => {
    const waits = 'SELECT 1 FROM pg_locks WHERE NOT granted';
    return (await engines.records.withoutAccount((sql) => sql.row(waits))) !== undefined;
  });
  go.resolve();
  await joining;
  assert.equal(await begun, laptop);
  const { items } = await contacts.list(account, { limit: 9, search: '' });
  assert.deepEqual(
    items.map(({ id }) => id),
    [laptop],
  );
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

test('[CT9] names join nobody, and neither do browsers of several customers', async () => {
  const { account, contacts, talk, verify } = await withCustomers();
  const [laptop, shared] = [await talk('laptop', 'Mia'), await talk('shared', 'Mia')];
  await verify('laptop', 'mia');
  await verify('shared', 'ben');
  await verify('shared', 'mia');
  assert.equal(await talk('laptop'), laptop);
  const alone = await contacts.read(account, await talk('shared'));
  assert.deepEqual(shown(alone), [['shared'], ['shared', 'shared']]);
  assert.deepEqual(shown(await contacts.read(account, shared)), [['ben'], []]);
});

test('[CT9] a browser leaves its customer’s contact once it is another customer’s, too', async () => {
  const { account, contacts, talk, verify } = await withCustomers();
  const [laptop, shared] = [await talk('laptop', 'Mia'), await talk('shared')];
  await verify('laptop', 'mia');
  await verify('shared', 'mia');
  assert.equal(await talk('shared'), laptop);
  assert.deepEqual(await verify('shared', 'ben'), [addressOf('shared')]);
  assert.equal(await talk('shared'), shared, 'the one that it began with');
  const alone = await contacts.read(account, shared);
  assert.deepEqual(
    alone.addresses.map(({ address, verified }) => [address, verified]),
    [['shared', false]],
  );
  assert.deepEqual(await verify('shared', 'mia'), []);
  await contacts.undo(account, alone.moves[0]?.id ?? '', ada);
  await verify('shared', 'ben');
  assert.equal(await talk('shared'), laptop, 'where an agent put it');
});

test('[CT9] [I13] an alias makes two customers’ contacts one, and a browser of both joins it', async () => {
  const { account, contacts, talk, verify, alias } = await withCustomers();
  const [laptop, phone] = [await talk('laptop'), await talk('phone')];
  await verify('laptop', 'mia@old');
  await alias('mia@old', 'mia');
  await verify('phone', 'mia');
  assert.deepEqual([await talk('phone'), await talk('laptop')], [laptop, laptop]);
  await verify('laptop', 'mia');
  assert.equal(await talk('laptop'), laptop);
  const tablet = await talk('tablet');
  await verify('tablet', 'mia@app');
  await alias('mia@app', 'mia');
  const { moves } = await contacts.read(account, laptop);
  assert.deepEqual(moves.map(({ from }) => from).toSorted(), [phone, tablet].toSorted());
  await contacts.undo(account, moves.find(({ from }) => from === tablet)?.id ?? '', ada);
  await alias('mia@app', 'mia');
  assert.equal(await talk('tablet'), tablet, 'an agent took them apart');
});

test('[CT9] a browser of two customers joins them once they are one by an alias', async () => {
  const { talk, verify, alias } = await withCustomers();
  const [laptop, shared] = [await talk('laptop'), await talk('shared')];
  await verify('laptop', 'mia');
  await verify('shared', 'mia');
  await verify('shared', 'ben');
  assert.equal(await talk('shared'), shared);
  await alias('ben', 'mia');
  await alias('mia', 'ben');
  await verify('shared', 'ben');
  assert.equal(await talk('shared'), laptop);
});

test('[I13] an alias of an unknown customer makes no contact', async () => {
  const { account, contacts, alias } = await withCustomers();
  await alias('nobody', 'mia');
  assert.deepEqual((await contacts.list(account, { limit: 9, search: '' })).items, []);
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

test('[CT9] what an agent took apart stays apart in whatever contact it is later', async () => {
  const { account, contacts, talk, verify } = await withCustomers();
  const [laptop] = [await talk('laptop'), await talk('phone')];
  await verify('laptop', 'mia');
  await verify('phone', 'mia');
  const apart = await contacts.separate(account, laptop, [addressOf('phone')], ada);
  const third = await talk('+1');
  await contacts.merge(account, apart.id, third, ada);
  assert.deepEqual(await verify('phone', 'mia'), []);
  assert.equal(await talk('phone'), third);
});

test('[CT9] a browser that was taken from somebody else joins once it is verified', async () => {
  const { account, contacts, talk, verify } = await withCustomers();
  const [laptop, phone, third] = [await talk('laptop'), await talk('phone'), await talk('+1')];
  await verify('laptop', 'mia');
  const { moves } = await contacts.merge(account, phone, third, ada);
  await contacts.undo(account, moves[0]?.id ?? '', ada);
  await verify('phone', 'mia');
  assert.equal(await talk('phone'), laptop);
});
