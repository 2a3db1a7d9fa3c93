// The facts port on a ClickHouse client, here a session of the embedded engine without its host.
// Also the trap of a crash: a token that was recorded although its rows were not stored.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { factsContract } from '@opportune/core/contracts/facts.contract.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { openChdb, openChdbReader, openChdbWriter } from './chdb.ts';
import { testDataFolder } from '../engines.test-support.ts';
import { clientWriter, type FactWriter } from './facts-append.ts';
import { factsOn, type FactTexts, factTexts } from './facts-clickhouse.ts';
import { batchParts, parseRows } from './facts-rows.ts';
import { migrateFacts } from '../migrate-facts.ts';
import { until } from '../process/processes.test-support.ts';

const folder = testDataFolder();
let writer: FactWriter;
let texts: FactTexts;

before(async () => {
  writer = openChdbWriter(folder.path);
  await migrateFacts(writer.client);
  texts = await factTexts(
    writer,
    () => openChdbReader(folder.path),
    1,
    () => true,
  );
});

after(async () => {
  await texts.close();
  folder.remove();
});

factsContract('an embedded ClickHouse', async () => ({ ...factsOn(texts), close: async () => {} }));
factsContract('a ClickHouse client', async () => {
  const overClient = await factTexts(
    clientWriter(openChdb(folder.path)),
    async () => openChdbReader(folder.path),
    1,
  );
  return factsOn(overClient);
});

it('a reader that cannot be reopened at once harms nobody, and is opened for a later query', async () => {
  let opens = 0;
  const store = await factTexts(
    openChdbWriter(folder.path),
    () => (++opens === 2 ? Promise.reject(new Error('not now')) : openChdbReader(folder.path)),
    1,
  );
  const asked = (sql: string) => store.query(AccountId.parse('readers'), sql, {});
  await assert.rejects(asked('SELECT nothing'), { code: 'facts.failed' });
  // Until then nothing listens that would catch what the opening throws.
  await new Promise((resolve) => setImmediate(resolve));
  await assert.rejects(asked('SELECT 1 AS one'), /not now/);
  assert.equal(await asked('SELECT 1 AS one'), '{"one":1}\n');
  assert.equal(opens, 3);
  await store.close();
});

it('[I23] a query of one account does not wait behind a hundred of another', async () => {
  const store = await factTexts(openChdbWriter(folder.path), () => openChdbReader(folder.path), 2);
  const ended: string[] = [];
  const ask = (account: string) =>
    store.query(AccountId.parse(account), 'SELECT 1 AS one', {}).then(() => ended.push(account));
  await Promise.all([...Array.from({ length: 100 }, () => ask('flood')), ask('ordinary')]);
  assert.equal(ended.length, 101);
  assert.ok(ended.indexOf('ordinary') < 10, `${ended.indexOf('ordinary')} before it`);
  await store.close();
});

describe('a batch that a crash left in doubt', () => {
  const account = AccountId.parse('doubtful');
  const at = [Date.UTC(2026, 0, 31, 12), Date.UTC(2026, 1, 1, 12)];
  const events = at.map((received_at, ordinal) => ({
    account,
    ordinal,
    at: received_at,
    received_at,
  }));
  const parts = (token: string) => batchParts({ token, tables: { events } });

  async function stored(): Promise<number> {
    const lines = await texts.query(account, 'SELECT count() AS stored FROM $events', {});
    return parseRows<{ stored: number }>(lines)[0]?.stored ?? -1;
  }

  async function forget(where: string): Promise<void> {
    const query = `ALTER TABLE events DELETE WHERE account = '${account}' AND ${where}`;
    await writer.client.command({ query, clickhouse_settings: { mutations_sync: '1' } });
  }

  it('whose token was noted without its rows is stored when it is sent again', async () => {
    await texts.append('lost', await parts('lost'), false);
    await forget('true');
    await texts.append('lost', await parts('lost'), false);
    assert.equal(await stored(), 0, 'the engine by itself takes the token for stored');
    await texts.append('lost', await parts('lost'), true);
    assert.equal(await stored(), 2);
    await forget('true');
  });

  it('of which one partition is stored is completed, not doubled', async () => {
    await texts.append('half', await parts('half'), false);
    await forget('ordinal = 1');
    assert.equal(await stored(), 1);
    await texts.append('half', await parts('half'), true);
    assert.equal(await stored(), 2);
    await forget('true');
  });

  it('that is stored whole stays as it is, and one that is not stored at all is stored once', async () => {
    await texts.append('whole', await parts('whole'), false);
    await texts.append('whole', await parts('whole'), true);
    assert.equal(await stored(), 2);
    await texts.append('fresh', await parts('fresh'), true);
    await texts.append('fresh', await parts('fresh'), false);
    assert.equal(await stored(), 4);
    await forget('true');
  });
});

