// Which conversations wait for a reply of their agent, since when, and when it is due. A first
// answer is due by the skill's service level, any other as if there were no level. Pure.
import { unansweredAfter } from '@opportune/core/conversation/awaited-reply.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { lateMs } from './groups.ts';
import type { Transcript } from '../transcript/transcript.ts';

export interface ReplyDue {
  /** When the visitor's wait began. */
  readonly since: number;
  /** The service level of a first answer, in seconds. Null if there is none. */
  readonly withinS: number | null;
  readonly dueAt: number;
}

/** Null if nothing is unanswered. The transcript may be newer than the conversation. */
export function replyDue(
  conversation: Conversation,
  transcript: Transcript | undefined,
  withinS: number | null,
): ReplyDue | null {
  const { unansweredSince, answeredAt, queuedAt, lastSequence } = conversation;
  const newer = transcript?.messages.filter(({ sequence }) => sequence > lastSequence) ?? [];
  // A visitor who accepted an invitation waits for an answer even if they wrote nothing.
  const asked = unansweredSince ?? (answeredAt === null ? queuedAt : null);
  const unanswered = unansweredAfter(asked, newer);
  if (unanswered === null) return null;
  // Counts as `waitedMs` does: a wait for the first answer begins with queueing.
  const since = answeredAt === null ? queuedAt : unanswered;
  return { since, withinS, dueAt: since + (withinS === null ? lateMs : withinS * 1_000) };
}
