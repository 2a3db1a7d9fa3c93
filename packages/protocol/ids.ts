// Every identifier in the product, branded so that one cannot be used in place of another. They are
// obtained only by parsing (here) or by creating them in core/world/ids.ts, never by a cast.
import { z } from 'zod';

/** Characters that need no escaping in a URL, a log line, a CSS attribute and a file name. */
const shape = /^[A-Za-z0-9_.:@-]{1,64}$/;

/** Whether a value could be an id. Cheaper than a schema that refuses it. */
export function isIdShaped(value: unknown): value is string {
  return typeof value === 'string' && shape.test(value);
}

function id<Brand extends string>(brand: Brand) {
  return z
    .string()
    .regex(shape, `${brand} must be 1 to 64 letters, digits or _ . : @ -`)
    .brand<Brand>();
}

export const AccountId = id('AccountId');
export type AccountId = z.infer<typeof AccountId>;
export const SiteId = id('SiteId');
export type SiteId = z.infer<typeof SiteId>;
/** A browser or app install on one site: random, first-party, no credential. */
export const VisitorId = id('VisitorId');
export type VisitorId = z.infer<typeof VisitorId>;
export const VisitId = id('VisitId');
export type VisitId = z.infer<typeof VisitId>;
/** Chosen by the client. (account, visitor, event id) is unique for seven days. */
export const EventId = id('EventId');
export type EventId = z.infer<typeof EventId>;
export const PageViewId = id('PageViewId');
export type PageViewId = z.infer<typeof PageViewId>;
export const SectionId = id('SectionId');
export type SectionId = z.infer<typeof SectionId>;
export const GoalId = id('GoalId');
export type GoalId = z.infer<typeof GoalId>;
export const CampaignId = id('CampaignId');
export type CampaignId = z.infer<typeof CampaignId>;
export const EngagementId = id('EngagementId');
export type EngagementId = z.infer<typeof EngagementId>;
export const VariantId = id('VariantId');
export type VariantId = z.infer<typeof VariantId>;
/** Deterministic: visitor, campaign, period, occasion. */
export const DecisionId = id('DecisionId');
export type DecisionId = z.infer<typeof DecisionId>;
/** A person the business talks to, over all channels. */
export const ContactId = id('ContactId');
export type ContactId = z.infer<typeof ContactId>;
/** Addresses that went from one contact to another. */
export const ContactMoveId = id('ContactMoveId');
export type ContactMoveId = z.infer<typeof ContactMoveId>;
/** What a contact is asked, to show that two addresses are theirs. */
export const VerificationId = id('VerificationId');
export type VerificationId = z.infer<typeof VerificationId>;
/** A file of contacts that is imported or exported. */
export const ContactFileId = id('ContactFileId');
export type ContactFileId = z.infer<typeof ContactFileId>;
/** A note of the team about a contact. */
export const ContactNoteId = id('ContactNoteId');
export type ContactNoteId = z.infer<typeof ContactNoteId>;
/** An entry of the record of what was changed of a contact. */
export const ContactChangeId = id('ContactChangeId');
export type ContactChangeId = z.infer<typeof ContactChangeId>;
/** A configured way to reach people. */
export const ChannelId = id('ChannelId');
export type ChannelId = z.infer<typeof ChannelId>;
/** One message on its way to one address. */
export const DeliveryId = id('DeliveryId');
export type DeliveryId = z.infer<typeof DeliveryId>;
/** An address of the account that is told of events. */
export const WebhookId = id('WebhookId');
export type WebhookId = z.infer<typeof WebhookId>;
/** One event on its way to one webhook. */
export const WebhookEventId = id('WebhookEventId');
export type WebhookEventId = z.infer<typeof WebhookEventId>;
/** A logo or a photo: unguessable, and the last part of its public address. */
export const PictureId = id('PictureId');
export type PictureId = z.infer<typeof PictureId>;
export const ConversationId = id('ConversationId');
export type ConversationId = z.infer<typeof ConversationId>;
/** Spoken contact inside a conversation. */
export const CallId = id('CallId');
export type CallId = z.infer<typeof CallId>;
/** A person, a line or a sound in a call. Unique within it. */
export const LegId = id('LegId');
export type LegId = z.infer<typeof LegId>;
/** A promise to call somebody back. */
export const CallbackId = id('CallbackId');
export type CallbackId = z.infer<typeof CallbackId>;
export const RecordingId = id('RecordingId');
export type RecordingId = z.infer<typeof RecordingId>;
/** Chosen by the author of the message. Unique within its conversation. */
export const MessageId = id('MessageId');
export type MessageId = z.infer<typeof MessageId>;
export const UserId = id('UserId');
export type UserId = z.infer<typeof UserId>;
/** Names an API token. It is not secret. */
export const TokenId = id('TokenId');
export type TokenId = z.infer<typeof TokenId>;
export const SkillId = id('SkillId');
export type SkillId = z.infer<typeof SkillId>;
/** What a visitor may want, from the account's own list. */
export const NeedId = id('NeedId');
export type NeedId = z.infer<typeof NeedId>;
/** A text that agents insert by its shortcut. */
export const AnswerId = id('AnswerId');
export type AnswerId = z.infer<typeof AnswerId>;
/** A tag, a disposition or a field of conversations, from a list of the account. */
export const LabelId = id('LabelId');
export type LabelId = z.infer<typeof LabelId>;
export const KeyId = id('KeyId');
export type KeyId = z.infer<typeof KeyId>;
/** Something that must be done once. Chosen by its maker, unique in its account. */
export const JobId = id('JobId');
export type JobId = z.infer<typeof JobId>;
