// The contract of every store of records: one transaction a unit of work, one account a
// transaction. It needs a database with the foundation's migration, and a way to run SQL as the
// owner.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { Records, Sql } from '../ports/records.ts';

export interface RecordsUnderTest {
  readonly records: Records;
  /** Runs a statement as the owner of the tables. */
  asOwner(sql: string): Promise<void>;
  close(): Promise<void>;
}

const one = AccountId.parse('contract-one');
const other = AccountId.parse('contract-other');
const insert = 'INSERT INTO contract_notes (account, text) VALUES ($1, $2)';
const select = 'SELECT account, text FROM contract_notes ORDER BY text';

/** Runs the suite on what `open` opens. */
export function recordsContract(name: string, open: () => Promise<RecordsUnderTest>): void {
  describe(`records: ${name}`, () => {
    let under: RecordsUnderTest;
    const records = () => under.records;
    before(async () => {
      under = await open();
      await under.asOwner(
        'CREATE TABLE contract_notes (account text NOT NULL, text text NOT NULL)',
      );
      await under.asOwner("SELECT protect_table('contract_notes')");
      await under.asOwner(
        'CREATE FUNCTION contract_count() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public RETURN (SELECT count(*) FROM contract_notes)',
      );
      await under.asOwner('GRANT EXECUTE ON FUNCTION contract_count TO opportune_app');
      for (const account of [one, other]) {
        await records().withAccount(account, (sql) => sql.run(insert, [account, `of ${account}`]));
      }
    });
    after(() => under.close());
    keepsTransactions(records);
    runsTogether(records);
    keepsAccountsApart(records);
    keepsPlans(() => under);
  });
}

function keepsTransactions(records: () => Records): void {
  it('a unit of work answers with its result, rows, first row and count', async () => {
    const found = await records().withAccount(one, async (sql) => ({
      rows: await sql.rows(select),
      row: await sql.row<{ text: string }>(select),
      none: await sql.row('SELECT 1 WHERE false'),
      changed: await sql.run('UPDATE contract_notes SET text = text'),
    }));
    const note = { account: one, text: `of ${one}` };
    assert.deepEqual(found, { rows: [note], row: note, none: undefined, changed: 1 });
  });

  it('a unit of work that throws leaves nothing, and rethrows', async () => {
    const fault = new Error('changed my mind');
    const work = records().withAccount(one, async (sql) => {
      await sql.run(insert, [one, 'never']);
      throw fault;
    });
    await assert.rejects(work, (thrown) => thrown === fault);
    assert.equal((await records().withAccount(one, (sql) => sql.rows(select))).length, 1);
  });

  it('the database’s own errors keep their code', async () => {
    const work = records().withAccount(one, (sql) =>
      sql.run('INSERT INTO contract_notes (account) VALUES ($1)', [one]),
    );
    await assert.rejects(work, { code: '23502' });
  });
}

function keepsAccountsApart(records: () => Records): void {
  it('promise 6: each account sees its own rows and none of the other', async () => {
    for (const account of [one, other, one, other]) {
      const rows = await records().withAccount(account, (sql) => sql.rows(select));
      assert.deepEqual(rows, [{ account, text: `of ${account}` }]);
    }
  });

  it("promise 6: another account's rows cannot be written, changed or removed", async () => {
    const forge = records().withAccount(one, (sql) => sql.run(insert, [other, 'forged']));
    await assert.rejects(forge, { code: '42501' });
    const give = records().withAccount(one, (sql) =>
      sql.run('UPDATE contract_notes SET account = $1', [other]),
    );
    await assert.rejects(give, { code: '42501' });
    const change = "UPDATE contract_notes SET text = 'changed' WHERE account = $1";
    assert.equal(await records().withAccount(one, (sql) => sql.run(change, [other])), 0);
    assert.equal(
      await records().withAccount(one, (sql) =>
        sql.run('DELETE FROM contract_notes WHERE account = $1', [other]),
      ),
      0,
    );
    assert.equal((await records().withAccount(other, (sql) => sql.rows(select))).length, 1);
  });

  it('promise 6: without an account no row is visible, and none can be written', async () => {
    assert.deepEqual(await records().withoutAccount((sql) => sql.rows(select)), []);
    const write = records().withoutAccount((sql) => sql.run(insert, [one, 'from nowhere']));
    await assert.rejects(write, { code: '42501' });
  });

  it('without an account a function granted to the server answers', async () => {
    const found = await records().withoutAccount((sql) =>
      sql.row<{ contract_count: string }>('SELECT contract_count()'),
    );
    assert.equal(Number(found?.contract_count), 2);
  });

  it('promise 6: an account does not outlive its transaction, even a failed one', async () => {
    const broken = records().withAccount(one, (sql) => sql.run('SELECT 1 / 0'));
    await assert.rejects(broken, { code: '22012' });
    const accounts = await Promise.all(
      Array.from({ length: 12 }, () =>
        records().withoutAccount((sql) =>
          sql.row<{ account: string | null }>('SELECT current_account() AS account'),
        ),
      ),
    );
    assert.ok(accounts.every((row) => row?.account === null));
  });
}

