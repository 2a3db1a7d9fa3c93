// Search by REST, and its language. Everything belongs to the signed-in user's account.
import {
  RevisedSearchSettings,
  SearchAnswer,
  SearchQuery,
  SearchSettingsChange,
} from '@opportune/protocol/rest/conversation/search.ts';
import type { App } from '../../http/rest/app.ts';
import type { SearchIndex } from './search-index.ts';
import type { Search } from './search.ts';
import { operation } from '../../http/rest/operation.ts';
import { resource } from '../../http/rest/resource.ts';

export function searchRoutes(app: App, search: Search, index: SearchIndex): void {
  const tag = 'Search';
  operation(app, 'GET /search', {
    id: 'searchConversations',
    tag,
    access: 'agent',
    summary: 'Conversations by words and filters',
    description:
      'All words must be in one message, or in the details of the conversation: names, orders, fields, tags.',
    query: SearchQuery,
    answer: SearchAnswer,
    handle: ({ account, query }) => search(account, query),
  });
  resource(app, {
    tag,
    name: 'SearchSettings',
    item: '/search-settings',
    readers: 'agent',
    writers: 'manager',
    saved: SearchSettingsChange,
    answer: RevisedSearchSettings,
    read: ({ account }) => index.settings(account),
    get: { summary: 'The search language' },
    replace: {
      summary: 'Change the search language',
      description:
        'Existing messages are indexed again in the background. Meanwhile search uses both languages.',
      handle: ({ account, body, unchanged }) => index.change(account, body.language, unchanged),
    },
  });
}
