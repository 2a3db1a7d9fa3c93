// What the engine is told of a conversation, as events of its visitor: started and answered, each
// once, ended and taken up again, by comparing the record before and after a write. Never what was
// said.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { eventName, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { TellVisitor } from '../seams.ts';

export interface Change {
  /** Null where the conversation is new. */
  readonly before: Conversation | null;
  readonly after: Conversation;
  /** An agent took it up again from its end. Left out: whoever did had not let it go, or is its visitor. */
  readonly reopenedBy?: 'agent' | undefined;
}

export function tellEngine(
  tellVisitor: TellVisitor,
  account: AccountId,
  { before, after, reopenedBy }: Change,
): void {
  const { site, visitor, id, origin, skill, status } = after;
  // Nothing decides about a contact who is no visitor.
  if (site === null || visitor === null) return;
  const decision = origin?.decision ?? null;
  const campaign = origin?.campaign ?? null;
  const by = after.begunBy === undefined ? {} : { by: 'agent' };
  const properties = { conversation: id, decision, campaign, skill, status, ...by };
  const tell = (name: string, more: JsonObject = {}) =>
    tellVisitor({ account, site, visitor, name, properties: { ...properties, ...more } });
  if (before === null) return tell(eventName.conversationStarted);
  if (before.answeredAt === null && after.answeredAt !== null) tell(eventName.conversationAnswered);
  if (isOpen(before) ? !isOpen(after) : before.endedAt === null && after.endedAt !== null)
    tell(eventName.conversationEnded);
  if (!isOpen(before) && isOpen(after))
    tell(eventName.conversationReopened, reopenedBy === undefined ? {} : { reopenedBy });
}

/** Somebody waits in it or is talked to; one left as a message is a case, which keeps nothing back. */
function isOpen({ status }: Conversation): boolean {
  return status === 'waiting' || status === 'active' || status === 'resting';
}