function runsTogether(records: () => Records): void {
  const notes = (sql: Sql) => sql.oftenRows<{ text: string }>(select);
  const put = (sql: Sql, text: string) => sql.run(insert, [one, text]);
  const notesOf = (account: AccountId) => records().withAccountOften(account, notes);

  it('statements that are asked in one turn run in their order, and see what those before them did', async () => {
    const before = await notesOf(one);
    const [first, made, then] = await records().withAccount(one, (sql) =>
      Promise.all([notes(sql), put(sql, 'together'), notes(sql)]),
    );
    assert.deepEqual([first, made, then.length], [before, 1, before.length + 1]);
    const remove = "DELETE FROM contract_notes WHERE text = 'together'; SELECT 1";
    await records().withAccount(one, (sql) => Promise.all([sql.run(remove), notes(sql)]));
    assert.deepEqual(await notesOf(one), before);
  });

  it('one that fails ends those that were asked with it, and nothing of the unit is kept', async () => {
    const before = await notesOf(one);
    const failing = records().withAccount(one, async (sql) => {
      await put(sql, 'earlier');
      await Promise.all([
        put(sql, 'before'),
        sql.row('SELECT 1 / $1::int', [0]),
        put(sql, 'behind'),
      ]);
    });
    await assert.rejects(failing, { code: '22012' });
    assert.deepEqual(await notesOf(one), before);
  });

  it('a unit whose statements leave at once is one transaction of its account', async () => {
    for (let use = 0; use < uses; use++) {
      const [made, seen] = await records().withAccountAtOnce(one, (sql) =>
        Promise.all([put(sql, 'at once'), notes(sql)]),
      );
      assert.deepEqual([made, seen.length], [1, 2]);
      assert.equal((await records().withAccountAtOnce(other, notes)).length, 1);
      const failing = records().withAccountAtOnce(one, (sql) =>
        Promise.all([put(sql, 'failed'), sql.often('SELECT 1 / $1::int', [0])]),
      );
      await assert.rejects(failing, { code: '22012' });
      const foreign = records().withAccountAtOnce(other, (sql) => put(sql, 'forged'));
      await assert.rejects(foreign, { code: '42501' });
      assert.equal((await notesOf(one)).length, 2);
      const remove = 'DELETE FROM contract_notes WHERE text = $1';
      await records().withAccountAtOnce(one, (sql) => sql.run(remove, ['at once']));
      assert.deepEqual(await records().withoutAccount(notes), []);
    }
  });
}

/** A plan is cached only after several uses: each statement runs more often than that. */
const uses = 8;

function keepsPlans(under: () => RecordsUnderTest): void {
  const often = (account: AccountId, text = select): Promise<{ text: string } | undefined> =>
    under().records.withAccount(account, (sql) => sql.often<{ text: string }>(text));

  it('promise 6: a cached plan sees only the rows of the account that runs it', async () => {
    for (let use = 0; use < uses; use++) {
      for (const account of [one, other])
        assert.deepEqual(await often(account), { account, text: `of ${account}` });
    }
    assert.equal(await under().records.withoutAccount((sql) => sql.often(select)), undefined);
    const all = (sql: Sql) => sql.oftenRows(select);
    for (const account of [one, other])
      assert.deepEqual(await under().records.withAccount(account, all), [
        { account, text: `of ${account}` },
      ]);
    assert.deepEqual(await under().records.withoutAccount(all), []);
    // On connections that just had an account.
    const looks = Array.from({ length: 12 }, () => under().records.lookUp(select));
    assert.ok((await Promise.all(looks)).every((rows) => rows.length === 0));
    const count = 'SELECT contract_count()::int AS notes WHERE $1';
    assert.deepEqual(await under().records.lookUp(count, [true]), [{ notes: 2 }]);
    await assert.rejects(under().records.lookUp('SELECT 1 / 0'));
    assert.deepEqual(await under().records.lookUp(count, [false]), []);
  });

  it('promise 6: what is asked again sees and changes only the rows of the account that asks', async () => {
    const read = 'SELECT text FROM contract_notes WHERE text LIKE $1';
    const write = 'UPDATE contract_notes SET text = text WHERE text LIKE $1';
    for (let use = 0; use < uses; use++)
      for (const account of [one, other])
        await under().records.withAccount(account, async (sql) => {
          assert.deepEqual(await sql.rows(read, ['of %']), [{ text: `of ${account}` }]);
          assert.deepEqual(await sql.row(read, ['of %']), { text: `of ${account}` });
          assert.equal(await sql.run(write, ['of %']), 1);
        });
    assert.deepEqual(await under().records.withoutAccount((sql) => sql.rows(read, ['%'])), []);
    assert.equal(await under().records.withoutAccount((sql) => sql.run(write, ['%'])), 0);
  });

  it('what is asked again with all columns has those that were added', async () => {
    const all = 'SELECT * FROM contract_notes WHERE text LIKE $1';
    const ask = () => under().records.withAccount(one, (sql) => sql.row(all, ['of %']));
    for (let use = 0; use < uses; use++)
      assert.deepEqual(await ask(), { account: one, text: `of ${one}` });
    await under().asOwner('ALTER TABLE contract_notes ADD COLUMN later text');
    assert.deepEqual(await ask(), { account: one, text: `of ${one}`, later: null });
  });

  it('what failed when it was asked again works once its cause is gone', async () => {
    const ask = (value: number) =>
      under().records.withAccount(one, (sql) => sql.row('SELECT 6 / $1::int AS share', [value]));
    assert.deepEqual(await ask(2), { share: 3 });
    for (let use = 0; use < uses; use++) await assert.rejects(ask(0), { code: '22012' });
    assert.deepEqual(await ask(3), { share: 2 });
  });

  it('a cached plan still works when its table has grown', async () => {
    const changing = "UPDATE contract_notes SET text = 'of ' || account RETURNING text";
    for (let use = 0; use < uses; use++) await often(one, changing);
    await under().asOwner('ALTER TABLE contract_notes ADD COLUMN grown text');
    assert.deepEqual(await often(one, changing), { text: `of ${one}` });
    assert.deepEqual(await often(one), { account: one, text: `of ${one}` });
  });
}
