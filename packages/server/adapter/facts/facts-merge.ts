// Which waiting batches are stored together, with one insert for each table. Each row keeps the token of
// its batch. The order of a batch's tables stays its own, because a crash cuts off what comes last.
import { digest } from '@opportune/core/world/fingerprint.ts';
import { type RowsText, sizeOf } from './facts-rows.ts';

export interface Batch {
  readonly token: string;
  readonly parts: readonly RowsText[];
  /** An earlier attempt may have stored it, so it is checked row by row. */
  readonly doubtful: boolean;
  /** Its token came before, so it is stored under that alone. */
  readonly again?: boolean;
}

/** Beyond, an insert gets no cheaper. */
export const mergeLimits = { rows: 20_000, bytes: 16 * 1024 * 1024 } as const;

/** How many batches, from the first one on, can be stored together. 0 if there is none. */
export function countTogether(batches: readonly Batch[]): number {
  const [first] = batches;
  if (first === undefined || isAlone(first)) return Math.min(1, batches.length);
  const tables = new Map<string, string>();
  let [rows, bytes, count] = [0, 0, 0];
  for (const batch of batches) {
    const { parts } = batch;
    for (const part of parts) [rows, bytes] = [rows + part.rows, bytes + sizeOf(part.chunks)];
    const isTooMuch = rows > mergeLimits.rows || bytes > mergeLimits.bytes;
    if (count > 0 && (isAlone(batch) || isTooMuch || !fits(tables, parts))) break;
    for (const { table, columns } of parts) tables.set(table, columns.join());
    count += 1;
  }
  return count;
}

function isAlone({ doubtful, again = false }: Batch): boolean {
  return doubtful || again;
}

/** Whether the tables come in an order that keeps that of the batch, and with the same columns. */
function fits(tables: ReadonlyMap<string, string>, parts: readonly RowsText[]): boolean {
  const order = [...tables.keys()];
  let last = -1;
  for (const { table, columns } of parts) {
    const at = order.indexOf(table);
    // A new table comes behind all, and nothing that is there already may follow it.
    if (at >= 0 && (at < last || tables.get(table) !== columns.join())) return false;
    last = at < 0 ? order.length : at;
  }
  return true;
}

/** One batch of all of them, whose token stands for exactly these tokens. */
export function merged(batches: readonly Batch[]): Batch {
  const parts = new Map<string, RowsText>();
  for (const part of batches.flatMap((batch) => batch.parts)) {
    const before = parts.get(part.table);
    const chunks = [...(before?.chunks ?? []), ...part.chunks];
    parts.set(part.table, { ...part, rows: (before?.rows ?? 0) + part.rows, chunks });
  }
  const token = digest(batches.map((batch) => batch.token).join('\n'));
  return { token, parts: [...parts.values()], doubtful: false };
}
