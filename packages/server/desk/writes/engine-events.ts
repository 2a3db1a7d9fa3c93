// Derives the engine's events about a conversation by comparing the record before and after a
// write: started, answered (once each), ended and reopened. They never contain what was said.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import { eventName, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { TellVisitor } from '../seams.ts';

export interface Change {
  /** Null if the conversation is new. */
  readonly before: Conversation | null;
  readonly after: Conversation;
  /**
   * An ended conversation that an agent reopened. Absent if its agent still had it in wrap-up, or
   * the visitor reopened it.
   */
  readonly reopenedBy?: 'agent' | undefined;
}

export function tellEngine(
  tellVisitor: TellVisitor,
  account: AccountId,
  { before, after, reopenedBy }: Change,
): void {
  const { site, visitor, id, origin, skill, status } = after;
  // The engine decides nothing about a contact who is not a visitor.
  if (site === null || visitor === null) return;
  const { decision = null, campaign = null } = origin ?? {};
  const by = after.begunBy === undefined ? {} : { by: 'agent' };
  const over = after.channel === webChannel ? {} : { channel: after.channel };
  const properties = { conversation: id, decision, campaign, skill, status, ...by, ...over };
  const tell = (name: string, more: JsonObject = {}) =>
    tellVisitor({ account, site, visitor, name, properties: { ...properties, ...more } });
  if (before === null) return tell(eventName.conversationStarted);
  const isAnothers = before.visitor !== visitor && isOpen(before);
  // Their page was shown before: nothing is held back from them any more.
  if (isAnothers && before.site !== null && before.visitor !== null)
    tellVisitor({
      ...{ account, site: before.site, visitor: before.visitor },
      ...{ name: eventName.conversationEnded, properties },
    });
  if (before.answeredAt === null && after.answeredAt !== null) tell(eventName.conversationAnswered);
  if (isOpen(before) ? !isOpen(after) : before.endedAt === null && after.endedAt !== null)
    tell(eventName.conversationEnded);
  // Over another channel, its contact came by the link of an offer to a conversation that went on, or showed
  // by a code at which page they are.
  if ((isAnothers || !isOpen(before)) && isOpen(after))
    tell(eventName.conversationReopened, reopenedBy === undefined ? {} : { reopenedBy });
}

/** It waits or is being answered. A message that was left is a case, which holds nothing back. */
function isOpen({ status }: Conversation): boolean {
  return status === 'waiting' || status === 'active' || status === 'resting';
}
