// Pages of lists. A cursor is the sort key of the last row seen, opaque to clients. Rows that are
// added or removed meanwhile neither repeat nor hide others.
import type { Sql } from '@opportune/core/ports/records.ts';
import { refuse } from '../problem/refusal.ts';

/** The sort key of a row: its creation time, then its id. */
export interface Cursor {
  readonly at: number;
  readonly id: string;
}

/** The page to read: the first one, or the one after a cursor. */
export interface PageQuestion {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface Page<Item> {
  readonly items: Item[];
  /** The cursor of the next page. Null if there is none. */
  readonly next: string | null;
}

/** Parses a client's cursor. Refuses one that this server did not write. */
export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const [at = '', ...id] = Buffer.from(text, 'base64url').toString('utf8').split('/');
  const instant = Number(at);
  if (at === '' || !isInstant(instant) || id.length === 0)
    throw refuse('request.invalid', { path: 'cursor' });
  return { at: instant, id: id.join('/') };
}

/** Whether a row can have this creation time: from 1970 to the latest possible date. */
export function isInstant(ms: number): boolean {
  return ms >= 0 && ms <= 8.64e15;
}

export function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at}/${id}`, 'utf8').toString('base64url');
}

/** Makes a page from rows read with `limit + 1`. The extra row shows that there is a next page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? writeCursor(cursorOf(last)) : null;
  return { items: shown.map(itemOf), next };
}

interface Paged {
  readonly table: string;
  readonly columns: string;
  readonly newestFirst?: boolean;
}

/** Reads a page of a table's rows of the current account, in order of creation. */
export async function readPage<Row extends { readonly id: string; readonly created_at: Date }>(
  sql: Sql,
  { table, columns, newestFirst = false }: Paged,
  { cursor, limit }: PageQuestion,
): Promise<Page<Row>> {
  const last = readCursor(cursor);
  const [sign, order] = newestFirst ? ['<', 'DESC'] : ['>', 'ASC'];
  const rows = await sql.rows<Row>(
    `SELECT ${columns} FROM ${table}
     WHERE $1::timestamptz IS NULL OR (created_at, id) ${sign} ($1::timestamptz, $2)
     ORDER BY created_at ${order}, id ${order} LIMIT $3`,
    [last === null ? null : new Date(last.at), last?.id ?? '', limit + 1],
  );
  return pageOf(
    rows,
    limit,
    ({ created_at, id }) => ({ at: created_at.getTime(), id }),
    (row) => row,
  );
}
