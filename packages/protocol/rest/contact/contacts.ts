// A contact by REST: who they are, where they are reached, their conversations over all channels,
// and which addresses went to another contact, so that this can be undone.
import { z } from 'zod';
import { AddressAt, Contact, ContactAddress } from '../../contact/contact.ts';
import { Conversation } from '../../conversation/conversation.ts';
import { Purpose } from '../../contact/permission.ts';
import { ChannelId, ContactId, ContactMoveId, UserId } from '../../ids.ts';
import { textOf } from '../../text.ts';
import { Instant, PageQuery } from '../common.ts';
import { ContactDetails, ContactTag } from './details.ts';

export const contactLimits = {
  /** A contact's newest conversations in its answer. `GET /conversations?contact=` has all. */
  conversations: 20,
  /** The latest moves in its answer. */
  moves: 50,
  /** Addresses that come with them, those seen last; and that are separated at once. */
  addresses: 100,
  /** Addresses of a contact in a list, those seen last. */
  listed: 5,
} as const;

/** Addresses that went from one contact to another, with their conversations. */
export const ContactMove = z.object({
  id: ContactMoveId,
  from: ContactId,
  to: ContactId,
  /** Their present name. Empty if unknown. */
  fromName: z.string(),
  toName: z.string(),
  /** By an agent, or because they were verified as one customer. */
  why: z.enum(['merged', 'separated', 'verified']),
  addresses: z.array(AddressAt).readonly(),
  /** Null: nobody did it by hand. */
  by: z.object({ user: UserId, name: z.string() }).nullable(),
  at: z.number(),
  undoneAt: z.number().nullable(),
});
export type ContactMove = z.infer<typeof ContactMove>;

/** Newest contact first, last exchanged message first, or by name, those without one last. */
export const ContactOrder = z.enum(['created', 'contact', 'name']);
export type ContactOrder = z.infer<typeof ContactOrder>;

/** Which contacts: all that is given must hold. */
export const ContactFilter = z.object({
  /** A part of their name or of an address. */
  search: textOf(200).optional(),
  /** With an address there. */
  channel: ChannelId.optional(),
  /** Opted in to it at any of their addresses. */
  optIn: Purpose.optional(),
  tag: ContactTag.optional(),
  /** The last message was exchanged at or after this, ms since 1970. */
  contactSince: Instant.optional(),
  /** No message was exchanged at or after this. */
  contactBefore: Instant.optional(),
});
export type ContactFilter = z.infer<typeof ContactFilter>;

/** GET /contacts. Without a filter, all of them. */
export const ContactQuery = PageQuery.extend({
  ...ContactFilter.shape,
  sort: ContactOrder.default('created'),
});
export type ContactQuery = z.infer<typeof ContactQuery>;

/** When a message was exchanged last, to about a minute. Null: never. */
const lastContactAt = z.number().nullable();

/** A contact in a list. Those that are part of another contact are not listed. */
export const ListedContact = Contact.extend({
  lastContactAt,
  tags: z.array(ContactTag).readonly(),
  addresses: z.array(AddressAt).readonly(),
});
export type ListedContact = z.infer<typeof ListedContact>;

/** GET /contacts/:id */
export const ContactDetail = Contact.extend({
  lastContactAt,
  tags: ContactDetails.shape.tags.readonly(),
  fields: ContactDetails.shape.fields,
  /** In the order in which they were seen first. Of more than 100, the last 100. */
  addresses: z.array(ContactAddress.omit({ contact: true })).readonly(),
  /** Of all channels, newest first. */
  conversations: z.array(Conversation).readonly(),
  /** Latest first. */
  moves: z.array(ContactMove).readonly(),
});
export type ContactDetail = z.infer<typeof ContactDetail>;

/** Whose the addresses of a move are now, and the move itself: it can be undone. */
export const ContactMoved = ContactDetail.extend({ move: ContactMoveId });
export type ContactMoved = z.infer<typeof ContactMoved>;

/** POST /contacts/:id/merge */
export const ContactMerge = z.object({ into: ContactId });
/** POST /contacts/:id/separate */
export const ContactSeparation = z.object({
  addresses: z.array(AddressAt).min(1).max(contactLimits.addresses),
});
