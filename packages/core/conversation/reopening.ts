// How long after its end a conversation may be reopened, by the account's rules. Other conditions
// (a free place, a blocked visitor) are checked where it is done.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Reopening } from '@opportune/protocol/rest/conversation/reopening.ts';

const hourMs = 3_600_000;

/** Whether an agent may reopen an ended conversation. */
export function mayAgentReopen(
  { agentH }: Reopening,
  { endedAt }: Pick<Conversation, 'endedAt'>,
  now: number,
): boolean {
  return agentH === null || endedAt === null || now - endedAt <= agentH * hourMs;
}

/** Whether an ended conversation continues with the next words of its visitor. */
export function mayVisitorReopen(
  { visitorH }: Reopening,
  { status, endedAt }: Pick<Conversation, 'status' | 'endedAt'>,
  now: number,
): boolean {
  if (visitorH === 0 || status !== 'ended' || endedAt === null) return false;
  return now - endedAt <= visitorH * hourMs;
}
