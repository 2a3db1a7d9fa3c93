// Stores batches of the journal, each once, with one insert for each table. Some may be stored already, whole
// or in part: a crash or an error came between. One look at each table tells for all of them, because a
// look for each would read the whole table each time.
import type { ClickHouseClient } from '@clickhouse/client';
import type { FactTable } from '@opportune/core/ports/facts.ts';
import { type FactWriter, insertAnyway, isUnfit, removePart } from '../facts-append.ts';
import { type Batch, countTogether, merged } from '../facts-merge.ts';
import type { RowsText } from '../facts-rows.ts';
import { select } from '../facts-select.ts';

/** Tokens that are looked up in one query. */
const tokensAtOnce = 2000;

/**
 * Resolves with the batches that fit no table, once every other one is stored. Rejects if the engine takes
 * nothing: then some may be stored, and are doubtful.
 */
export async function storeBatches(
  writer: FactWriter,
  given: readonly Batch[],
): Promise<readonly Batch[]> {
  // What was sent again may be in the journal twice.
  const batches = [...new Map(given.map((batch) => [batch.token, batch])).values()];
  const missing = await missingOf(
    writer.client,
    batches.filter(({ doubtful }) => doubtful),
  );
  missing.push(...batches.filter(({ doubtful }) => !doubtful));
  const unfit: Batch[] = [];
  while (missing.length > 0)
    unfit.push(...(await storeTogether(writer, missing.splice(0, countTogether(missing)))));
  return unfit;
}

/** Halves those that are refused together, until those at fault are alone. */
async function storeTogether(
  writer: FactWriter,
  batches: readonly Batch[],
): Promise<readonly Batch[]> {
  try {
    for (const part of merged(batches).parts) await insertAnyway(writer, part);
    return [];
  } catch (error) {
    if (!isUnfit(error)) throw error;
    if (batches.length === 1) return batches;
    const left = await missingOf(writer.client, batches);
    const half = Math.ceil(left.length / 2);
    return [
      ...(left.length > 0 ? await storeTogether(writer, left.slice(0, half)) : []),
      ...(left.length > 1 ? await storeTogether(writer, left.slice(half)) : []),
    ];
  }
}

/** The batches that lack a part, with these parts alone. None is doubtful any more. */
async function missingOf(client: ClickHouseClient, batches: readonly Batch[]): Promise<Batch[]> {
  const missing: Batch[] = [];
  for (let from = 0; from < batches.length; from += tokensAtOnce) {
    const some = batches.slice(from, from + tokensAtOnce);
    const stored = await storedOf(client, some);
    for (const { token, parts: all } of some) {
      const parts: RowsText[] = [];
      for (const part of all) {
        const count = stored.get(part.table)?.get(token) ?? 0;
        if (count === part.rows) continue;
        if (count > 0) await removePart(client, token, part.table);
        parts.push(part);
      }
      if (parts.length > 0) missing.push({ token, parts, doubtful: false });
    }
  }
  return missing;
}

/** How many rows of each batch each of their tables has, by token. */
async function storedOf(client: ClickHouseClient, batches: readonly Batch[]) {
  const tokens = batches.map(({ token }) => token);
  const tables = new Set(batches.flatMap(({ parts }) => parts.map(({ table }) => table)));
  const stored = new Map<FactTable, ReadonlyMap<string, number>>();
  for (const table of tables) {
    const sql = `SELECT batch, count() AS stored FROM ${table}
      WHERE batch IN {tokens:Array(String)} GROUP BY batch`;
    const lines = (await select(client, sql, { tokens }, {})).split('\n');
    const rows = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Stored);
    stored.set(table, new Map(rows.map(({ batch, stored: count }) => [batch, Number(count)])));
  }
  return stored;
}

interface Stored {
  readonly batch: string;
  readonly stored: number | string;
}
