// What the engine thinks of a visitor, in one short line: its own reason where it gives one, else
// what is plainly known of the visit.
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { known, v } from './visitor-words.ts';

export function reasonWords(row: VisitorRow): string {
  const key = row.reason === null ? null : known(`reason.${row.reason.key}`);
  if (key !== null && row.reason !== null) return v(key, row.reason.values);
  if (row.pages <= 1 && row.visits <= 1) return v('row.firstPage');
  return v('row.pagesVisit', { pages: v('row.pages', { n: row.pages }), visit: v('row.visit', { n: row.visits }) });
}
