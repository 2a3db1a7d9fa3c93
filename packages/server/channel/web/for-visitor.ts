// A conversation as its visitor's window shows it: their own part, without other agents' affairs, and with a
// wrap-up shown as the end that it is for them.
import type { QueuePlace } from '@opportune/core/conversation/desk.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { VisitorConversation } from '@opportune/protocol/frames-visitor.ts';
import type { PhotoOf } from '../../desk/seams.ts';

/** `photo`: the address of the agent's photo, if visitors are shown it. */
export function forVisitor(
  record: Conversation,
  place: QueuePlace | null,
  photo: string | null = null,
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
    status: statusFor(record),
    agent: record.agent?.name ?? null,
    ...(photo !== null && { photo }),
    position: record.status === 'waiting' ? (place?.position ?? null) : null,
    waitS: record.status === 'waiting' ? (place?.waitS ?? null) : null,
    ...(record.begunBy !== undefined && visitorRead === 0 ? { opens: true } : {}),
  };
}

/** The photo of the agent whom a visitor talks to. */
export function photoIn(
  { photoOf }: { readonly photoOf: PhotoOf },
  { account, site }: ChatLink,
  { agent }: Conversation,
): string | null {
  return agent === null ? null : photoOf(account, site, agent.user);
}

function statusFor({ status }: Conversation): VisitorConversation['status'] {
  if (status === 'wrap-up') return 'ended';
  return status === 'resting' ? 'active' : status;
}
