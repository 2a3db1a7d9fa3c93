// What is kept of contacts ends, and its work stays small in an account with 100,000 of them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Sql } from '@opportune/core/ports/records.ts';
import { ContactFileId, type ContactId } from '@opportune/protocol/ids.ts';
import { type TestEngines, testEngines } from '../adapter/engines.test-support.ts';
import { forgetOld } from '../http/forget-old.ts';
import { oldChanges, oldFiles } from './feature.ts';
import { accountTags } from './details/detail-rows.ts';
import { insertExport } from './transfer/export-rows.ts';
import { keepRefused } from './transfer/import-rows.ts';
import { ada, openTransfers } from './transfer/transfer.test-support.ts';

let engines: TestEngines;
before(async () => (engines = await testEngines()));
after(() => engines.close());

const dayMs = 86_400_000;
const manyContacts = 100_000;

async function count(sql: Sql, table: string): Promise<number> {
  const row = await sql.row<{ many: number }>(`SELECT count(*)::int AS many FROM ${table}`);
  return row?.many ?? 0;
}

test('[CI10] imports and exports go after seven days, with their files; newer ones stay', async () => {
  const { account, exported, upload } = await openTransfers(engines.records);
  const made = async (at: number) => {
    const id = ContactFileId.parse(randomUUID());
    await engines.records.withAccount(account, async (sql) => {
      await insertExport(sql, account, { id, filter: {}, by: ada.id, at });
      await sql.run('INSERT INTO contact_export_pieces VALUES ($1, $2, 0, $3)', [
        ...[account, id, Buffer.from('x')],
      ]);
    });
  };
  await exported();
  await upload('email\na@post.example\n');
  await made(Date.now() - 7 * dayMs - 60_000);
  await made(Date.now() - 7 * dayMs + 3_600_000);
  const clock = { now: () => Date.now() };
  await forgetOld({ records: engines.records, clock }, oldFiles);
  const left = () =>
    engines.records.withAccount(account, async (sql) => [
      await count(sql, 'contact_exports'),
      await count(sql, 'contact_export_pieces'),
      await count(sql, 'contact_imports'),
      await count(sql, 'contact_import_pieces'),
    ]);
  assert.deepEqual(await left(), [2, 2, 1, 1]);
});

test('[CI10] the uploaded file goes once its import is over', async () => {
  const { account, imported } = await openTransfers(engines.records);
  const { done } = await imported('email\na@post.example\n');
  assert.equal(done.state, 'done');
  assert.equal(
    await engines.records.withAccount(account, (sql) => count(sql, 'contact_import_pieces')),
    0,
  );
});

test('[CP4] changes go after a year, and with their contact', async () => {
  const { account, imported } = await openTransfers(engines.records);
  await imported('email\na@post.example\nb@post.example\nc@post.example\n');
  await engines.records.withAccount(account, (sql) =>
    sql.run(
      `DELETE FROM contacts WHERE id =
         (SELECT contact FROM contact_addresses WHERE address = 'c@post.example')`,
    ),
  );
  const left = () => engines.records.withAccount(account, (sql) => count(sql, 'contact_changes'));
  assert.equal(await left(), 2);
  const old = { ...oldChanges, keptMs: -1_000 };
  const clock = { now: () => Date.now() - 60_000 };
  await forgetOld({ records: engines.records, clock }, old);
  assert.equal(await left(), 2, 'what is newer stays');
  await engines.records.withAccount(account, (sql) =>
    sql.run(
      `INSERT INTO contact_changes (account, id, contact, act, before, after, created_at)
       SELECT account, 'old', contact, act, before, after, created_at - interval '366 days'
       FROM contact_changes LIMIT 1`,
    ),
  );
  assert.equal(await left(), 3);
  await forgetOld({ records: engines.records, clock: { now: () => Date.now() } }, oldChanges);
  assert.equal(await left(), 2);
});

test('[CI4] of 100,000 refused rows 10,000 are kept, without counting them each time', async () => {
  const { account, imports, upload } = await openTransfers(engines.records);
  const { id } = await upload('email\na@post.example\n');
  const refused = Array.from({ length: 100 }, (_, n) => ({
    ...{ row: n + 1, reason: 'address', at: 'email', cells: ['x'] },
  }));
  const file = ContactFileId.parse(id);
  await engines.records.withAccount(account, async (sql) => {
    for (const kept of [0, 9_950, 10_000, 99_900]) {
      const rows = refused.map((each) => ({ ...each, row: each.row + kept }));
      await keepRefused(sql, account, { id: file, kept }, rows);
    }
    assert.equal(await count(sql, 'contact_import_errors'), 150);
  });
  await imports.remove(account, file);
});

/** 100,000 contacts with two tags each, in steps that end on a busy machine. */
async function filled(account: string): Promise<void> {
  const atOnce = 10_000;
  for (let from = 1; from <= manyContacts; from += atOnce)
    await engines.records.withAccount(account as never, async (sql) => {
      const span = [account, from, from + atOnce - 1];
      await sql.run(
        `INSERT INTO contacts (account, id, created_at)
         SELECT $1, 'p_' || n, now() FROM generate_series($2::int, $3::int) AS n`,
        span,
      );
      await sql.run(
        `INSERT INTO contact_tags (account, contact, tag)
         SELECT $1, 'p_' || n, tag FROM generate_series($2::int, $3::int) AS n,
           LATERAL (VALUES ('everybody'), ('t' || n % 50)) AS given (tag)`,
        span,
      );
    });
}

test('[CP2] tags of 100,000 contacts are listed from their index, each counted to a bound', async () => {
  const { account } = await openTransfers(engines.records);
  await filled(account);
  await engines.records.withAccount(account, async (sql) => {
    const tags = await accountTags(sql, 200);
    assert.equal(tags.length, 51);
    assert.deepEqual(tags[0], { tag: 'everybody', contacts: 1000 });
    const times: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      const begun = performance.now();
      await accountTags(sql, 200);
      times.push(performance.now() - begun);
    }
    assert.ok(Math.min(...times) < 1_000, `${times.join()} ms`);
  });
});

test('[CT12] a merge of 5,000 conversations costs no more for each than one of 500', async () => {
  const { account, contacts, talk } = await openTransfers(engines.records);
  const [one, other] = [await talk('+491'), await talk('+492')];
  const conversations = (from: number, until: number) =>
    engines.records.withAccount(account, async (sql) => {
      const { columns } = (await sql.row<{ columns: string }>(
        `SELECT string_agg(attname, ', ' ORDER BY attnum) AS columns FROM pg_attribute
         WHERE attrelid = 'conversations'::regclass AND attnum > 0 AND NOT attisdropped
           AND attgenerated = '' AND attname <> 'id'`,
      )) ?? { columns: '' };
      await sql.run(
        `INSERT INTO conversations (id, ${columns})
         SELECT 'more-' || n, ${columns} FROM conversations, generate_series($1::int, $2::int) AS n
         WHERE id = (SELECT id FROM conversations WHERE address = '+491' LIMIT 1)`,
        [from, until],
      );
    });
  const merged = async (from: ContactId, to: ContactId): Promise<number> => {
    const begun = performance.now();
    await contacts.merge(account, from, to, ada.id);
    return performance.now() - begun;
  };
  await conversations(1, 500);
  const few = await merged(one, other);
  const { moves } = await contacts.read(account, other);
  await contacts.undo(account, String(moves[0]?.id), ada.id);
  await conversations(501, 5_000);
  const many = await merged(one, other);
  assert.ok(many < few * 40 + 1_000, `${few} ms, then ${many} ms`);
});
