// The journal before a real ClickHouse: what a query sees, and what a crash at any point leaves.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { factsContract } from '@opportune/core/contracts/facts.contract.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { EngineError } from '../../engine-error.ts';
import { testDataFolder } from '../../engines.test-support.ts';
import { migrateFacts } from '../../migrate-facts.ts';
import { openChdbReader, openChdbWriter } from '../chdb.ts';
import type { FactWriter } from '../facts-append.ts';
import { factsOn, type FactTexts, factTexts } from '../facts-clickhouse.ts';
import { batchParts, parseRows } from '../facts-rows.ts';
import { batchesIn } from './journal-records.ts';
import { type Journal, openJournal } from './journal.ts';
import { journaled, type JournaledOptions } from './journaled-facts.ts';
import { storeLeft } from './restore-journal.ts';

const folder = testDataFolder();
const account = AccountId.parse('journal');
let writer: FactWriter;
let engine: FactTexts;
let drawn = 0;

before(async () => {
  writer = openChdbWriter(path.join(folder.path, 'clickhouse'));
  await migrateFacts(writer.client);
  engine = await textsOn(writer);
});
after(() => folder.remove());

function textsOn(of: FactWriter): Promise<FactTexts> {
  return factTexts(
    of,
    () => openChdbReader(path.join(folder.path, 'clickhouse')),
    2,
    () => true,
  );
}

/** Closing it closes the journal alone. Only a query stores, unless `gatherMs` is shorter than a test. */
async function open(
  texts: FactTexts,
  { journal, ...options }: Partial<JournaledOptions> & { readonly journal?: Journal } = {},
) {
  const opened = journal ?? (await emptyJournal(newFolder()));
  const some = { tell() {}, gatherMs: 600_000, ...options };
  return journaled({ ...bound(texts), close: async () => {} }, opened, opened.left, some);
}

async function emptyJournal(at: string): Promise<Journal> {
  const journal = await openJournal(at);
  await journal.discard();
  return journal;
}

function bound(texts: FactTexts): FactTexts {
  return {
    append: (...given) => texts.append(...given),
    query: (...given) => texts.query(...given),
    sweep: (...given) => texts.sweep(...given),
    remove: (...given) => texts.remove(...given),
    close: () => texts.close(),
  };
}

function newFolder(): string {
  return path.join(folder.path, `journal-${++drawn}`);
}

async function parts(token: string, name = token) {
  const at = Date.UTC(2026, 0, 31, 12);
  const row = { account, visitor: name, ordinal: 1, at, received_at: at };
  const events = [row, { ...row, ordinal: 2, received_at: Date.UTC(2026, 1, 1, 12) }];
  const availability = [{ account, version: drawn, at, skills: name }];
  return batchParts({ token, tables: { events, availability } });
}

/** Rows of both tables. */
async function rowsOf(texts: FactTexts, name: string): Promise<readonly number[]> {
  const count = async (sql: string) => {
    const [row] = parseRows<{ n: number }>(await texts.query(account, sql, { name }));
    return row?.n ?? -1;
  };
  return [
    await count('SELECT count() AS n FROM $events WHERE visitor = {name:String}'),
    await count('SELECT count() AS n FROM $availability WHERE skills = {name:String}'),
  ];
}

factsContract('an embedded ClickHouse behind a journal', async () => factsOn(await open(engine)), {
  unfit: 'set aside',
});

test('[JR2.2] a batch is durable before ClickHouse has it, and a query has it stored', async () => {
  const store = await open(engine);
  await store.append('seen', await parts('seen'), false);
  assert.deepEqual(await rowsOf(engine, 'seen'), [0, 0]);
  assert.deepEqual(await rowsOf(store, 'seen'), [2, 1]);
  assert.deepEqual(await rowsOf(engine, 'seen'), [2, 1]);
  await store.close();
});

test('[JR2.1] without a query it is stored after a while', async () => {
  const journal = await emptyJournal(newFolder());
  const store = await open(engine, { journal, gatherMs: 20 });
  await store.append('later', await parts('later'), false);
  while ((await rowsOf(engine, 'later'))[0] !== 2)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(journal.sizeBytes, 0);
  await store.close();
});

test('[JR3.1] what a crash left is stored once, whatever ClickHouse had of it', async () => {
  const at = newFolder();
  const first = await emptyJournal(at);
  for (const token of ['none', 'whole', 'part', 'half', 'again', 'again'])
    await first.append({ token, parts: await parts(token), doubtful: false });
  await engine.append('whole', await parts('whole'), false);
  await engine.append('again', await parts('again'), false);
  const [events] = await parts('part');
  if (events !== undefined) await engine.append('part', [events], false);
  await engine.append('half', await parts('half'), false);
  await writer.client.command({
    query: `ALTER TABLE events DELETE WHERE visitor = 'half' AND ordinal = 2`,
    clickhouse_settings: { mutations_sync: '1' },
  });
  for (let round = 0; round < 2; round += 1) {
    const journal = await openJournal(at);
    await storeLeft(writer, journal.left);
    for (const name of ['none', 'whole', 'part', 'half', 'again'])
      assert.deepEqual(await rowsOf(engine, name), [2, 1], name);
    await journal.close();
  }
  await first.close();
});

