// The history over REST, for managers: the figures of a span of days, the same as CSV, and what each
// figure means. Everything is of the signed-in user's account and of no other.
import {
  FigureDefinition,
  figureIds,
  History,
  HistoryFileQuery,
  HistoryQuery,
} from '@opportune/protocol/rest/team/history.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import { figureCatalogue, figuresInWords, historyWordsIn } from './figure-catalogue.ts';
import type { HistoryReader } from './account-history.ts';
import { fileOf, historyCsv } from './history-csv.ts';

const tags = ['History'];

export function accountHistoryRoutes(app: App, history: HistoryReader): void {
  app.get(
    '/api/v1/history',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'What came of conversations in a span of days, whole and in parts',
        description: figuresInWords,
        querystring: HistoryQuery,
        response: { 200: History },
      },
    },
    (request) => history.read(principalOf(request).account, request.query),
  );
  app.get(
    '/api/v1/history.csv',
    {
      config: { access: 'manager' },
      schema: { tags, summary: 'The same history as CSV', querystring: HistoryFileQuery },
    },
    async (request, reply) => {
      const { language, ...query } = request.query;
      const read = await history.read(principalOf(request).account, query);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${fileOf(read)}"`)
        .send(historyCsv(read, figureIds, historyWordsIn(language)));
    },
  );
  app.get(
    '/api/v1/history/figures',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'What each figure of the history means',
        response: { 200: z.object({ items: z.array(FigureDefinition) }) },
      },
    },
    () => ({ items: [...figureCatalogue] }),
  );
}
