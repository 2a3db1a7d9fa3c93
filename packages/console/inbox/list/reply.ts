// Which conversations wait for a reply of their agent, since when, and when it is due. Pure. A first answer
// is due by the skill's service level; any other wait is late as one without a level is.
import { unansweredAfter } from '@opportune/core/ports/conversation-reply.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { lateMs } from './groups.ts';
import type { Transcript } from '../transcript/transcript.ts';

export interface ReplyDue {
  /** Since when the visitor waits. */
  readonly since: number;
  /** The service level of a first answer, s; null: there is none. */
  readonly withinS: number | null;
  readonly dueAt: number;
}

/** Null: nothing is unanswered. The transcript may know more than the conversation tells yet. */
export function replyDue(
  conversation: Conversation,
  transcript: Transcript | undefined,
  withinS: number | null,
): ReplyDue | null {
  const { unansweredSince, answeredAt, queuedAt, lastSequence } = conversation;
  const newer = transcript?.messages.filter(({ sequence }) => sequence > lastSequence) ?? [];
  // Who accepted an invitation waits to be spoken to, whether or not they said anything.
  const asked = unansweredSince ?? (answeredAt === null ? queuedAt : null);
  const unanswered = unansweredAfter(asked, newer);
  if (unanswered === null) return null;
  // As `waitedMs` counts it: a first answer since they queued.
  const since = answeredAt === null ? queuedAt : unanswered;
  return { since, withinS, dueAt: since + (withinS === null ? lateMs : withinS * 1_000) };
}
