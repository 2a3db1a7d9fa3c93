// A contact by REST: who they are, where they are reached, what was said with them over all channels, and
// which addresses went to another contact, so that it can be undone.
import { z } from 'zod';
import { AddressAt, Contact, ContactAddress } from '../../contact/contact.ts';
import { Conversation } from '../../conversation/conversation.ts';
import { ContactId, ContactMoveId, UserId } from '../../ids.ts';
import { textOf } from '../../text.ts';
import { PageQuery } from '../common.ts';

export const contactLimits = {
  /** Conversations of a contact that come with them, the newest. `GET /conversations?contact=` has all. */
  conversations: 20,
  /** Moves that come with them, the latest. */
  moves: 50,
  /** Addresses that are separated at once. */
  addresses: 100,
  /** Addresses of a contact in a list, those seen last. */
  listed: 5,
} as const;

/** Addresses that went from one contact to another, with the conversations at them. */
export const ContactMove = z.object({
  id: ContactMoveId,
  from: ContactId,
  to: ContactId,
  /** As they are called now; empty where nobody has told it. */
  fromName: z.string(),
  toName: z.string(),
  /** By the hand of an agent, or because they are verified as one customer. */
  why: z.enum(['merged', 'separated', 'verified']),
  addresses: z.array(AddressAt).readonly(),
  /** Null: nobody did it by hand. */
  by: z.object({ user: UserId, name: z.string() }).nullable(),
  at: z.number(),
  undoneAt: z.number().nullable(),
});
export type ContactMove = z.infer<typeof ContactMove>;

/** GET /contacts: by a part of their name or of an address; without one, all of them. */
export const ContactQuery = PageQuery.extend({ search: textOf(200).optional() });

/** One of a list: those who are part of another contact are not in it. */
export const ListedContact = Contact.extend({ addresses: z.array(AddressAt).readonly() });
export type ListedContact = z.infer<typeof ListedContact>;

/** GET /contacts/:id */
export const ContactDetail = Contact.extend({
  addresses: z.array(ContactAddress.omit({ contact: true })).readonly(),
  /** Of all channels, newest first. */
  conversations: z.array(Conversation).readonly(),
  /** Latest first. */
  moves: z.array(ContactMove).readonly(),
});
export type ContactDetail = z.infer<typeof ContactDetail>;

/** POST /contacts/:id/merge */
export const ContactMerge = z.object({ into: ContactId });
/** POST /contacts/:id/separate */
export const ContactSeparation = z.object({
  addresses: z.array(AddressAt).min(1).max(contactLimits.addresses),
});
