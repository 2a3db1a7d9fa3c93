// Promise 6 on PostgreSQL, with raw SQL: through the pool's own role, on one connection, over every
// table that the migrations create.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { recordsContract } from '@opportune/core/contracts/records.contract.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import pg from 'pg';
import { testDataFolder, testLog } from '../engines.test-support.ts';
import { type OpenedRecords, openRecordsEngine } from './records-engine.ts';
import { takeDataFolder } from '../data-folder/data-folder.ts';
import { until } from '../process/processes.test-support.ts';
import { mostPrepared } from './prepared.ts';
import { openRecords } from './records-postgres.ts';

let opened: OpenedRecords;
let data: ReturnType<typeof takeDataFolder>;
const folder = testDataFolder();

before(async () => {
  data = takeDataFolder(folder.path);
  opened = await openRecordsEngine({}, data, testLog());
});

after(async () => {
  await opened.close();
  data.release();
  folder.remove();
});

recordsContract('embedded PostgreSQL', async () => under(openRecords(opened.app, testLog())));
recordsContract('embedded PostgreSQL, one connection', async () => {
  await asOwner('DROP FUNCTION contract_count; DROP TABLE contract_notes');
  return under(openRecords({ ...opened.app, max: 1 }, testLog()));
});

it('refuses what comes after its end with a code that says so, and that may be tried again elsewhere', async () => {
  const records = openRecords(opened.app, testLog());
  await records.withoutAccount((sql) => sql.row('SELECT 1'));
  await records.close();
  const stopping = { code: 'server.stopping', retry: true };
  await assert.rejects(
    records.withoutAccount((sql) => sql.row('SELECT 1')),
    stopping,
  );
  await assert.rejects(records.lookUp('SELECT 1'), stopping);
});

it('a unit whose statements leave at once cannot ask another one later', async () => {
  const records = openRecords(opened.app, testLog());
  const late = records.withAccountAtOnce(AccountId.parse('late'), async (sql) => {
    await sql.row('SELECT 1');
    await sql.row('SELECT 1');
  });
  await assert.rejects(late, /asks another one/);
  await records.close();
});

function under(records: Records) {
  return { records, asOwner, close: () => records.close() };
}

async function asOwner(sql: string): Promise<void> {
  await ownersRows(sql);
}

