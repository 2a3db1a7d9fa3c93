// The contact of a conversation, read again now and then: a colleague may merge meanwhile.
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { type ContactId, VisitorId } from '@opportune/protocol/ids.ts';
import { ContactDetail } from '@opportune/protocol/rest/contact/contacts.ts';
import { useApiQuery } from '../../../ui/index.ts';

const refetchMs = 15_000;

export function contactPath(id: ContactId): string {
  return `/contacts/${encodeURIComponent(id)}`;
}

/** Undefined until it is read. */
export function useContact({ contact }: Conversation): ContactDetail | undefined {
  return useApiQuery(contactPath(contact), ContactDetail, { refetchMs }).data;
}

/** The visitor of the conversation, else the one whom the contact was seen as last; null: they are none. */
export function visitorOf(
  { visitor }: Conversation,
  contact: ContactDetail | undefined,
): VisitorId | null {
  const last = contact?.addresses.findLast(({ channel }) => channel === webChannel);
  return visitor ?? (last === undefined ? null : VisitorId.parse(last.address));
}
