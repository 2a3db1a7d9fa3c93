// Stores a batch of facts exactly once, under its token. A token that was in flight when the engine
// died is checked row by row. The engine records a token before it stores the rows, so a crash
// between the two would make it ignore the retry.
import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import type { FactTable } from '@opportune/core/ports/facts.ts';
import type { RowsText } from './facts-rows.ts';
import { select } from './facts-select.ts';

/** Settings of one insert. */
export type InsertSettings = Readonly<Record<string, string | number>>;

/**
 * A session that writes. How rows reach the engine varies: within the process there is a shorter
 * way.
 */
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

/** Stores the rows of one table. `doubtful` if an earlier attempt may have stored them. */
export async function storeOnce(
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
  if (after === 0) await insertAnyway(writer, part);
}

/** Stores rows of which nothing is there, whatever tokens the engine has recorded. */
export function insertAnyway(writer: FactWriter, part: RowsText): Promise<void> {
  // Batches that are stored together may be of more months than the engine allows in one insert.
  const settings = { insert_deduplicate: 0, max_partitions_per_insert_block: 0 };
  return writer.insert(part, { ...insertSettings, ...settings });
}

/**
 * The numbers of ClickHouse's errors for rows that it will never take: they cannot be parsed, or name a
 * column that does not exist.
 */
const unfitCodes: ReadonlySet<number> = new Set([
  ...[6, 16, 26, 27, 33, 38, 41, 47, 53, 69, 70, 72, 117, 130, 131, 321, 349],
]);

/** Whether ClickHouse refused the rows themselves. Their text is in its message, so only the number counts. */
export function isUnfit(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { clickhouseCode, code } = cause as { clickhouseCode?: number; code?: string };
    if (unfitCodes.has(clickhouseCode ?? Number(code))) return true;
  }
  return false;
}

async function stored(client: ClickHouseClient, token: string, table: FactTable): Promise<number> {
  const sql = `SELECT count() AS stored FROM ${table} WHERE batch = {token:String}`;
  const lines = await select(client, sql, { token });
  return (JSON.parse(lines) as { stored: number }).stored;
}

/** Only part of a batch is stored if it spans two partitions and the crash came between them. */
export async function removePart(
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

/** Writes over any client, for the operator's own server. */
export function clientWriter(client: ClickHouseClient): FactWriter {
  return {
    client,
    async insert({ table, columns, chunks }, settings) {
      const { stream } = await client.exec({
        query: `INSERT INTO ${table} (${columns.map(quoted).join()}) FORMAT JSONCompactEachRow`,
        values: Readable.from(chunks, { objectMode: false }),
        clickhouse_settings: { ...settings },
      });
      stream.resume();
    },
  };
}

function quoted(column: string): string {
  return `\`${column.replaceAll(/[^a-z0-9_]/gi, '')}\``;
}
