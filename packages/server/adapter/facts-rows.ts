// Rows of facts as the JSON lines that ClickHouse reads and writes. It changes nothing in a row
// but adds the token of its batch.
import type { FactBatch, FactTable } from '@opportune/core/ports/facts.ts';
import { factTables } from '@opportune/core/ports/facts.ts';

export interface RowsText {
  readonly table: FactTable;
  readonly rows: number;
  readonly text: string;
}

/** The batch's rows by table, in the fixed order of the tables; empty ones are left out. */
export function batchParts(batch: FactBatch): readonly RowsText[] {
  const parts: RowsText[] = [];
  for (const table of factTables) {
    const rows = batch.tables[table] ?? [];
    if (rows.length === 0) continue;
    const lines = rows.map((row) => JSON.stringify({ ...row, batch: batch.token }));
    parts.push({ table, rows: rows.length, text: `${lines.join('\n')}\n` });
  }
  return parts;
}

/** The rows of an answer. */
export function parseRows<Row>(lines: string): readonly Row[] {
  if (lines === '') return [];
  return JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as Row[];
}
