// A conversation continued at another address of its contact, on another channel.
import { z } from 'zod';
import { AddressAt } from '../../contact/contact.ts';
import { MessageId } from '../../ids.ts';
import { conversationLimits } from '../../limits/conversations.ts';
import { textOf } from '../../text.ts';

/**
 * Why an address cannot be written to now. `not-connected`: its channel is paused or has to be connected
 * again. `live`: it reaches only people who are there. `window-closed`: the time to reply is over.
 * `opted-out`: the contact wants no messages there. `blocked`: the account blocked it.
 */
export const AddressClosed = z.enum([
  'not-connected',
  'live',
  'window-closed',
  'opted-out',
  'blocked',
]);
export type AddressClosed = z.infer<typeof AddressClosed>;

/** GET /conversations/:id/other-addresses */
export const OtherAddresses = z.object({
  items: z.array(
    AddressAt.extend({
      verified: z.boolean(),
      /** Null: it may be written to. */
      closed: AddressClosed.nullable(),
    }),
  ),
});
export type OtherAddresses = z.infer<typeof OtherAddresses>;

/** POST /conversations/:id/continue */
export const Continue = z.object({
  to: AddressAt,
  /** Of the message. The same id is the same request. */
  id: MessageId,
  text: textOf(conversationLimits.messageLength),
});
