// Stores what an earlier engine host left in the journal. It may have been stored whole, in part or not
// at all. One look at each table tells for all batches: a look for each batch would read the whole table
// each time.
import type { FactTable } from '@opportune/core/ports/facts.ts';
import type { ClickHouseClient } from '@clickhouse/client';
import { type FactWriter, insertAgain, removePart } from '../facts-append.ts';
import { type Batch, countTogether, merged } from '../facts-merge.ts';
import { select } from '../facts-select.ts';

/** Resolves once every batch is stored once. Can be repeated after a failure. */
export async function storeLeft(writer: FactWriter, left: readonly Batch[]): Promise<void> {
  // A batch that was refused may be followed by the same one again.
  const batches = [...new Map(left.map((batch) => [batch.token, batch])).values()];
  const missing = await missingOf(writer.client, batches);
  while (missing.length > 0) {
    const { parts } = merged(missing.splice(0, countTogether(missing)));
    for (const part of parts) await insertAgain(writer, part);
  }
}

/** The batches that lack a part, with these parts alone. None is doubtful any more. */
async function missingOf(client: ClickHouseClient, batches: readonly Batch[]): Promise<Batch[]> {
  const stored = new Map<FactTable, ReadonlyMap<string, number>>();
  const missing: Batch[] = [];
  for (const { token, parts: all } of batches) {
    const parts = [];
    for (const part of all) {
      const { table, rows } = part;
      if (!stored.has(table)) stored.set(table, await storedOf(client, table, batches));
      const count = stored.get(table)?.get(token) ?? 0;
      if (count === rows) continue;
      if (count > 0) await removePart(client, token, table);
      parts.push(part);
    }
    if (parts.length > 0) missing.push({ token, parts, doubtful: false });
  }
  return missing;
}

/** How many rows of each batch a table has, by token. */
async function storedOf(
  client: ClickHouseClient,
  table: FactTable,
  batches: readonly Batch[],
): Promise<ReadonlyMap<string, number>> {
  const sql = `SELECT batch, count() AS stored FROM ${table}
    WHERE batch IN {tokens:Array(String)} GROUP BY batch`;
  const lines = await select(client, sql, { tokens: batches.map(({ token }) => token) });
  const rows = lines.split('\n').filter((line) => line !== '');
  return new Map(
    rows.map((line) => {
      const { batch, stored } = JSON.parse(line) as { batch: string; stored: number };
      return [batch, stored];
    }),
  );
}
