// What agents do over REST instead of the console's socket: be present, take waiting conversations,
// end them. The same desk applies the same rules.
import {
  AgentStay,
  Conversation,
  OwnState,
} from '@opportune/protocol/rest/conversation/conversation.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import { presenceOf } from '../../desk/audience/views.ts';
import type { Asked } from '../../http/rest/operation.ts';
import { operation } from '../../http/rest/operation.ts';
import type { App } from '../../http/rest/app.ts';
import { found, refuse } from '../../http/problem/refusal.ts';
import { applyCommand } from '../agent-commands.ts';
import type { AgentParts } from '../seams.ts';
import type { RestPresence } from './rest-presence.ts';

const tag = 'Conversations';
const ofOne = {
  ...({ tag, access: 'agent', answer: Conversation } as const),
  params: z.object({ id: ConversationId }),
};

export function addAgentRoutes(app: App, use: AgentParts, presence: RestPresence): void {
  operation(app, 'PUT /my-state', {
    ...({ tag, access: 'agent', id: 'setMyState' } as const),
    summary: 'Stay present at the desk for the next minute, in your last state or a new one',
    description:
      'Repeat it without `state` every 20 seconds to stay. Without any choice so far, you are offline until you choose `online`. `offline` leaves at once.',
    body: OwnState,
    answer: AgentStay,
    async handle({ account, principal, body: { state, reason } }) {
      const desk = await use.desks.of(account);
      const user = principal.user.id;
      const { reasons } = desk.desk.plan.settings;
      if (
        reason !== undefined &&
        (state === undefined || state === 'online' || !reasons.includes(reason))
      )
        throw refuse('request.invalid', { path: 'reason' });
      const until = presence.stay(desk, principal);
      if (state !== undefined)
        await desk.apply({ type: 'agent.chose', user, state, reason: reason ?? null }).stored;
      if (state === 'offline') presence.leave(account, user);
      return { agent: found(presenceOf(desk.desk, user)), until };
    },
  });
  operation(app, 'POST /conversations/:id/take', {
    ...ofOne,
    id: 'takeConversation',
    summary: 'Take a conversation that waits, or that rings for you',
    description:
      'You must be online with room for it. Otherwise it is refused with `agent.no_room`. Taking your own conversation changes nothing.',
    errors: ['agent.no_room', 'conversation.not_yours', 'conversation.ended', 'request.conflict'],
    handle: (asked) => act(use, asked, 'conversation.accept'),
  });
  operation(app, 'POST /conversations/:id/finish', {
    ...ofOne,
    id: 'finishConversation',
    summary: 'End your conversation. If it has ended and is in wrap-up, put it away',
    errors: [
      ...(['conversation.not_yours', 'conversation.ended', 'request.conflict'] as const),
      'conversation.disposition_missing',
    ],
    handle: (asked) => act(use, asked, 'conversation.end'),
  });
}

/** Returns the conversation as it is then stored. */
async function act(
  use: AgentParts,
  { account, principal, params }: Asked<'agent', { readonly id: ConversationId }>,
  type: 'conversation.accept' | 'conversation.end',
): Promise<Conversation> {
  const desk = await use.desks.of(account);
  const frame = { type, request: use.ids.next(), conversation: params.id } as const;
  const refused = await applyCommand(use, desk, principal, frame);
  if (refused !== null) throw refuse(refused);
  return desk.record(params.id) ?? found(await use.store.load(account, params.id));
}
