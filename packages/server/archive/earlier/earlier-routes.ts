// Earlier conversations by REST. Everything is of the signed-in user's account.
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import { listOf, PageQuery } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import type { Earlier } from './earlier-conversations.ts';

export function historyRoutes(app: App, earlier: Earlier): void {
  app.get(
    '/api/v1/conversations/:id/others',
    {
      config: { access: 'agent' },
      schema: {
        tags: ['Conversations'],
        summary: 'The other conversations of the same visitor or verified customer',
        params: z.object({ id: ConversationId }),
        querystring: PageQuery,
        response: { 200: listOf(Conversation) },
      },
    },
    async (request) => earlier(principalOf(request).account, request.params.id, request.query),
  );
}
