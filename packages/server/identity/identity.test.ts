// Customers and claims on a real database: who is found, exactly once and for which visitor, and
// never across accounts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import { AccountId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { testEngines } from '../adapter/engines.test-support.ts';
import { testSealing } from '../sealing/sealing.test-support.ts';
import { createIdentity, type Identity } from './identity.ts';
import { noContacts } from './no-contacts.test-support.ts';

const clock = { now: () => Date.now() };
const sealing = testSealing();
const site = SiteId.parse('site');
const page = PageViewId.parse(randomUUID());
const elsewhere = PageViewId.parse(randomUUID());
let engines: Awaited<ReturnType<typeof testEngines>>;
let identity: Identity;

before(async () => {
  engines = await testEngines();
  identity = createIdentity(engines.records, sealing, clock, { contacts: noContacts });
});
after(() => engines.close());

async function newAccount(): Promise<AccountId> {
  const account = AccountId.parse(randomUUID());
  await engines.records.withAccount(account, (sql) =>
    sql.run('INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, $2, $3, now())', [
      account,
      {},
      'salt',
    ]),
  );
  return account;
}
const visitor = (): VisitorId => VisitorId.parse(randomUUID());

test("[I13] the customer's visitor is the one identified last, whatever the order of writing", async () => {
  const account = await newAccount();
  const [early, late] = [visitor(), visitor()];
  await identity.verify({ account, site, visitor: late, userId: 'ada', at: 2000 });
  await identity.verify({ account, site, visitor: early, userId: 'ada', at: 1000 });
  assert.equal(await identity.visitorOf(account, 'ada'), late);
  await identity.verify({ account, site, visitor: early, userId: 'ada', at: 3000 });
  assert.equal(await identity.visitorOf(account, 'ada'), early);
  assert.equal(await identity.visitorOf(account, 'bob'), null);
});

test('[CT9] a verified visitor is joined in the same transaction, and the moves are reported after its commit', async () => {
  const account = await newAccount();
  const [mine, other] = [visitor(), visitor()];
  const told: string[] = [];
  const opened = createIdentity(engines.records, sealing, clock, {
    contacts: {
      ...noContacts,
      async join(sql, { visitor: whose }) {
        await sql.run('UPDATE accounts SET salt = $1', [whose]);
        return whose === mine ? [visitorAddress(whose)] : [];
      },
      async moved(of, [address]) {
        const row = await engines.records.withAccount(of, (sql) =>
          sql.row<{ salt: string }>('SELECT salt FROM accounts'),
        );
        told.push(`${row?.salt} ${address?.address}`);
      },
    },
  });
  await opened.verify({ account, site, visitor: mine, userId: 'ada', at: 1000 });
  await opened.verify({ account, site, visitor: other, userId: 'ada', at: 2000 });
  assert.deepEqual(told, [`${mine} ${mine}`]);
  assert.equal(await opened.visitorOf(account, 'ada'), other);
});

test('[I13] customers and claims of one account do not exist for another', async () => {
  const [account, stranger] = [await newAccount(), await newAccount()];
  const mine = visitor();
  await identity.verify({ account, site, visitor: mine, userId: 'ada', at: 1000 });
  await identity.claims.claim(account, mine, page);
  assert.equal(await identity.visitorOf(stranger, 'ada'), null);
  assert.equal(await identity.claims.whose(stranger, mine, page), 'nobody');
  for (const table of ['customers', 'visitor_claims']) {
    const count = (of: AccountId) =>
      engines.records.withAccount(of, (sql) => sql.rows(`SELECT * FROM ${table}`));
    assert.deepEqual([(await count(account)).length, (await count(stranger)).length], [1, 0]);
    assert.deepEqual(
      await engines.records.withoutAccount((sql) => sql.rows(`SELECT * FROM ${table}`)),
      [],
    );
  }
  await assert.rejects(
    engines.records.withAccount(stranger, (sql) =>
      sql.run(
        'INSERT INTO customers (account, user_id, visitor, site, verified_at, seen_at) VALUES ($1, $2, $3, $4, now(), now())',
        [account, 'eve', 'v', 's'],
      ),
    ),
  );
});

test('[I8] a claim survives restarts, and a repeated claim does no harm', async () => {
  const account = await newAccount();
  const mine = visitor();
  assert.equal(await identity.claims.whose(account, mine, page), 'nobody');
  await Promise.all([1, 2].map(() => identity.claims.claim(account, mine, page)));
  const restarted = createIdentity(engines.records, sealing, clock, { contacts: noContacts });
  assert.equal(await restarted.claims.whose(account, mine, elsewhere), 'another');
  await restarted.claims.claim(account, mine, elsewhere);
  assert.equal(await restarted.claims.whose(account, mine, elsewhere), 'another');
});

test('[I8] the page that claimed an id is known for an hour, even after a restart, and a guessed page is not', async () => {
  const account = await newAccount();
  const [mine, theirs, weak] = [visitor(), visitor(), visitor()];
  const short = PageViewId.parse('view-1');
  let now = Date.now();
  const open = () =>
    createIdentity(engines.records, sealing, { now: () => now }, { contacts: noContacts }).claims;
  const claims = open();
  await claims.claim(account, mine, page);
  await claims.claim(account, theirs, elsewhere);
  await claims.claim(account, weak, short);
  for (const each of [claims, open()]) {
    assert.equal(await each.whose(account, mine, page), 'this-page');
    assert.equal(await each.whose(account, mine, elsewhere), 'another');
    assert.equal(await each.whose(account, theirs, page), 'another');
    assert.equal(await each.whose(account, weak, short), 'another');
  }
  now += 3600_000;
  assert.equal(await claims.whose(account, mine, page), 'another');
});
