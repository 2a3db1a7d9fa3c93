// Builds a conversation as the server sends it to consoles: active, and without messages.
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';

export function conversationOf(
  more: Partial<Record<keyof Conversation, unknown>> = {},
): Conversation {
  return Conversation.parse({
    ...{ id: 'c', channel: 'web', contact: 'p', address: 'v', status: 'active' },
    ...{ site: 's', visitor: 'v', visitorName: 'V' },
    ...{ skill: null, agent: null, origin: null, replyTo: null, topic: null },
    ...{ startedAt: 0, waitingSince: null, queuedAt: 0, answeredAt: null, endedAt: null },
    ...{ lastSequence: 0, lastText: '', lastAt: 0 },
    ...{ visitorDelivered: 0, visitorRead: 0, agentDelivered: 0, agentRead: 0 },
    ...more,
  });
}
