// The facts port on any ClickHouse client: the embedded engine inside its host, or a server by
// URL. Appends run one after another and are idempotent under their token; a token that was in
// flight when the engine died is checked row by row, because the engine notes a token before it
// stores the rows, and a crash between the two would make a repeat vanish.
import { totalmem } from 'node:os';
import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import type { FactStore, FactTable } from '@opportune/core/ports/facts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { EngineError, reasonOf } from './engine-error.ts';
import { scopeQuery } from './facts-query.ts';
import { batchParts, parseRows, type RowsText } from './facts-rows.ts';

/** The store, with rows as text: what the engine host passes through without parsing. */
export interface FactTexts {
  append(token: string, parts: readonly RowsText[], doubtful: boolean): Promise<void>;
  query(
    account: AccountId,
    sql: string,
    params: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  close(): Promise<void>;
}

/** Settings of one insert. */
export type InsertSettings = Readonly<Record<string, string | number>>;

/** A session that writes. How rows reach the engine is its own: in process there is a shorter way. */
export interface FactWriter {
  readonly client: ClickHouseClient;
  /** Stores the rows of one table, as JSON lists. */
  insert(part: RowsText, settings: InsertSettings): Promise<void>;
}

const insertSettings = {
  async_insert: 0,
  insert_deduplicate: 1,
  date_time_input_format: 'best_effort',
  input_format_null_as_default: 1,
  input_format_parallel_parsing: 0,
} as const;

const querySettings = {
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_denormals: 1,
  date_time_output_format: 'iso',
  // Promise 7: beyond any of these a query is refused with `facts.failed`, and harms nobody else.
  max_execution_time: 30,
  max_result_rows: '1000000',
  max_result_bytes: String(256 * 1024 ** 2),
  max_memory_usage: String(Math.floor(Math.min(totalmem() / 3, 4 * 1024 ** 3))),
  join_use_nulls: 1,
} as const;

interface Reader {
  client: ClickHouseClient;
  tail: Promise<unknown>;
  waiting: number;
}

/**
 * `writer` and the readers are separate sessions, so that appends do not wait behind reports, and
 * reports not behind each other. `openReader` opens a read-only session. A session does one thing
 * at a time, and one that refused a query is replaced: the embedded engine puts the rows that a
 * failed query had already answered before the next answer, whose account is another (promise 6).
 */
export async function factTexts(
  writer: FactWriter,
  openReader: () => Promise<ClickHouseClient>,
  readerCount: number,
): Promise<FactTexts> {
  const opened = await Promise.all(Array.from({ length: readerCount }, openReader));
  const readers: Reader[] = opened.map((client) => ({
    client,
    tail: Promise.resolve(),
    waiting: 0,
  }));
  let tail: Promise<unknown> = Promise.resolve();

  function ask(reader: Reader, sql: string, params: Readonly<Record<string, unknown>>) {
    const mine = reader.tail.then(() => select(reader.client, sql, params));
    reader.waiting += 1;
    reader.tail = mine.catch(() => replace(reader)).finally(() => (reader.waiting -= 1));
    return mine;
  }

  async function replace(reader: Reader): Promise<void> {
    await reader.client.close();
    reader.client = await openReader();
  }

  return {
    append(token, parts, doubtful) {
      const mine = tail.then(async () => {
        for (const part of parts) await store(writer, token, part, doubtful);
      });
      tail = mine.catch(() => {});
      return mine.catch(refuse);
    },
    async query(account, sql, params) {
      const scoped = scopeQuery(account, sql, params);
      const reader = readers.toSorted((one, other) => one.waiting - other.waiting)[0];
      if (reader === undefined) throw new Error('a store of facts needs a reader');
      return ask(reader, scoped.sql, scoped.params).catch(refuse);
    },
    async close() {
      await Promise.all([tail, ...readers.map((reader) => reader.tail)]);
      await Promise.all(
        [writer.client, ...readers.map(({ client }) => client)].map((each) => each.close()),
      );
    },
  };
}

/** Writes over any client, as to a server of one's own. */
export function clientWriter(client: ClickHouseClient): FactWriter {
  return {
    client,
    async insert({ table, columns, bytes }, settings) {
      const { stream } = await client.exec({
        query: `INSERT INTO ${table} (${columns.map(quoted).join()}) FORMAT JSONCompactEachRow`,
        values: Readable.from([bytes], { objectMode: false }),
        clickhouse_settings: { ...settings },
      });
      stream.resume();
    },
  };
}

function quoted(column: string): string {
  return `\`${column.replaceAll(/[^a-z0-9_]/gi, '')}\``;
}

async function store(
  writer: FactWriter,
  token: string,
  part: RowsText,
  doubtful: boolean,
): Promise<void> {
  const once = { ...insertSettings, insert_deduplication_token: token };
  if (!doubtful) return writer.insert(part, once);
  const { client } = writer;
  const before = await stored(client, token, part.table);
  if (before === part.rows) return;
  if (before > 0) await removePart(client, token, part.table);
  if (before === 0) await writer.insert(part, once);
  const after = before === 0 ? await stored(client, token, part.table) : 0;
  if (after === 0) await writer.insert(part, { ...insertSettings, insert_deduplicate: 0 });
}

async function stored(client: ClickHouseClient, token: string, table: FactTable): Promise<number> {
  const sql = `SELECT count() AS stored FROM ${table} WHERE batch = {token:String}`;
  const lines = await select(client, sql, { token });
  return (JSON.parse(lines) as { stored: number }).stored;
}

/** Part of a batch is there where it spans two partitions and the crash came between them. */
async function removePart(
  client: ClickHouseClient,
  token: string,
  table: FactTable,
): Promise<void> {
  await client.command({
    query: `ALTER TABLE ${table} DELETE WHERE batch = {token:String}`,
    query_params: { token },
    clickhouse_settings: { mutations_sync: '1' },
  });
}

async function select(
  client: ClickHouseClient,
  sql: string,
  params: Readonly<Record<string, unknown>>,
): Promise<string> {
  const result = await client.query({
    query: sql,
    query_params: { ...params },
    format: 'JSONEachRow',
    clickhouse_settings: querySettings,
  });
  return result.text();
}

function refuse(error: unknown): never {
  if (error instanceof EngineError) throw error;
  const reason = reasonOf(error);
  if (/NOT_ENOUGH_SPACE|No space left|ENOSPC/.test(reason))
    throw new EngineError('server.storage_full', undefined, error);
  if (/ECONN|EPIPE|socket hang up|Timeout/i.test(reason))
    throw new EngineError('engine.unavailable', undefined, error);
  throw new EngineError('facts.failed', `ClickHouse: ${reason}`, error);
}

/** How many tokens of failed appends are remembered as doubtful. */
const doubtfulTokens = 10_000;

/** The facts port on a ClickHouse client, as used with a server of one's own. */
export function factsOn(texts: FactTexts): FactStore {
  const doubtful = new Set<string>();
  return {
    async append(batch) {
      try {
        await texts.append(batch.token, await batchParts(batch), doubtful.has(batch.token));
        doubtful.delete(batch.token);
      } catch (error) {
        if (doubtful.size < doubtfulTokens) doubtful.add(batch.token);
        throw error;
      }
    },
    async query<Row>(
      account: AccountId,
      sql: string,
      params: Readonly<Record<string, unknown>> = {},
    ) {
      return parseRows<Row>(await texts.query(account, sql, params));
    },
    close: () => texts.close(),
  };
}
