// Gathered records keep the contract of records: each unit of work is kept or undone by itself,
// although many share a transaction.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { recordsContract } from '@opportune/core/contracts/records.contract.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import pg from 'pg';
import { ownRecords, testLog } from '../../adapter/engines.test-support.ts';
import { openRecords } from '../../adapter/records/records-postgres.ts';
import { type GatheredRecords, gatherRecords } from './gathered-records.ts';

const account = AccountId.parse('gathering');
const longMs = 60_000;
const add = 'INSERT INTO gathered_notes (account, text) VALUES ($1, $2)';

let opened: Awaited<ReturnType<typeof ownRecords>>;
let gathered: GatheredRecords;

before(async () => {
  opened = await ownRecords();
  await asOwner('CREATE TABLE gathered_notes (account text NOT NULL, text text NOT NULL)');
  await asOwner("SELECT protect_table('gathered_notes')");
  gathered = gatherRecords(openRecords(opened.app, testLog()), longMs);
});
after(async () => {
  await gathered.close();
  await opened.close();
});

recordsContract('gathered', async () => {
  const records = gatherRecords(openRecords(opened.app, testLog()));
  return { records, asOwner, close: () => records.close() };
});

async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client(opened.owner);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const note = (text: string, on = gathered) =>
  on.withAccount(account, (sql) => sql.run(add, [account, text]));

/** What other connections see. */
async function seen(): Promise<readonly string[]> {
  const rows = await opened.records.withAccount(account, (sql) =>
    sql.rows<{ text: string }>('SELECT text FROM gathered_notes ORDER BY text'),
  );
  return rows.map(({ text }) => text);
}

test('units share a transaction: others see none of them, and then all that did not fail', async () => {
  const failing = gathered.withAccount(account, async (sql) => {
    await sql.run(add, [account, 'b']);
    throw new Error('changed my mind');
  });
  const all = await Promise.allSettled([note('a'), failing, note('c')]);
  assert.deepEqual(
    all.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(await seen(), []);
  await gathered.settle();
  assert.deepEqual(await seen(), ['a', 'c']);
});

test('a unit within a unit does not wait for its own end', async () => {
  await gathered.withAccount(account, async () => void (await note('inner')));
  await gathered.settle();
  assert.ok((await seen()).includes('inner'));
});

test('what is done is stored soon, also if nobody settles', async () => {
  const usual = gatherRecords(openRecords(opened.app, testLog()));
  await note('soon', usual);
  const until = performance.now() + 60_000;
  while (!(await seen()).includes('soon') && performance.now() < until);
  assert.ok((await seen()).includes('soon'));
  await usual.close();
});

test('after a commit failed nothing goes on', async () => {
  const broken = gatherRecords(openRecords(opened.app, testLog()), longMs);
  const backend = await broken.withAccount(account, async (sql) => {
    await sql.run(add, [account, 'lost']);
    return sql.row<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  });
  await asOwner(`SELECT pg_terminate_backend(${backend?.pid})`);
  await assert.rejects(broken.settle());
  await assert.rejects(broken.withAccount(account, (sql) => sql.rows('SELECT 1')));
  assert.equal((await seen()).includes('lost'), false);
});
