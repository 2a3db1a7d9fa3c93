// Earlier conversations by REST. Everything is of the signed-in user's account.
import { Conversation } from '@opportune/protocol/conversation.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import { listOf, PageQuery } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import type { App } from '../../http/app.ts';
import { principalOf } from '../../http/principal.ts';
import type { Earlier } from './history.ts';

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
