// Lists in pages: a cursor is the sort key of the last row seen, opaque to clients, so that rows
// that come and go meanwhile neither repeat nor hide others.
import { refuse } from '../problem/refusal.ts';

/** The sort key of a row: when it came to be, then its id. */
export interface Cursor {
  readonly at: number;
  readonly id: string;
}

/** Reads a client's cursor; refuses one that this server did not write. */
export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const [at = '', ...id] = Buffer.from(text, 'base64url').toString('utf8').split('/');
  const instant = Number(at);
  if (at === '' || !isInstant(instant) || id.length === 0)
    throw refuse('request.invalid', { path: 'cursor' });
  return { at: instant, id: id.join('/') };
}

/** Whether rows can have come to be then: since 1970, and no later than a date can be. */
export function isInstant(ms: number): boolean {
  return ms >= 0 && ms <= 8.64e15;
}

export function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at}/${id}`, 'utf8').toString('base64url');
}

/** Makes a page of rows read with `limit + 1`: the one too many says that there is a next page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
  itemOf: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? writeCursor(cursorOf(last)) : null;
  return { items: shown.map(itemOf), next };
}
