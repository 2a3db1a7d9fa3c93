// An item of a provider's as it is stored and read again: the shapes of the port, parsed.
import type {
  Happened,
  Incoming,
  IncomingLetter,
  Item,
  Sender,
} from '@opportune/core/ports/channel.ts';
import { DeliveryReason } from '@opportune/protocol/channel/delivery.ts';
import { FoldedPiece, LetterHead } from '@opportune/protocol/channel/letter.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import { Purpose } from '@opportune/protocol/contact/permission.ts';
import { z } from 'zod';

const text = z.string();
const on = z.boolean();

const From: z.ZodType<Sender> = z.object({
  name: text.nullable(),
  language: text.nullable(),
  phone: text.nullable(),
  vouched: on,
});
const Letter: z.ZodType<IncomingLetter> = z.object({
  head: LetterHead,
  folded: z.array(FoldedPiece).readonly(),
  html: text.nullable(),
  remoteImages: on,
  pictures: z.array(z.object({ contentId: text, at: z.number() })).readonly(),
});
const Content: z.ZodType<Incoming> = z.object({
  text,
  media: z.array(z.object({ reference: text, name: text.nullable() })).readonly(),
  choice: text.nullable(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
  unread: text.nullable(),
  letter: Letter.exactOptional(),
  referral: text.exactOptional(),
});

const reference = text.nullable();
const purpose = Purpose.exactOptional();
const said = { purpose, words: text.exactOptional() };
const receipt = { type: z.literal('receipt'), externalId: text, reference };
const HappenedThere: z.ZodType<Happened> = z.union([
  z.object({
    type: z.literal('message'),
    externalId: text,
    from: From,
    content: Content,
    replyTo: text.nullable(),
    token: text.nullable(),
    automatic: on,
    keyword: z.literal(true).exactOptional(),
    standby: z.literal(true).exactOptional(),
    within: ConversationId.exactOptional(),
  }),
  z.object({ type: z.literal('echo'), externalId: text, reference, content: Content }),
  z.object({
    type: z.literal('control'),
    what: z.enum(['given', 'taken', 'wanted']),
    app: text.nullable(),
  }),
  z.object({ type: z.literal('edit'), externalId: text, text }),
  z.object({ type: z.literal('deletion'), externalId: text }),
  z.object({ type: z.literal('reaction'), externalId: text, reaction: text.nullable() }),
  z.object({ ...receipt, state: z.enum(['sent', 'delivered', 'read']) }),
  z.object({
    ...receipt,
    state: z.literal('failed'),
    reason: DeliveryReason,
    detail: text,
    purpose,
  }),
  z.object({
    type: z.literal('watermark'),
    state: z.enum(['delivered', 'read']),
    until: z.number(),
  }),
  z.object({ type: z.literal('typing'), on }),
  z.object({ type: z.literal('referral'), referral: text }),
  z.object({ type: z.literal('renamed'), externalId: text, to: text }),
  z.object({ type: z.literal('moved'), to: text }),
  z.object({ type: z.literal('opt-out'), ...said }),
  z.object({ type: z.literal('opt-in'), ...said }),
  z.object({ type: z.literal('unknown'), what: text }),
]);

export const StoredItem: z.ZodType<Item> = z
  .object({ key: text, address: text, at: z.number() })
  .and(HappenedThere);
