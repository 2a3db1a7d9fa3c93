// Tells agents that a contact types on a channel without a connection. Nothing of it is stored. It
// ends when the channel says so, or after a while, because some channels say only that it began.
import type { Schedule } from '@opportune/core/world/world.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { AccountDesk } from '../account-desk.ts';

export interface ContactTypes extends AddressAt {
  readonly on: boolean;
}

/** Without an open conversation it has no effect. */
export type TellTyping = (desk: AccountDesk, types: ContactTypes) => void;

export function createTellTyping(schedule: Schedule): TellTyping {
  const ends = new Map<ConversationId, () => void>();
  const tell = (desk: AccountDesk, record: Conversation, typing: boolean): void =>
    desk.writes.publish({ type: 'visitor-typing', record, typing, text: '' });
  return (desk, { on, ...at }) => {
    const record = desk.openOf({ ...at, site: null });
    if (record === undefined) return;
    ends.get(record.id)?.();
    ends.delete(record.id);
    tell(desk, record, on);
    if (!on) return;
    const end = (): void => {
      ends.delete(record.id);
      tell(desk, record, false);
    };
    ends.set(record.id, schedule(conversationLimits.typingMs, end));
  };
}
