// One message on its way to one address, as agents and programs see it.
import { z } from 'zod';
import { ChannelId, DeliveryId, MessageId } from '../ids.ts';
import { Address } from '../contact/contact.ts';

/**
 * `sent`: the provider took it. `uncertain`: the request left and no answer came, so that it may have
 * arrived; it is sent again only by a person, or where the channel takes a key.
 */
export const DeliveryState = z.enum(['queued', 'sent', 'delivered', 'read', 'failed', 'uncertain']);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** Why a message did not leave or arrive. What can be done follows from it, in words of the reader's. */
export const DeliveryReason = z.enum([
  /** Nobody has this address. */
  'no-such-address',
  /** The contact wants no messages, or has blocked us. */
  'opted-out',
  /** The time in which one may answer is over. */
  'window-closed',
  /** The provider does not take such a message, or such a file. */
  'not-taken',
  'too-large',
  /** Credentials failed: the channel has to be connected again. */
  'reconnect',
  /** The address to deliver to is private, or leads there. */
  'address-forbidden',
  /** It was tried until the written end. */
  'unreachable',
  'other',
]);
export type DeliveryReason = z.infer<typeof DeliveryReason>;

export const Delivery = z.object({
  id: DeliveryId,
  message: MessageId,
  channel: ChannelId,
  address: Address,
  state: DeliveryState,
  /** Of `failed` and `uncertain`, and of `queued` while it is tried again; else null. */
  reason: DeliveryReason.nullable(),
  /** In the provider's words, for whoever looks closer. */
  detail: z.string().nullable(),
  attempts: z.number().int().nonnegative(),
  changedAt: z.number(),
});
export type Delivery = z.infer<typeof Delivery>;
