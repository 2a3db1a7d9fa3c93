// The history over REST, for managers: the figures of a span of days, the same as CSV, and the
// meaning of each figure. Everything belongs to the signed-in user's account.
import {
  FigureDefinition,
  figureIds,
  History,
  HistoryFileQuery,
  HistoryQuery,
} from '@opportune/protocol/rest/team/history.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { figureCatalogue, figuresInWords, historyWordsIn } from './figure-catalogue.ts';
import type { HistoryReader } from './account-history.ts';
import { fileOf, historyCsv } from './history-csv.ts';
import { operation } from '../../http/rest/operation.ts';

const ofManagers = { tag: 'History', access: 'manager' } as const;

export function accountHistoryRoutes(app: App, history: HistoryReader): void {
  operation(app, 'GET /history', {
    ...ofManagers,
    id: 'getHistory',
    summary: 'Figures of conversations in a span of days, in total and split',
    description: figuresInWords,
    query: HistoryQuery,
    answer: History,
    handle: ({ account, query }) => history.read(account, query),
  });
  operation(app, 'GET /history.csv', {
    ...ofManagers,
    id: 'downloadHistory',
    summary: 'The same history as CSV',
    query: HistoryFileQuery,
    file: 'text/csv',
    async handle({ account, query: { language, ...query }, reply }) {
      const read = await history.read(account, query);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${fileOf(read)}"`)
        .send(historyCsv(read, figureIds, historyWordsIn(language)));
    },
  });
  operation(app, 'GET /history/figures', {
    ...ofManagers,
    id: 'listHistoryFigures',
    summary: 'The definitions of the figures of the history',
    answer: z.object({ items: z.array(FigureDefinition) }),
    handle: () => ({ items: [...figureCatalogue] }),
  });
}
