// In one short line: what the engine concludes about a visitor, and the plain facts of the visit.
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { lookUp } from '../words/words.ts';
import { t } from '../words/words.ts';

/** Null if the engine has no conclusion yet. */
export function reasonWords({ reason }: VisitorRow): string | null {
  return reason === null ? null : (lookUp(`condition.reason.${reason.key}`, reason.values) ?? null);
}

/** For example "First page" or "3 pages, visit 2". */
export function visitWords({ pages, visits }: VisitorRow): string {
  if (pages <= 1 && visits <= 1) return t('visitors.row.firstPage');
  return t('visitors.row.pagesVisit', {
    pages: t('visitors.row.pages', { n: pages }),
    visit: t('visitors.row.visit', { n: visits }),
  });
}
