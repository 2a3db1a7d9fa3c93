// What the engine is told of a conversation, as events of its visitor: started and answered, each
// once, ended and taken up again, by comparing the record before and after a write. Never what was
// said.
import type { ConversationRecord } from '@opportune/core/ports/conversation-store.ts';
import { eventName } from '@opportune/protocol/event.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { TellVisitor } from './seams.ts';

/** `before` is null where the conversation is new. */
export function tellEngine(
  tellVisitor: TellVisitor,
  account: AccountId,
  after: ConversationRecord,
  before: ConversationRecord | null,
): void {
  const { site, visitor, id, origin, skill, status } = after;
  const decision = origin?.decision ?? null;
  const campaign = origin?.campaign ?? null;
  const by = after.begunBy === undefined ? {} : { by: 'agent' };
  const properties = { conversation: id, decision, campaign, skill, status, ...by };
  const tell = (name: string) => tellVisitor({ account, site, visitor, name, properties });
  if (before === null) return tell(eventName.conversationStarted);
  if (before.answeredAt === null && after.answeredAt !== null) tell(eventName.conversationAnswered);
  if (isOpen(before) ? !isOpen(after) : before.endedAt === null && after.endedAt !== null)
    tell(eventName.conversationEnded);
  if (!isOpen(before) && isOpen(after)) tell(eventName.conversationReopened);
}

/** Somebody waits in it or is talked to; one left as a message is a case, which keeps nothing back. */
function isOpen({ status }: ConversationRecord): boolean {
  return status === 'waiting' || status === 'active';
}
