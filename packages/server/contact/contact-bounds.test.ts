// What is kept of contacts has an end, and the work that it makes does not grow with the account.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import pg from 'pg';
import { ContactId } from '@opportune/protocol/ids.ts';
import { ownRecords } from '../adapter/engines.test-support.ts';
import { forgetOld } from '../http/forget-old.ts';
import { accountTags } from './details/detail-rows.ts';
import { oldChanges, oldFiles } from './feature.ts';
import { keepRefused } from './transfer/import-rows.ts';
import { ada, openTransfers } from './transfer/transfer.test-support.ts';
import { wholeRun } from '../../../test/support/whole-run.test-support.ts';

const dayMs = 86_400_000;

async function opened(t: TestContext) {
  const engine = await ownRecords();
  const owner = new pg.Client(engine.owner);
  t.after(async () => {
    await owner.end();
    await engine.close();
  });
  await owner.connect();
  return { owner, records: engine.records, ...(await openTransfers(engine.records)) };
}

type Opened = Awaited<ReturnType<typeof opened>>;

async function count({ owner }: Opened, table: string): Promise<number> {
  const { rows } = await owner.query(`SELECT count(*)::int AS many FROM ${table}`);
  return rows[0].many;
}

test('[CI10] imports and exports go after seven days with all that belongs to them, and not before', async (t) => {
  const all = await opened(t);
  await all.imported('email\na@post.example\nnone\n');
  await all.upload('email\nb@post.example\n');
  await all.exported();
  const after = (days: number) => ({
    records: all.records,
    clock: { now: () => Date.now() + days * dayMs },
  });
  await forgetOld(after(6.9), oldFiles);
  const tables = ['imports', 'import_pieces', 'import_errors', 'exports', 'export_pieces'];
  for (const table of tables) assert.ok((await count(all, `contact_${table}`)) > 0, table);
  await forgetOld(after(7.1), oldFiles);
  for (const table of tables) assert.equal(await count(all, `contact_${table}`), 0, table);
});

test('[CI10] the uploaded file goes once its import is over', async (t) => {
  const all = await opened(t);
  const { done } = await all.imported('email\na@post.example\n');
  assert.equal(done.state, 'done');
  assert.equal(await count(all, 'contact_import_pieces'), 0);
});

test('[CP4] a change goes after a year, and with its contact', async (t) => {
  const all = await opened(t);
  await all.imported('email\na@post.example\nb@post.example\n');
  assert.equal(await count(all, 'contact_changes'), 2);
  const after = (days: number) => ({
    records: all.records,
    clock: { now: () => Date.now() + days * dayMs },
  });
  await forgetOld(after(364), oldChanges);
  assert.equal(await count(all, 'contact_changes'), 2);
  await all.records.withAccount(all.account, (sql) =>
    sql.run(`DELETE FROM contacts WHERE id IN (SELECT id FROM contacts LIMIT 1)`),
  );
  assert.equal(await count(all, 'contact_changes'), 1);
  await forgetOld(after(366), oldChanges);
  assert.equal(await count(all, 'contact_changes'), 0);
});

test('[CP4] a card number in a number field is refused, by hand and from a file', async (t) => {
  const all = await opened(t);
  const { account } = all;
  const { fields } = await all.fields.replace(account, {
    fields: [{ name: 'Points', holds: { type: 'number' } }],
  });
  const field = fields[0]?.id ?? '';
  const card = 4_111_111_111_111_111;
  const { done } = await all.imported(
    `email,Points\na@post.example,${card}\nb@post.example,4111111111111112\n`,
  );
  assert.deepEqual([done.created, done.refused], [1, 1]);
  const { items } = await all.contacts.list(account, { limit: 2 });
  const contact = ContactId.parse(items[0]?.id);
  const change = (value: number) =>
    all.details.change(account, contact, ada, {
      ...{ change: { fields: { [field]: value } }, unchanged: () => {} },
    });
  await assert.rejects(change(card), { status: 422, message: /\w/ });
  assert.equal((await change(4_111_111_111_111_112)).fields[field as never], 4111111111111112);
});

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Rows of a table that a plan read, also those that it left out. */
function rowsRead(node: PlanNode, table: string): number {
  const each = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
  const own = node['Relation Name'] === table ? each * node['Actual Loops'] : 0;
  return (node.Plans ?? []).reduce((sum, part) => sum + rowsRead(part, table), own);
}

