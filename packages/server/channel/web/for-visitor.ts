// A conversation as its visitor's window shows it: their own part, without other agents' affairs, and with a
// wrap-up shown as the end that it is for them.
import type { QueuePlace } from '@opportune/core/conversation/desk.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { VisitorConversation } from '@opportune/protocol/frames-visitor.ts';

export function forVisitor(record: Conversation, place: QueuePlace | null): VisitorConversation {
  const { id, startedAt, endedAt, lastSequence, agentDelivered, agentRead, visitorRead } = record;
  return {
    id,
    startedAt,
    endedAt,
    lastSequence,
    agentDelivered,
    agentRead,
    visitorRead,
    status: statusFor(record),
    agent: record.agent?.name ?? null,
    position: record.status === 'waiting' ? (place?.position ?? null) : null,
    waitS: record.status === 'waiting' ? (place?.waitS ?? null) : null,
    ...(record.begunBy !== undefined && visitorRead === 0 ? { opens: true } : {}),
  };
}

function statusFor({ status }: Conversation): VisitorConversation['status'] {
  if (status === 'wrap-up') return 'ended';
  return status === 'resting' ? 'active' : status;
}
