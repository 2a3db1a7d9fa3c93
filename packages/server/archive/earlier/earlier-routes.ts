// Earlier conversations by REST. Everything is of the signed-in user's account.
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import { listOf, PageQuery } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import type { Earlier } from './earlier-conversations.ts';
import { operation } from '../../http/rest/operation.ts';

export function historyRoutes(app: App, earlier: Earlier): void {
  operation(app, 'GET /conversations/:id/others', {
    id: 'listOtherConversations',
    tag: 'Conversations',
    access: 'agent',
    summary: 'The other conversations of the same contact, over all channels',
    params: z.object({ id: ConversationId }),
    query: PageQuery,
    answer: listOf(Conversation),
    handle: ({ account, params, query }) => earlier(account, params.id, query),
  });
}
