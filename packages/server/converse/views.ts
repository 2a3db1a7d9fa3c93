// The same conversation as its two sides see it: agents all of it, visitors their own part, without
// notes, without other agents' affairs, and with a wrap-up shown as the end that it is for them.
import type { ConversationRecord } from '@opportune/core/ports/conversation-store.ts';
import type { Agent } from '@opportune/core/conversation/desk.ts';
import type { AgentPresence, Conversation, Message } from '@opportune/protocol/conversation.ts';
import type { VisitorConversation } from '@opportune/protocol/frames-visitor.ts';

export function forAgents(record: ConversationRecord): Conversation {
  const { queuedAt: _, ...conversation } = record;
  return conversation;
}

export function forVisitor(
  record: ConversationRecord,
  position: number | null,
): VisitorConversation {
  const { id, startedAt, endedAt, lastSequence, agentDelivered, agentRead, visitorRead } = record;
  return {
    id,
    startedAt,
    endedAt,
    lastSequence,
    agentDelivered,
    agentRead,
    visitorRead,
    status: record.status === 'wrap-up' ? 'ended' : record.status,
    agent: record.agent?.name ?? null,
    position: record.status === 'waiting' ? position : null,
  };
}

export function visibleToVisitor(message: Message): boolean {
  return message.body.type !== 'note';
}

export function presenceOf({ profile, state, since, load }: Agent): AgentPresence {
  const { user, name, room, skills } = profile;
  return { user, name, state, since, active: load, room, skills: [...skills] };
}
