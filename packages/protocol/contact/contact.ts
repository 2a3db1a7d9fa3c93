// Contacts: people the business talks to, over all channels, and the addresses at which they are
// reached. A visitor is an address of the channel `web`.
import { z } from 'zod';
import { ChannelId, ContactId, type VisitorId } from '../ids.ts';
import { textOf } from '../text.ts';

/** Characters of an address: a little more than the longest e-mail address. */
export const addressLength = 320;
const nameLength = 200;

/** How a contact is reached in a channel: a visitor id, an e-mail address, a telephone number. */
export const Address = textOf(addressLength, 1);

/** An address and its channel. Together they identify one contact. */
export const AddressAt = z.object({ channel: ChannelId, address: Address });
export type AddressAt = Readonly<z.infer<typeof AddressAt>>;

export const Contact = z.object({
  id: ContactId,
  /** Empty if it is unknown. */
  name: z.string().max(nameLength),
  /** As BCP 47 names it. Null if unknown. */
  language: z.string().nullable(),
  createdAt: z.number(),
  /** The contact that this one became part of. Null: none. */
  mergedInto: ContactId.nullable(),
});
export type Contact = z.infer<typeof Contact>;

/** An address of a contact, and how it came to be theirs. */
export const ContactAddress = AddressAt.extend({
  contact: ContactId,
  /** The channel vouches that messages from it come from its owner. */
  verified: z.boolean(),
  firstSeen: z.number(),
});
export type ContactAddress = z.infer<typeof ContactAddress>;

/** Two channels are in every account: the chat window on its sites, and e-mail. */
export const webChannel = ChannelId.parse('web');
export const emailChannel = ChannelId.parse('email');
/** Not a channel: its addresses are the ids of customers whom contacts are verified as. */
export const customerChannel = ChannelId.parse('customer');

/** A channel's id has no space, so two addresses never have the same key. */
export function addressKey({ channel, address }: AddressAt): string {
  return `${channel} ${address}`;
}

export function visitorAddress(visitor: VisitorId): AddressAt {
  return { channel: webChannel, address: visitor };
}

/** The customer whom a contact is verified as. */
export function customerAddress(userId: string): AddressAt {
  return { channel: customerChannel, address: userId };
}
