// How long after its end a conversation may be taken up again, by the account's rules. Who may do so
// otherwise (the room of an agent, a blocked visitor) is decided where it is done.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Reopening } from '@opportune/protocol/rest/conversation/reopening.ts';

const hourMs = 3_600_000;

/** Whether an agent may take up a conversation that is over. */
export function mayAgentReopen(
  { agentH }: Reopening,
  { endedAt }: Pick<Conversation, 'endedAt'>,
  now: number,
): boolean {
  return agentH === null || endedAt === null || now - endedAt <= agentH * hourMs;
}

/** Whether a conversation is over, and goes on with the next words of its visitor. */
export function mayVisitorReopen(
  { visitorH }: Reopening,
  { status, endedAt }: Pick<Conversation, 'status' | 'endedAt'>,
  now: number,
): boolean {
  if (visitorH === 0 || status !== 'ended' || endedAt === null) return false;
  return now - endedAt <= visitorH * hourMs;
}