it('[OP12] a merge of small parts leaves a large one as it is', async () => {
  const account = AccountId.parse('merging');
  const at = Date.UTC(2026, 0, 2);
  const [large, small] = [100_000, 39];
  const store = async (token: string, rows: number) => {
    const events = Array.from({ length: rows }, (_, ordinal) => ({
      ...{ account, ordinal, at, received_at: at },
      visitor: randomUUID(),
      properties: randomBytes(60).toString('base64'),
    }));
    await texts.append(token, await batchParts({ token, tables: { events } }), false);
  };
  await writer.client.command({ query: 'SYSTEM STOP MERGES events' });
  const before = await merging();
  await store('large', large);
  for (let nth = 0; nth < small; nth += 1) await store(`small ${nth}`, 10);
  await writer.client.command({ query: 'SYSTEM START MERGES events' });
  await until('the small ones are merged', async () => (await merging()).parts < small, 60_000);
  const rows = (await merging()).rows - before.rows;
  assert.ok(rows < large, `${rows} rows were written again`);
});

/** The parts of the table, and rows read by merges of this engine since it began. */
async function merging(): Promise<{ readonly parts: number; readonly rows: number }> {
  const query = `SELECT (SELECT count() FROM system.parts WHERE table = 'events' AND active) AS parts,
    (SELECT sum(value) FROM system.events WHERE event = 'MergedRows') AS rows`;
  const result = await writer.client.query({ query, format: 'JSONEachRow' });
  const [found] = await result.json<{ parts: string; rows: string }>();
  return { parts: Number(found?.parts), rows: Number(found?.rows) };
}

it('promise 6: what a failed query had answered already is in no later answer', async () => {
  const account = AccountId.parse('partial');
  const half = 'SELECT number, throwIf(number = 500000) AS x FROM numbers(1000000)';
  const failing = assert.rejects(texts.query(account, half, {}), { code: 'facts.failed' });
  const behind = texts.query(AccountId.parse('next'), 'SELECT 1 AS one', {});
  await failing;
  assert.deepEqual(parseRows(await behind), [{ one: 1 }]);
});

it('promise 7: a query that would answer with more than the limit is refused, and the next one answers', async () => {
  const account = AccountId.parse('limits');
  const endless = texts.query(account, 'SELECT number FROM numbers(2000000)', {});
  await assert.rejects(endless, { code: 'facts.failed' });
  assert.deepEqual(parseRows(await texts.query(account, 'SELECT 1 AS one', {})), [{ one: 1 }]);
});

it('promise 6: the session that answers queries is kept from writing by the engine itself', async () => {
  const reader = await openChdbReader(folder.path);
  await assert.rejects(reader.query('TRUNCATE TABLE events', {}), /readonly/);
  await assert.rejects(reader.query('SELECT 1 SETTINGS readonly = 0', {}), /readonly/);
  await reader.close();
});

