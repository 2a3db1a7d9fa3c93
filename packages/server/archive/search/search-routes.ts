// Searching by REST, and the language that it is done in. Everything is of the signed-in user's account.
import { IfMatch } from '@opportune/protocol/rest/common.ts';
import {
  RevisedSearchSettings,
  SearchAnswer,
  SearchQuery,
  SearchSettingsChange,
} from '@opportune/protocol/rest/conversation/search.ts';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../../http/rest/whole-document.ts';
import type { SearchIndex } from './search-index.ts';
import type { Search } from './search.ts';

export function searchRoutes(app: App, search: Search, index: SearchIndex): void {
  const tags = ['Search'];
  app.get(
    '/api/v1/search',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'Conversations by words and filters',
        description:
          'Words stand in one message, or in what is known of the conversation: names, orders, fields, tags.',
        querystring: SearchQuery,
        response: { 200: SearchAnswer },
      },
    },
    async (request) => search(principalOf(request).account, request.query),
  );
  app.get(
    '/api/v1/search-settings',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'The language of searching',
        response: { 200: RevisedSearchSettings },
      },
    },
    async (request) =>
      withRevision(SearchSettingsChange, await index.settings(principalOf(request).account)),
  );
  app.put(
    '/api/v1/search-settings',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Change the language of searching',
        description: `What is there is made anew in the background; meanwhile both languages count. ${savedWhole}`,
        headers: IfMatch,
        body: SearchSettingsChange,
        response: { 200: RevisedSearchSettings },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      return saveWhole(request, SearchSettingsChange, {
        read: () => index.settings(account),
        write: () => index.change(account, request.body.language),
      });
    },
  );
}