test('[JR3.1] a batch that is sent again after a crash is stored once', async () => {
  const at = newFolder();
  const first = await emptyJournal(at);
  await first.append({ token: 'resent', parts: await parts('resent'), doubtful: false });
  await first.close();
  const journal = await openJournal(at);
  await storeLeft(writer, journal.left);
  await journal.discard();
  const store = await open(await textsOn(writer), { journal });
  await store.append('resent', await parts('resent'), true);
  assert.deepEqual(await rowsOf(store, 'resent'), [2, 1]);
  await store.close();
});

test('[JR4.1] while ClickHouse takes nothing, nothing more is acknowledged, and queries answer', async () => {
  let isFull = true;
  const failing: FactTexts = {
    ...bound(engine),
    append: (...given) =>
      isFull ? Promise.reject(new EngineError('server.storage_full')) : engine.append(...given),
  };
  const store = await open(failing);
  await store.append('before', await parts('before'), false);
  assert.deepEqual(await rowsOf(store, 'before'), [0, 0]);
  const refused = { code: 'server.storage_full' };
  await assert.rejects(store.append('meanwhile', await parts('meanwhile'), false), refused);
  await assert.rejects(store.remove(AccountId.parse('somebody')), refused);
  isFull = false;
  await store.append('meanwhile', await parts('meanwhile'), true);
  assert.deepEqual(await rowsOf(store, 'before'), [2, 1]);
  assert.deepEqual(await rowsOf(store, 'meanwhile'), [2, 1]);
  await store.close();
});

test('[JR4.1] what a crash left and ClickHouse does not take goes first', async () => {
  const at = newFolder();
  const first = await emptyJournal(at);
  await first.append({ token: 'owed', parts: await parts('owed'), doubtful: false });
  await first.close();
  const store = await open(engine, { journal: await openJournal(at) });
  await store.append('after', await parts('after'), false);
  assert.deepEqual(await rowsOf(engine, 'owed'), [2, 1]);
  assert.deepEqual(await rowsOf(store, 'after'), [2, 1]);
  await store.close();
});

test('[JR4.2] rows that fit no table are told, set aside, and hold nobody up', async () => {
  const told: string[] = [];
  const at = newFolder();
  const journal = await emptyJournal(at);
  const store = await open(engine, { journal, tell: (problem) => void told.push(problem) });
  const bad = (await parts('bad')).map((part) => ({ ...part, columns: ['nothing'] }));
  await store.append('bad', bad, false);
  await store.append('good', await parts('good'), false);
  assert.deepEqual(await rowsOf(store, 'good'), [2, 1]);
  assert.match(told.join(), /batch bad fits no table and is set aside/);
  const kept = batchesIn(readFileSync(path.join(at, 'unfit')));
  assert.deepEqual(
    kept.map(({ token }) => token),
    ['bad'],
  );
  await store.remove(AccountId.parse('somebody'));
  assert.equal(existsSync(path.join(at, 'unfit')), false);
  await store.close();
});

test('[JR3.2] removed rows do not come back with the journal of a crash', async () => {
  const at = newFolder();
  const store = await open(engine, { journal: await emptyJournal(at) });
  await store.append('gone', await parts('gone'), false);
  await store.remove(account);
  const left = await openJournal(at);
  await storeLeft(writer, left.left);
  assert.deepEqual(await rowsOf(engine, 'gone'), [0, 0]);
  await left.close();
  await store.close();
});

test('[JR4.3] beyond its bytes a batch waits until others are stored', async () => {
  const journal = await emptyJournal(newFolder());
  let stores = 0;
  const counting: FactTexts = {
    ...bound(engine),
    append(...given) {
      stores += 1;
      return engine.append(...given);
    },
  };
  const store = await open(counting, { journal, leastMs: 0, mostBytes: 2000 });
  for (let at = 0; at < 20; at += 1) {
    await store.append(`bytes ${at}`, await parts(`bytes ${at}`, 'bytes'), false);
    assert.ok(journal.sizeBytes <= 2000 + 1000, `${journal.sizeBytes}`);
  }
  assert.ok(stores > 0);
  assert.deepEqual(await rowsOf(store, 'bytes'), [40, 20]);
  await store.close();
});
