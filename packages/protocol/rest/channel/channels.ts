// Channels by REST: the configured ways in which contacts are reached.
import { z } from 'zod';
import { Capabilities } from '../../channel/capabilities.ts';
import { ChannelKind, ChannelSettings, ChannelState } from '../../channel/channel.ts';
import { CustomSettings } from '../../channel/custom.ts';
import { providerKinds } from '../../channel/provider-kinds.ts';
import { EmailChange, EmailSettings, ShownEmail } from '../../channel/email.ts';
import { DeliveryReason } from '../../channel/delivery.ts';
import { ChannelTemplate } from '../../channel/templates.ts';
import { Address } from '../../contact/contact.ts';
import { ChannelId } from '../../ids.ts';
import { channelLimits } from '../../limits/channels.ts';
import { textOf } from '../../text.ts';
import { revised } from '../common.ts';

const { icon, skill, closesAfterH, greeting, away, translations } = ChannelSettings.shape;

const shared = {
  name: textOf(channelLimits.nameLength, 1),
  icon: icon.default(''),
  skill: skill.default(null),
  closesAfterH: closesAfterH.default(null),
  greeting: greeting.default(''),
  away: away.default(''),
  translations: translations.default({}),
};

export const NewCustomChannel = z.object({
  kind: z.literal('custom'),
  ...shared,
  ...CustomSettings.shape,
  /** Default: texts and files. */
  capabilities: Capabilities.nullable().default(null),
});

const NewTelegramChannel = z.object({
  kind: z.literal('telegram'),
  ...shared,
  settings: providerKinds.telegram.settings,
});
const NewLineChannel = z.object({
  kind: z.literal('line'),
  ...shared,
  settings: providerKinds.line.settings,
});
const NewWhatsappChannel = z.object({
  kind: z.literal('whatsapp'),
  ...shared,
  settings: providerKinds.whatsapp.settings,
});
const NewMessengerChannel = z.object({
  kind: z.literal('messenger'),
  ...shared,
  settings: providerKinds.messenger.settings,
});
const NewInstagramChannel = z.object({
  kind: z.literal('instagram'),
  ...shared,
  settings: providerKinds.instagram.settings,
});
const NewEmailChannel = z.object({
  kind: z.literal('email'),
  ...shared,
  settings: EmailSettings,
});
const NewSmsChannel = z.object({
  kind: z.literal('sms'),
  ...shared,
  settings: providerKinds.sms.settings,
});

const NewTelephoneChannel = z.object({
  kind: z.literal('telephone'),
  ...shared,
  settings: providerKinds.telephone.settings,
});

/** POST /channels */
export const NewChannel = z.discriminatedUnion('kind', [
  NewCustomChannel,
  NewTelegramChannel,
  NewLineChannel,
  NewWhatsappChannel,
  NewMessengerChannel,
  NewInstagramChannel,
  NewEmailChannel,
  NewSmsChannel,
  NewTelephoneChannel,
]);
export type NewChannel = z.infer<typeof NewChannel>;

/** PATCH /channels/:id */
export const ChannelChange = ChannelSettings.extend({
  /**
   * `paused` accepts incoming messages and sends nothing. `connected` resumes, even if it shows
   * *connect again*.
   */
  state: z.enum(['connected', 'paused']),
  /** Of a custom channel. */
  deliverTo: CustomSettings.shape.deliverTo,
  /**
   * Of a provider's channel, or a mailbox. What is left out stays as it is,
   * and an empty setting of a provider's channel is removed.
   */
  settings: z.union([z.record(z.string().max(40), z.string().max(8192)), EmailChange]),
}).partial();
export type ChannelChange = z.infer<typeof ChannelChange>;

export const Channel = ChannelSettings.extend({
  id: ChannelId,
  kind: ChannelKind,
  state: ChannelState,
  /** Why its credentials failed, in the provider's words. Null: they did not. */
  lastError: z.string().nullable(),
  /** Null: its capabilities are not declared yet. */
  capabilities: Capabilities.nullable(),
  /** Where a custom channel's messages are posted. Null: it is not one. */
  deliverTo: z.string().nullable(),
  /**
   * Where such a system posts messages; the addresses of changes, receipts and typing are next to
   * it. For a provider's channel, where the provider posts. Null: nothing is posted to it.
   */
  webhookUrl: z.string().nullable(),
  /** Links from a page can open it, so campaigns may offer it. */
  offerable: z.boolean(),
  /** Settings of a provider's channel that are no secret, such as `apiBase`. */
  settings: z.record(z.string(), z.string()),
  /** Settings of a mailbox that are no secret. Null: it is none. */
  mailbox: ShownEmail.nullable(),
  /** Until when its former secret is valid, too. Null: it has none. */
  formerSecretUntil: z.number().nullable(),
  createdAt: z.number(),
  /** What both sides sign with. Only in the answer that creates the channel. */
  secret: z.string().exactOptional(),
});
export type Channel = z.infer<typeof Channel>;
export const RevisedChannel = revised(Channel);
export type RevisedChannel = z.infer<typeof RevisedChannel>;

/** GET /channels, the oldest first. */
export const ChannelList = z.object({ channels: z.array(RevisedChannel) });

/** POST /channels/:id/secret */
export const ChannelSecret = z.object({
  secret: z.string(),
  /** Until when the former one is valid, too. Null: there was none. */
  formerSecretUntil: z.number().nullable(),
});
export type ChannelSecret = z.infer<typeof ChannelSecret>;

/** POST /channels/:id/check */
export const ChannelCheck = z.object({
  /**
   * `missing`: something is still to be done at the provider. `reconnect`: the credentials are not
   * valid. `unreachable`: it cannot be said now. `unchecked`: its kind has no check.
   */
  result: z.enum(['connected', 'missing', 'reconnect', 'unreachable', 'unchecked']),
  /** In the provider's words. Null: there is nothing to do. */
  detail: z.string().nullable(),
});
export type ChannelCheck = z.infer<typeof ChannelCheck>;

/** POST /channels/:id/test-message */
export const TestMessage = z.object({ address: Address });

export const TestMessageOutcome = z.object({
  /**
   * `uncertain`: it left, and no answer came. `unreachable`: nothing left, and it can be tried again.
   * `unchecked`: its kind sends to no address.
   */
  result: z.enum(['sent', 'refused', 'uncertain', 'reconnect', 'unreachable', 'unchecked']),
  /** If it was refused; else null. */
  reason: DeliveryReason.nullable(),
  /** In the provider’s words. Null: it said nothing. */
  detail: z.string().nullable(),
});
export type TestMessageOutcome = z.infer<typeof TestMessageOutcome>;

/** GET /channels/:id/templates */
export const TemplateList = z.object({
  templates: z.array(ChannelTemplate),
  /** When the provider was last asked. Null: the kind has no templates, or lacks a setting. */
  readAt: z.number().nullable(),
});
export type TemplateList = z.infer<typeof TemplateList>;

/** GET /conversations/:id/reply-window */
export const ReplyWindow = z.object({
  /** Until when free text may be sent. Null: the channel sets no limit, or nobody wrote yet. */
  until: z.number().nullable(),
  /** What may be sent after that. Null: the channel sets no limit. */
  afterwards: z.enum(['nothing', 'templates']).nullable(),
  hours: z.number().nullable(),
});
export type ReplyWindow = z.infer<typeof ReplyWindow>;
