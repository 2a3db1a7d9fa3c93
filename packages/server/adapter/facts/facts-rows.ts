// Rows of facts as the JSON lines that ClickHouse reads and writes. On input, a line is a list of
// values and the columns are named once, which costs the engine half as much as reading a name with
// each value. It only adds the batch's token to a row.
import { setImmediate } from 'node:timers/promises';
import {
  type FactBatch,
  type FactLines,
  type FactRow,
  type FactTable,
  factTables,
} from '@opportune/core/ports/facts.ts';

/** Rows of one table as JSON lists, one per line, with their batch's token. */
export interface RowsText {
  readonly table: FactTable;
  /** The columns of every line's values, in order. */
  readonly columns: readonly string[];
  readonly rows: number;
  /** The lines, one after another. A chunk may end within a line. */
  readonly chunks: readonly Uint8Array[];
}

/**
 * Rows written between two turns of the event loop, so that decisions do not wait for a whole
 * batch.
 */
const rowsAtOnce = 200;

/** The batch's rows by table, in the batch's order. Leaves out empty tables. */
export async function batchParts(batch: FactBatch): Promise<readonly RowsText[]> {
  const parts: RowsText[] = [];
  for (const table of namedTables(batch)) {
    const given = batch.tables[table] ?? [];
    const lines = 'bytes' in given ? given : await linesOf(given, batch.token);
    const { columns, rows, bytes } = lines;
    if (rows > 0) parts.push({ table, columns, rows, chunks: bytes });
  }
  return parts;
}

async function linesOf(rows: readonly FactRow[], token: string): Promise<FactLines> {
  const end = `,${JSON.stringify(token)}]\n`;
  const columns = columnsOf(rows);
  const bytes: Buffer[] = [];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    if (from > 0) await setImmediate();
    bytes.push(Buffer.from(textOf(rows.slice(from, from + rowsAtOnce), columns, end)));
  }
  return { columns: [...columns.names, 'batch'], rows: rows.length, bytes };
}

/** The order matters to the writer: a crash cuts off what comes last. */
function namedTables(batch: FactBatch): readonly FactTable[] {
  const named = Object.keys(batch.tables);
  return factTables.toSorted((one, other) => named.indexOf(one) - named.indexOf(other));
}

interface Columns {
  readonly names: readonly string[];
  /** Every row has exactly these, in this order. */
  readonly same: boolean;
}

/** Usually the columns of the first row. Else all columns that occur. */
function columnsOf(rows: readonly FactRow[]): Columns {
  const names = Object.keys(rows[0] ?? {});
  if (rows.every((row) => hasColumns(row, names))) return { names, same: true };
  return { names: [...new Set(rows.flatMap((row) => Object.keys(row)))], same: false };
}

/** A missing value is null, which the engine replaces by the column's default. */
function textOf(rows: readonly FactRow[], { names, same }: Columns, end: string): string {
  let text = '';
  for (const row of rows) {
    const values = same ? Object.values(row) : names.map((name) => row[name]);
    text += JSON.stringify(values).slice(0, -1) + end;
  }
  return text;
}

/** Whether the row has exactly these columns in this order. Allocates no list. */
function hasColumns(row: FactRow, columns: readonly string[]): boolean {
  let at = 0;
  for (const column in row) if (column !== columns[at++]) return false;
  return at === columns.length;
}

/** The bytes of chunks together. */
export function sizeOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((size, { length }) => size + length, 0);
}

/** The rows of an answer. */
export function parseRows<Row>(lines: string): readonly Row[] {
  if (lines === '') return [];
  return JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as Row[];
}