async function ownersRows(sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client(opened.owner);
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * Forwards what `line` receives to the database, and its responses unless it is `mute`. Counts how
 * often the client says something again after an answer.
 */
async function silentLine() {
  const line = { mute: false, turns: 0 };
  let isAnswered = true;
  const proxy = createServer((near) => {
    const far = connect(`${opened.app.host}/.s.PGSQL.5432`);
    near.pipe(far);
    near.on('data', () => {
      if (isAnswered) line.turns++;
      isAnswered = false;
    });
    far.on('data', (bytes) => {
      isAnswered = true;
      if (!line.mute) near.write(bytes);
    });
    near.on('close', () => far.destroy());
    for (const each of [near, far]) each.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  return { line, through: { ...opened.app, host: '127.0.0.1', port }, end: () => proxy.close() };
}

describe('a unit of work', () => {
  const account = AccountId.parse('contract-one');
  const [first, second] = ['SELECT 1 AS one', 'SELECT 2 AS two'];

  it('begins with its first statements, in one round trip, and is none without a statement', async () => {
    const { line, through, end } = await silentLine();
    const records = openRecords({ ...through, max: 1 }, testLog());
    const turnsOf = async (use: () => Promise<unknown>): Promise<number> => {
      // A connection that was not heard from for a second begins by itself.
      await records.lookUp('SELECT 1');
      const before = line.turns;
      await use();
      return line.turns - before;
    };
    const turnsIn = (work: Parameters<Records['withoutAccount']>[0]) =>
      turnsOf(() => records.withoutAccount(work));
    assert.equal(await turnsIn(async () => {}), 0);
    assert.equal(await turnsIn((sql) => sql.rows(first)), 2);
    assert.equal(await turnsIn((sql) => Promise.all([sql.rows(first), sql.rows(second)])), 2);
    assert.equal(await turnsIn(async (sql) => [await sql.rows(first), await sql.rows(second)]), 3);
    const atOnce = () =>
      records.withAccountAtOnce(account, (sql) =>
        Promise.all([sql.oftenRows(first), sql.row('SELECT $1::int AS two', [2])]),
      );
    assert.equal(await turnsOf(atOnce), 1);
    assert.deepEqual(await atOnce(), [[{ one: 1 }], { two: 2 }]);
    await records.close();
    end();
  });

  it('sends its first statements again if its connection was lost before they were stored', async () => {
    const records = openRecords({ ...opened.app, max: 1 }, testLog());
    for (const unit of ['withAccount', 'withAccountAtOnce'] as const) {
      const [held] = await records.lookUp<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await asOwner(`SELECT pg_terminate_backend(${held?.pid})`);
      const both = await records[unit](account, (sql) =>
        Promise.all([sql.row(first), sql.row(second)]),
      );
      assert.deepEqual(both, [{ one: 1 }, { two: 2 }]);
    }
    await records.close();
  });

  it('prepares what was behind a statement that failed when it is asked again', async () => {
    const records = openRecords({ ...opened.app, max: 1 }, testLog());
    const ask = (divisor: number) =>
      records.withAccountOften(account, (sql) =>
        Promise.all([sql.often('SELECT 6 / $1::int AS share', [divisor]), sql.often(second)]),
      );
    await records.lookUp('SELECT 1');
    await assert.rejects(ask(0), { code: '22012' });
    assert.deepEqual(await ask(2), [{ share: 3 }, { two: 2 }]);
    await records.close();
  });
});

describe('a line that dies without a word', () => {
  it('fails what waits on it as retryable, and gives its place to a new one', async () => {
    const { line, through, end } = await silentLine();
    const records = openRecords({ ...through, max: 1, query_timeout: 100 }, testLog());
    const cut = records.withoutAccount(async (sql) => {
      await sql.rows('SELECT 1');
      line.mute = true;
      await sql.rows('SELECT 2');
    });
    await assert.rejects(cut, { code: 'engine.unavailable', retry: true });
    line.mute = false;
    const rows = await records.withoutAccount((sql) => sql.rows('SELECT 3 AS three'));
    assert.deepEqual(rows, [{ three: 3 }]);
    await records.close();
    end();
  });
});

describe('[OP6] a PostgreSQL that says nothing', () => {
  const boundMs = 1000;
  const unavailable = { code: 'engine.unavailable', retry: true };
  const one = (records: Records) => records.withoutAccount((sql) => sql.rows('SELECT 1 AS one'));

  it('fails what begins on a connection that is there, within the bound', async () => {
    const { line, through, end } = await silentLine();
    const records = openRecords({ ...through, max: 1 }, testLog(), boundMs);
    for (const begins of [one, () => records.lookUp('SELECT 1 AS one')]) {
      await begins(records);
      line.mute = true;
      const from = performance.now();
      await assert.rejects(begins(records), unavailable);
      const tookMs = performance.now() - from;
      assert.ok(tookMs < 2 * boundMs, `${tookMs} ms`);
      line.mute = false;
      assert.deepEqual(await begins(records), [{ one: 1 }]);
    }
    await records.close();
    end();
  });

  it('fails what waits for a connection, new or of the pool, within the bound', async () => {
    const { line, through, end } = await silentLine();
    const records = openRecords(
      { ...through, max: 2, connectionTimeoutMillis: 3 * boundMs },
      testLog(),
      boundMs,
    );
    const go = Promise.withResolvers<void>();
    const holder = records.withoutAccount(async (sql) => {
      line.mute = true;
      await go.promise;
      return sql.rows('SELECT 2 AS two');
    });
    await until('a connection is in use', async () => line.mute);
    const from = performance.now();
    const waiting = Array.from({ length: 5 }, () => assert.rejects(one(records), unavailable));
    await Promise.all(waiting);
    const tookMs = performance.now() - from;
    assert.ok(tookMs < 2 * boundMs, `${tookMs} ms`);
    line.mute = false;
    go.resolve();
    assert.deepEqual(await holder, [{ two: 2 }]);
    // Cancelled requests hold no connection.
    assert.deepEqual(await Promise.all([one(records), one(records)]), [[{ one: 1 }], [{ one: 1 }]]);
    await records.close();
    end();
  });

  it('is distinguished from one whose connections are all in use: a waiting caller gets one', async () => {
    // On a busy machine, a new connection may take some hundred milliseconds.
    const patientMs = 2000;
    const records = openRecords({ ...opened.app, max: 1 }, testLog(), patientMs);
    const slow = records.withoutAccount((sql) =>
      sql.rows(`SELECT pg_sleep(${(1.25 * patientMs) / 1000})`),
    );
    const waiting = Array.from({ length: 3 }, () => one(records));
    await slow;
    assert.deepEqual(await Promise.all(waiting), Array(3).fill([{ one: 1 }]));
    await records.close();
  });
});

describe('statements that a connection is asked again', () => {
  const ask = 'SELECT $1::int AS one';
  /** What the connection behind `records` has prepared. It is its only one. */
  const held = (records: Records) =>
    records.withoutAccount(async (sql) => {
      const rows = await sql.rows<{ statement: string }>(
        // Without those of the beginning of every unit.
        "SELECT statement FROM pg_prepared_statements WHERE name ~ '^s[0-9]+$' ORDER BY prepare_time",
      );
      return rows.map(({ statement }) => statement);
    });

  it('are prepared at their second use', async () => {
    const records = openRecords({ ...opened.app, max: 1 }, testLog());
    const use = () => records.withoutAccount((sql) => sql.row(ask, [1]));
    await use();
    assert.deepEqual(await held(records), []);
    await use();
    await use();
    assert.deepEqual(await held(records), [ask]);
    await records.close();
  });

  it('are prepared at their first use where they are known to come often', async () => {
    const records = openRecords({ ...opened.app, max: 1 }, testLog());
    await records.withoutAccount((sql) => sql.often(ask, [1]));
    assert.deepEqual(await held(records), [ask]);
    await records.close();
  });

  it('are bounded in number, and those beyond it are answered as well', async () => {
    const records = openRecords({ ...opened.app, max: 1 }, testLog());
    for (let at = 0; at < mostPrepared + 20; at++)
      for (const turn of [1, 2])
        await records.withoutAccount(async (sql) => {
          const row = await sql.row(`SELECT $1::int + ${at} AS sum`, [turn]);
          assert.deepEqual(row, { sum: turn + at });
          assert.deepEqual(await sql.often(`SELECT ${at} AS many`), { many: at });
        });
    assert.equal((await held(records)).length, mostPrepared);
    await records.close();
  });

  it('are prepared anew on a connection that replaced theirs', async () => {
    const records = openRecords({ ...opened.app, max: 1 }, testLog());
    const use = () => records.withoutAccount((sql) => sql.row(ask, [1]));
    await use();
    await use();
    await ownersRows(
      "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = 'opportune_app'",
    );
    await use();
    assert.deepEqual(await held(records), []);
    await use();
    assert.deepEqual(await held(records), [ask]);
    await records.close();
  });
});

describe('[I23] accounts that share connections', () => {
  it('a few requests of one account do not wait behind a hundred of another', async () => {
    const records = openRecords(opened.app, testLog());
    const ended: string[] = [];
    const ask = (account: string) =>
      records
        .withAccount(AccountId.parse(account), (sql) => sql.rows('SELECT pg_sleep(0.01)'))
        .then(() => ended.push(account));
    // Opening connections takes its own time, longest beside other work.
    await Promise.all(Array.from({ length: 10 }, (_, index) => ask(`first-${index}`)));
    ended.length = 0;
    const all = [
      ...Array.from({ length: 100 }, () => ask('flood')),
      ...Array.from({ length: 3 }, () => ask('ordinary')),
    ];
    await Promise.all(all);
    assert.equal(ended.length, 103);
    assert.ok(ended.lastIndexOf('ordinary') < 50, `${ended.lastIndexOf('ordinary')} before it`);
    await records.close();
  });
});

describe('row-level security', () => {
  it('promise 6: is enabled and forced on every table, with a policy for the app role', async () => {
    const { rows } = await ownersRows(`
      SELECT c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
        (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
      FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace`);
    assert.ok(rows.length > 0, 'there are tables');
    const open = rows.filter((row) => !row.enabled || !row.forced || row.policies < 2);
    assert.deepEqual(open, []);
  });

  it("promise 6: no view or function lends the owner's rights but SECURITY DEFINER functions with a fixed search path", async () => {
    const { rows: views } = await ownersRows(`
      SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace
        AND NOT coalesce(reloptions::text LIKE '%security_invoker=true%', false)`);
    assert.deepEqual(views, []);
    const { rows: functions } = await ownersRows(`
      SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
        AND NOT coalesce(array_to_string(proconfig, ',') LIKE '%search_path=%', false)`);
    assert.deepEqual(functions, []);
  });

  it('promise 6: the role of the server owns nothing and cannot bypass the policies', async () => {
    const { rows } = await ownersRows(`
      SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
        (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owns,
        (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid) AS member_of
      FROM pg_roles r WHERE rolname = 'opportune_app'`);
    const nothing = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
    };
    assert.deepEqual(rows, [{ ...nothing, owns: 0, member_of: 0 }]);
  });

  it('promise 6: the server can neither become the owner, nor switch the policies off, nor make tables', async () => {
    const records = openRecords(opened.app, testLog());
    const account = AccountId.parse('forger');
    const forgeries = [
      'SET ROLE opportune_owner',
      'SET SESSION AUTHORIZATION opportune_owner',
      'ALTER TABLE contract_notes DISABLE ROW LEVEL SECURITY',
      'ALTER TABLE contract_notes NO FORCE ROW LEVEL SECURITY',
      'DROP POLICY of_account ON contract_notes',
      'CREATE TABLE mine (x int)',
      'CREATE TEMP TABLE mine (x int)',
      'SELECT * FROM opportune_private.migrations',
      "SELECT protect_table('contract_notes')",
      'TRUNCATE contract_notes',
    ];
    for (const sql of forgeries) {
      await assert.rejects(
        records.withAccount(account, (run) => run.run(sql)),
        { code: '42501' },
        sql,
      );
    }
    const switchedOff = records.withAccount(account, async (sql) => {
      await sql.run('SET LOCAL row_security = off');
      return sql.rows('SELECT * FROM contract_notes');
    });
    await assert.rejects(switchedOff, { code: '42501' });
    await records.close();
  });
});
