// Continuing a conversation on another channel, over REST.
import { ConversationId } from '@opportune/protocol/ids.ts';
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { Continue, OtherAddresses } from '@opportune/protocol/rest/conversation/continuing.ts';
import { z } from 'zod';
import { found, refuse } from '../../http/problem/refusal.ts';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';
import type { AgentParts } from '../seams.ts';
import { continueElsewhere, otherAddresses } from './continue-elsewhere.ts';

const ofOne = {
  ...({ tag: 'Conversations', access: 'agent' } as const),
  params: z.object({ id: ConversationId }),
};

export function addContinuingRoutes(app: App, use: AgentParts): void {
  operation(app, 'GET /conversations/:id/other-addresses', {
    ...ofOne,
    id: 'listOtherAddresses',
    summary: 'The other addresses of a conversation’s contact, and whether they may be written to',
    answer: OtherAddresses,
    async handle({ account, params: { id } }) {
      const from = found(await use.store.load(account, id));
      return { items: await otherAddresses(use, { account }, from) };
    },
  });
  operation(app, 'POST /conversations/:id/continue', {
    ...ofOne,
    id: 'continueConversation',
    summary: 'Continue your conversation, or one that has ended, at another address of its contact',
    description:
      'Your message begins a conversation there. The one before ends and is merged into it. You need room for it.',
    body: Continue,
    answer: Conversation,
    errors: [
      ...([
        'message.empty',
        'contact.address_closed',
        'agent.no_room',
        'request.conflict',
      ] as const),
      ...(['conversation.not_yours', 'visitor.in_conversation'] as const),
    ],
    async handle({ account, principal, params, body: { to, id, text } }) {
      const desk = await use.desks.of(account);
      const onward = { from: params.id, to, id, text };
      const outcome = await continueElsewhere(use, desk, principal, onward);
      if ('refused' in outcome) throw refuse(outcome.refused);
      const { conversation } = outcome;
      return desk.record(conversation) ?? found(await use.store.load(account, conversation));
    },
  });
}
