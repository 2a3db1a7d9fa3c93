// What the engine thinks of a visitor, in one short line, and what is plainly known of the visit.
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { conditionEn } from '@opportune/words/en/condition.ts';
import { createEntries, fill } from '../words/words.ts';
import { v } from './visitor-words.ts';

const entryOf = createEntries(conditionEn, 'condition');

/** Null where the engine has nothing to say yet. */
export function reasonWords({ reason }: VisitorRow): string | null {
  const entry = reason === null ? undefined : entryOf(`reason.${reason.key}`);
  return entry === undefined || reason === null ? null : fill(entry, reason.values);
}

/** First page; 3 pages, visit 2. */
export function visitWords({ pages, visits }: VisitorRow): string {
  if (pages <= 1 && visits <= 1) return v('row.firstPage');
  return v('row.pagesVisit', {
    pages: v('row.pages', { n: pages }),
    visit: v('row.visit', { n: visits }),
  });
}
