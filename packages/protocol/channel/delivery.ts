// One message on its way to one address, as agents and programs see it.
import { z } from 'zod';
import { ChannelId, ConversationId, DeliveryId, MessageId, VisitorId } from '../ids.ts';
import { Address } from '../contact/contact.ts';

/**
 * `sent`: the provider accepted it. `uncertain`: the request left and no answer came, so it may
 * have arrived. It is sent again only by a person, or if the channel deduplicates by key.
 */
export const DeliveryState = z.enum(['queued', 'sent', 'delivered', 'read', 'failed', 'uncertain']);
export type DeliveryState = z.infer<typeof DeliveryState>;

/**
 * Why a message did not leave or arrive. The console derives from it, in the reader's language,
 * what can be done.
 */
export const DeliveryReason = z.enum([
  /** The address does not exist. */
  'no-such-address',
  /** The contact wants no messages, or has blocked us. */
  'opted-out',
  /** The time in which one may answer is over. */
  'window-closed',
  /** Another app of the business has the conversation at the provider. */
  'other-app',
  /** The provider does not accept such a message, or such a file. */
  'not-taken',
  'too-large',
  /** Credentials failed: the channel has to be connected again. */
  'reconnect',
  /** The delivery address is private, or leads to a private one. */
  'address-forbidden',
  /** It was retried until the deadline. */
  'unreachable',
  'other',
]);
export type DeliveryReason = z.infer<typeof DeliveryReason>;

/** Why a queued message does not leave now. */
export const DeliveryWait = z.object({
  for: z.enum([
    /** Somebody paused the channel. */
    'paused',
    /** The channel has to be connected again. */
    'reconnect',
    /** The provider or the kind of channel limits the rate. */
    'rate',
    /** The previous attempt failed. */
    'retry',
  ]),
  /** When it is tried next. Null: once the channel is connected again. */
  until: z.number().nullable(),
});
export type DeliveryWait = z.infer<typeof DeliveryWait>;

export const Delivery = z.object({
  id: DeliveryId,
  message: MessageId,
  channel: ChannelId,
  address: Address,
  state: DeliveryState,
  /** For `failed` and `uncertain`, and for `queued` while it is retried; else null. */
  reason: DeliveryReason.nullable(),
  /** In the provider's words, for troubleshooting. */
  detail: z.string().nullable(),
  /** For `queued`, unless it leaves within seconds; else null. */
  waits: DeliveryWait.nullable(),
  attempts: z.number().int().nonnegative(),
  changedAt: z.number(),
});
export type Delivery = z.infer<typeof Delivery>;

/** A message that did not arrive, or may not have, and nothing was sent to its contact since. */
export const FailedDelivery = Delivery.pick({
  id: true,
  message: true,
  channel: true,
  address: true,
  reason: true,
}).extend({
  conversation: ConversationId,
  /** Empty if nobody gave one. */
  visitorName: z.string(),
  visitor: VisitorId.nullable(),
  state: z.enum(['failed', 'uncertain']),
  since: z.number(),
});
export type FailedDelivery = z.infer<typeof FailedDelivery>;

/** GET /failed-deliveries, the oldest first. */
export const FailedDeliveries = z.object({
  items: z.array(FailedDelivery),
  /** How many newer ones are left out. */
  more: z.number().int(),
});
