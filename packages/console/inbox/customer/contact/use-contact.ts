// Reads the contact of a conversation, and reads it again regularly, because a colleague may merge
// it.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ContactId, VisitorId } from '@opportune/protocol/ids.ts';
import { ContactDetail } from '@opportune/protocol/rest/contact/contacts.ts';
import { useIsAddressed } from '../../../channels/use-channels.ts';
import { useApiQuery } from '../../../ui/index.ts';
import { visitorOf } from './visitor-of.ts';

const refetchMs = 15_000;

export function contactPath(id: ContactId): string {
  return `/contacts/${encodeURIComponent(id)}`;
}

/**
 * The contact, or the one that a colleague merged it into: nobody is told of a merge once the
 * conversation is over. Undefined until it is read.
 */
export function useContact({ contact }: Conversation): ContactDetail | undefined {
  const own = useRead(contact);
  const whole = useRead(own?.mergedInto ?? contact);
  return own === undefined ? undefined : whole;
}

function useRead(contact: ContactId): ContactDetail | undefined {
  return useApiQuery(contactPath(contact), ContactDetail, { refetchMs }).data;
}

/** Whose visit is shown beside a conversation. */
export function useVisitor(
  conversation: Conversation,
  contact: ContactDetail | undefined,
): VisitorId | null {
  return visitorOf(conversation, contact, useIsAddressed(conversation.channel));
}
