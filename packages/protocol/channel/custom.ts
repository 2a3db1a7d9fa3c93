// What a system sends over a channel of kind *custom*, and what it is sent. In both directions the
// body is signed by the convention of Standard Webhooks (https://www.standardwebhooks.com).
import { z } from 'zod';
import { customLimits as limits } from '../limits/channels.ts';
import { conversationLimits } from '../limits/conversations.ts';
import { storable, textOf } from '../text.ts';
import { Address } from '../contact/contact.ts';
import { Purpose } from '../contact/permission.ts';
import { DeliveryReason } from './delivery.ts';
import { Part } from './parts.ts';

const Link = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .overwrite(storable);

/** Settings of such a channel. */
export const CustomSettings = z.object({
  /** Where messages are posted. */
  deliverTo: Link,
});
export type CustomSettings = z.infer<typeof CustomSettings>;

/** Chosen by the system. The same id is the same message, however often it comes. */
const GivenId = z.string().overwrite(storable).min(1).max(limits.idLength);
const From = z.object({
  /** The sender, by the system's own identifier: a number, a name, an id. */
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
    /** Files, downloaded from their addresses. */
    attachments: z
      .array(z.object({ url: Link, name: textOf(150).optional() }))
      .max(limits.attachments)
      .default([]),
    /** The id of the choice that was tapped, if one was offered. */
    choice: textOf(limits.idLength).optional(),
    /** The message that it answers. */
    replyTo: GivenId.optional(),
    /** When it was written, ms since 1970. Default: on receipt. */
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

/** POST /v1/channels/{id}/receipts: the outcome of a message that was sent to the system. */
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

const changed = {
  /** The message: as the system named it, or as it was delivered. */
  id: GivenId,
  from: z.object({ address: Address }),
  at: At,
};
/**
 * POST /v1/channels/{id}/changes: a contact edited or deleted a message of theirs, or reacted to
 * one.
 */
export const CustomChange = z.discriminatedUnion('type', [
  z.object({
    ...changed,
    type: z.literal('edit'),
    text: textOf(conversationLimits.messageLength),
  }),
  z.object({ ...changed, type: z.literal('deletion') }),
  /** Null: they took their reaction back. */
  z.object({
    ...changed,
    type: z.literal('reaction'),
    reaction: textOf(limits.reactionLength, 1).nullable(),
  }),
]);
export type CustomChange = z.infer<typeof CustomChange>;

/** POST /v1/channels/{id}/permissions: a contact wants no messages, or wants them again. */
export const CustomPermission = z.object({
  type: z.enum(['opt-out', 'opt-in']),
  from: z.object({ address: Address }),
  /** Messages for this purpose. Default: all. */
  purpose: Purpose.optional(),
  /** By which they said so: the proof. */
  words: textOf(limits.detailLength).default(''),
  at: At,
});
export type CustomPermission = z.infer<typeof CustomPermission>;

/** What is posted to the channel's delivery address. */
export const CustomDelivery = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    /** Names the delivery. The same id again is the same message. */
    id: z.string(),
    to: z.object({ address: z.string() }),
    from: z.object({ name: z.string().nullable() }),
    /** All of it in plain words. */
    text: z.string(),
    /** As the channel's capabilities allow. */
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
