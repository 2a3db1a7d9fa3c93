// What comes after conversations, by REST: the account's rules, for managers to change, and what a
// visitor answered, for every agent of the account.
import { ConversationId } from '@opportune/protocol/ids.ts';
import { AfterConversation, AfterSettings } from '@opportune/protocol/rest/after.ts';
import { z } from 'zod';
import type { App } from '../../http/app.ts';
import { principalOf } from '../../http/principal.ts';
import { refuse } from '../../http/refusal.ts';
import type { After } from './after.ts';

const tags = ['Conversations'];

export function afterRoutes(app: App, after: After): void {
  ruleRoutes(app, after);
  app.get(
    '/api/v1/conversations/:id/after',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'What the visitor answered after a conversation',
        params: z.object({ id: ConversationId }),
        response: { 200: AfterConversation },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      const { id } = request.params;
      if ((await after.store.load(account, id)) === null) throw refuse('request.not_found');
      return { survey: await after.surveys.of(account, id) };
    },
  );
}

function ruleRoutes(app: App, { rules }: After): void {
  app.get(
    '/api/v1/after-chat',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'What visitors are asked after a conversation',
        response: { 200: AfterSettings },
      },
    },
    async (request) => rules.of(principalOf(request).account),
  );
  app.put(
    '/api/v1/after-chat',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Change what visitors are asked after a conversation',
        body: AfterSettings,
        response: { 200: AfterSettings },
      },
    },
    async (request) => rules.change(principalOf(request).account, request.body),
  );
}
