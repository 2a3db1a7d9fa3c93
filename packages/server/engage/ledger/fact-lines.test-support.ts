// Reads a table's rows back from a batch, given as rows or as lines. For in-memory stores in tests
// and simulations.
import type { FactBatch, FactRow, FactTable } from '@opportune/core/ports/facts.ts';

export function rowsIn(tables: FactBatch['tables'], table: FactTable): readonly FactRow[] {
  const given = tables[table] ?? [];
  if (!('bytes' in given)) return given;
  const { columns, bytes } = given;
  const lines = Buffer.concat(bytes).toString().split('\n').slice(0, -1);
  return lines.map((line) => {
    const values: readonly unknown[] = JSON.parse(line);
    return Object.fromEntries(columns.map((column, at) => [column, values[at]]));
  });
}
