// Contacts are listed and found by indexes, in an account with 100,000 of them. The owner of the
// database reads the plans that PostgreSQL really uses (auto_explain).
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import pg from 'pg';
import { ownRecords } from '../adapter/engines.test-support.ts';
import { openAccount } from './contacts.test-support.ts';

const many = 100_000;
const step = 10_000;

async function withMany(t: TestContext) {
  const engine = await ownRecords();
  const owner = new pg.Client(engine.owner);
  t.after(async () => {
    await owner.end();
    await engine.close();
  });
  await owner.connect();
  const opened = await openAccount(engine.records);
  const { account } = opened;
  // In steps, because a statement may take half a minute.
  for (let from = 1; from <= many; from += step)
    await engine.records.withAccount(account, async (sql) => {
      const rows = [account, from, from + step - 1];
      await sql.run(
        `INSERT INTO contacts (account, id, name, created_at)
         SELECT $1, 'p' || n, 'N' || n, to_timestamp(n)
         FROM generate_series($2::int, $3::int) AS n`,
        rows,
      );
      await sql.run(
        `INSERT INTO contact_addresses (account, channel, address, contact, first_seen)
         SELECT $1, 'sms', '+' || n, 'p' || n, to_timestamp(n)
         FROM generate_series($2::int, $3::int) AS n WHERE n % 10 = 7`,
        rows,
      );
    });
  for (const table of ['contacts', 'contact_addresses'])
    await owner.query(`VACUUM ANALYZE ${table}`);
  return { ...opened, owner };
}

/** The plans that PostgreSQL reports, including those of statements within functions. */
async function plansOf(
  owner: pg.Client,
  account: string,
  typed: string,
): Promise<{ readonly ids: readonly string[]; readonly plans: string }> {
  const plans: string[] = [];
  owner.on('notice', ({ message }) => plans.push(message ?? ''));
  await owner.query(`LOAD 'auto_explain'`);
  for (const [name, value] of [
    ['opportune.account', account],
    ['auto_explain.log_min_duration', '0'],
    ['auto_explain.log_nested_statements', 'on'],
    ['client_min_messages', 'log'],
  ])
    await owner.query('SELECT set_config($1, $2, false)', [name, value]);
  const { rows } = await owner.query<{ id: string }>(
    `SELECT list_contacts($1, NULL, NULL, NULL, NULL, NULL, 'created', NULL, '', '', 21) AS id`,
    [typed],
  );
  return { ids: rows.map(({ id }) => id), plans: plans.join('\n') };
}

test('[CT12] [CP2] a list, a name, an address or a miss reads only few of 100,000 contacts', async (t) => {
  const { account, contacts, owner } = await withMany(t);
  const idsOf = async (search: string) => {
    const { items } = await contacts.list(account, { limit: 3, search });
    return items.map(({ id }) => id);
  };
  assert.deepEqual(await idsOf(''), ['p100000', 'p99999', 'p99998']);
  assert.deepEqual(await idsOf('n7'), ['p79999', 'p79998', 'p79997'], 'that many have');
  assert.deepEqual(await idsOf('N4711'), ['p47119', 'p47118', 'p47117']);
  assert.deepEqual(await idsOf('+77777'), ['p77777']);
  assert.deepEqual(await idsOf(`o'\\ %`), []);
  const { ids, plans } = await plansOf(owner, account, '+77777');
  assert.deepEqual(ids, ['p77777']);
  for (const index of ['contacts_listed', 'contacts_by_name', 'contact_addresses_by_part'])
    assert.match(plans, new RegExp(`Index Scan .*${index}`));
  assert.doesNotMatch(plans, /Seq Scan/);
});