describe('batches that wait while the writer is busy', () => {
  const account = AccountId.parse('merging');
  const at = Date.now();

  /** The real engine, counting inserts. `fails`: the number of the insert that is refused once. */
  async function counting(fails = 0, merges = true) {
    const real = openChdbWriter(folder.path);
    const inserts: { readonly table: string; readonly rows: number }[] = [];
    const writing: FactWriter = {
      client: real.client,
      async insert(part, settings) {
        inserts.push({ table: part.table, rows: part.rows });
        if (inserts.length === fails) throw new Error('refused once');
        await real.insert(part, settings);
      },
    };
    const openReader = () => openChdbReader(folder.path);
    return { store: await factTexts(writing, openReader, 1, () => merges), inserts };
  }

  const partsOf = (token: string, rows = 2) =>
    batchParts({
      token,
      tables: {
        events: Array.from({ length: rows }, (_, ordinal) => ({
          ...{ account, visitor: token, ordinal, at, received_at: at },
        })),
        availability: [{ account, version: 1, at }],
      },
    });

  async function storedOf(store: FactTexts, prefix: string) {
    const lines = await store.query(
      account,
      'SELECT batch, count() AS rows FROM $events WHERE startsWith(batch, {prefix:String}) GROUP BY batch ORDER BY batch',
      { prefix },
    );
    return parseRows<{ batch: string; rows: number | string }>(lines).map(({ batch, rows }) => [
      batch,
      Number(rows),
    ]);
  }

  it('[PR8.1] are stored with one insert for each table, and each row keeps its token', async () => {
    const { store, inserts } = await counting();
    const tokens = ['m1', 'm2', 'm3', 'm4'];
    const parts = await Promise.all(tokens.map((token) => partsOf(token)));
    await Promise.all(tokens.map((token, index) => store.append(token, parts[index] ?? [], false)));
    assert.deepEqual(
      await storedOf(store, 'm'),
      tokens.map((token) => [token, 2]),
    );
    assert.deepEqual(inserts, [
      { table: 'events', rows: 8 },
      { table: 'availability', rows: 4 },
    ]);
    await store.close();
  });

  it('[PR8.1] are stored each alone where one process is connected, or the engine is elsewhere', async () => {
    const { store, inserts } = await counting(0, false);
    const tokens = ['s1', 's2', 's3'];
    const parts = await Promise.all(tokens.map((token) => partsOf(token)));
    await Promise.all(tokens.map((token, index) => store.append(token, parts[index] ?? [], false)));
    assert.deepEqual(
      inserts.map(({ table, rows }) => `${table} ${rows}`),
      tokens.flatMap(() => ['events 2', 'availability 1']),
    );
    await store.close();
  });

  it('[PR8.2] are not doubled by repeats, alone or together with new ones', async () => {
    const { store } = await counting();
    const send = async (tokens: readonly string[]) => {
      const parts = await Promise.all(tokens.map((token) => partsOf(token)));
      await Promise.all(
        tokens.map((token, index) => store.append(token, parts[index] ?? [], false)),
      );
    };
    await send(['r1', 'r2', 'r3']);
    await send(['r2']);
    await send(['r4', 'r3', 'r1', 'r5']);
    await send(['r4', 'r5']);
    assert.deepEqual(await storedOf(store, 'r'), [
      ...[
        ['r1', 2],
        ['r2', 2],
        ['r3', 2],
      ],
      ...[
        ['r4', 2],
        ['r5', 2],
      ],
    ]);
    await store.close();
  });

  it('[PR8.3] are stored one by one, each once, if the insert of all fails', async () => {
    for (const fails of [1, 2]) {
      const { store } = await counting(fails);
      const tokens = [`f${fails}1`, `f${fails}2`, `f${fails}3`];
      const parts = await Promise.all(tokens.map((token) => partsOf(token)));
      await Promise.all(
        tokens.map((token, index) => store.append(token, parts[index] ?? [], false)),
      );
      assert.deepEqual(
        await storedOf(store, `f${fails}`),
        tokens.map((token) => [token, 2]),
      );
      await store.close();
    }
  });

  it('[PR8.3] fail alone if they are at fault', async () => {
    const { store } = await counting();
    const good = await partsOf('g1');
    const bad = good.map((part) => ({ ...part, chunks: [Buffer.from('not a row\n')] }));
    const outcomes = await Promise.allSettled([
      store.append('g1', good, false),
      store.append('g2', bad, false),
      store.append('g3', await partsOf('g3'), false),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(await storedOf(store, 'g'), [
      ['g1', 2],
      ['g3', 2],
    ]);
    await store.close();
  });
});