test(
  '[CP4] the tags of an account are listed without reading every tag of every contact',
  wholeRun,
  async (t) => {
    const all = await opened(t);
    const { account, owner } = all;
    await owner.query(
      `INSERT INTO contacts (account, id, created_at)
     SELECT $1, 'p' || n, now() FROM generate_series(1, 20000) AS n`,
      [account],
    );
    await owner.query(
      `INSERT INTO contact_tags (account, contact, tag)
     SELECT $1, 'p' || n, 'all' FROM generate_series(1, 20000) AS n
     UNION ALL SELECT $1, 'p' || n, 'few' FROM generate_series(1, 30) AS n`,
      [account],
    );
    await owner.query('VACUUM ANALYZE contact_tags');
    assert.deepEqual(await all.details.tags(account), [
      { tag: 'all', contacts: 1000 },
      { tag: 'few', contacts: 30 },
    ]);
    let read = 0;
    await all.records.withAccount(account, (sql) =>
      accountTags(
        {
          ...sql,
          async rows(text: string, values?: readonly unknown[]) {
            const [row] = await sql.rows<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
              `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
              values,
            );
            for (const { Plan } of row?.['QUERY PLAN'] ?? [])
              read += rowsRead(Plan, 'contact_tags');
            return [];
          },
        },
        200,
      ),
    );
    assert.ok(read >= 1_030 && read < 2_000, `${read} rows`);
  },
);

test('[CT6] a merge and its undoing carry the time of the last message', async (t) => {
  const all = await opened(t);
  const { account, contacts, talk } = all;
  const [a, b] = [await talk('visitor-a'), await talk('visitor-b')];
  const lastOf = async (id: ContactId) => {
    const row = await all.records.withAccount(account, (sql) =>
      sql.row<{ last: Date | null }>('SELECT last_contact_at AS last FROM contacts WHERE id = $1', [
        id,
      ]),
    );
    return row?.last?.getTime() ?? null;
  };
  const before = [await lastOf(a), await lastOf(b)];
  const { move } = await contacts.merge(account, b, a, ada.id);
  assert.deepEqual([await lastOf(a), await lastOf(b)], [before[1], null]);
  await contacts.undo(account, move, ada.id);
  assert.deepEqual([await lastOf(a), await lastOf(b)], before);
});

test(
  '[CI4] of a file with more refused rows than are kept, the first are kept, once',
  wholeRun,
  async (t) => {
    const all = await opened(t);
    const { done } = await all.imported(`email\n${'none\n'.repeat(10_250)}`);
    assert.deepEqual([done.refused, done.rows], [10_250, 10_250]);
    assert.equal(await count(all, 'contact_import_errors'), 10_000);
  },
);

test('[CI4] of 100,000 refused rows 10,000 are kept, without counting them each time', async (t) => {
  const all = await opened(t);
  const { id } = await all.upload('email\na@post.example\n');
  const refused = Array.from({ length: 100 }, (_, n) => ({
    ...{ row: n + 1, reason: 'address', at: 'email', cells: ['x'] },
  }));
  await all.records.withAccount(all.account, async (sql) => {
    for (const kept of [0, 9_950, 10_000, 99_900]) {
      const rows = refused.map((each) => ({ ...each, row: each.row + kept }));
      await keepRefused(sql, all.account, { id, kept }, rows);
    }
  });
  assert.equal(await count(all, 'contact_import_errors'), 150);
});

test(
  '[CT12] a merge of 5,000 conversations costs no more for each than one of 500',
  wholeRun,
  async (t) => {
    const { account, contacts, records, talk } = await opened(t);
    const [one, other] = [await talk('+491'), await talk('+492')];
    const conversations = (from: number, until: number) =>
      records.withAccount(account, async (sql) => {
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
  },
);
