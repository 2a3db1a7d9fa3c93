// Whose visit is shown beside a conversation.
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import type { ContactDetail } from '@opportune/protocol/rest/contact/contacts.ts';

/**
 * The visitor of the conversation, else the contact's last visitor if the address of its channel says who
 * somebody is. Null if there is none.
 */
export function visitorOf(
  { visitor }: Conversation,
  contact: ContactDetail | undefined,
  isAddressed: boolean,
): VisitorId | null {
  if (!isAddressed) return visitor;
  const last = contact?.addresses.findLast(({ channel }) => channel === webChannel);
  return visitor ?? (last === undefined ? null : VisitorId.parse(last.address));
}
