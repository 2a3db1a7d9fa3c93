// What a system says over a channel of kind *custom*, and what it is told. Both ways the body is signed
// by the convention of Standard Webhooks (https://www.standardwebhooks.com).
import { z } from 'zod';
import { customLimits as limits, conversationLimits } from '../limits.ts';
import { storable, textOf } from '../text.ts';
import { Address } from '../contact/contact.ts';
import { DeliveryReason } from './delivery.ts';
import { Part } from './parts.ts';

const Link = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .overwrite(storable);

/** What is set of such a channel. */
export const CustomSettings = z.object({
  /** Where messages are posted. */
  deliverTo: Link,
});
export type CustomSettings = z.infer<typeof CustomSettings>;

/** Chosen by the system; the same id is the same message, however often it comes. */
const GivenId = z.string().overwrite(storable).min(1).max(limits.idLength);
const From = z.object({
  /** Who writes, by the system's own name for them: a number, a name, an id. */
  address: Address,
  name: textOf(limits.nameLength, 1).optional(),
  language: textOf(35).optional(),
});
const At = z.number().int().min(0).optional();

/** POST /v1/channels/{id}/messages */
export const CustomMessage = z
  .object({
    id: GivenId,
    from: From,
    text: textOf(conversationLimits.messageLength).default(''),
    /** Files, fetched from where they are. */
    attachments: z
      .array(z.object({ url: Link, name: textOf(150).optional() }))
      .max(limits.attachments)
      .default([]),
    /** The id of the choice that was tapped, where one was offered. */
    choice: textOf(limits.idLength).optional(),
    /** The message that it answers. */
    replyTo: GivenId.optional(),
    /** When it was written, ms since 1970. Default: as it comes. */
    at: At,
  })
  .refine(
    ({ text, attachments, choice }) =>
      text.trim() !== '' || attachments.length > 0 || choice !== undefined,
    {
      message: 'a message has a text, a file or a choice',
      path: ['text'],
    },
  );
export type CustomMessage = z.infer<typeof CustomMessage>;

/** POST /v1/channels/{id}/receipts: what became of a message that the system was sent. */
export const CustomReceipt = z.discriminatedUnion('state', [
  z.object({
    /** As it was delivered. */
    id: GivenId,
    address: Address,
    state: z.enum(['delivered', 'read']),
    at: At,
  }),
  z.object({
    id: GivenId,
    address: Address,
    state: z.literal('failed'),
    reason: DeliveryReason.default('other'),
    detail: textOf(limits.detailLength).default(''),
    at: At,
  }),
]);
export type CustomReceipt = z.infer<typeof CustomReceipt>;

/** POST /v1/channels/{id}/typing */
export const CustomTyping = z.object({
  from: z.object({ address: Address }),
  on: z.boolean().default(true),
});
export type CustomTyping = z.infer<typeof CustomTyping>;

/** What is posted to the channel's delivery address. */
export const CustomDelivery = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    /** Names the delivery; the same again is the same message. */
    id: z.string(),
    to: z.object({ address: z.string() }),
    from: z.object({ name: z.string().nullable() }),
    /** All of it in plain words. */
    text: z.string(),
    /** As the channel's capabilities allow it. */
    parts: z.array(Part),
    at: z.number(),
  }),
  z.object({
    type: z.literal('typing'),
    to: z.object({ address: z.string() }),
    on: z.boolean(),
  }),
  z.object({ type: z.literal('read'), to: z.object({ address: z.string() }), id: z.string() }),
]);
export type CustomDelivery = z.infer<typeof CustomDelivery>;
