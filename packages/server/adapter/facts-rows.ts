// Rows of facts as the JSON lines that ClickHouse reads and writes. It changes nothing in a row
// but adds the token of its batch.
import {
  type FactBatch,
  type FactRow,
  type FactTable,
  factTables,
} from '@opportune/core/ports/facts.ts';

/** Rows of one table as JSON lines, each with its batch's token. */
export interface RowsText {
  readonly table: FactTable;
  readonly rows: number;
  readonly text: string;
}

/** The batch's rows by table, in the order in which the batch names them; empty ones are left out. */
export function batchParts(batch: FactBatch): readonly RowsText[] {
  const end = `,"batch":${JSON.stringify(batch.token)}}\n`;
  return namedTables(batch).flatMap((table) => {
    const rows = batch.tables[table] ?? [];
    return rows.length === 0 ? [] : [{ table, rows: rows.length, text: linesOf(rows, end) }];
  });
}

/** The order matters to who writes it: what a crash cuts off is what comes last. */
function namedTables(batch: FactBatch): readonly FactTable[] {
  const named = Object.keys(batch.tables);
  return factTables.toSorted((one, other) => named.indexOf(one) - named.indexOf(other));
}

/** Appending to each line is half the cost of copying each row to add one field. */
function linesOf(rows: readonly FactRow[], end: string): string {
  let text = '';
  for (const row of rows) text += JSON.stringify(row).slice(0, -1) + end;
  return text;
}

/** The rows of an answer. */
export function parseRows<Row>(lines: string): readonly Row[] {
  if (lines === '') return [];
  return JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as Row[];
}
