// Every identifier in the product, branded so that one cannot stand where another is meant.
// They are obtained only by parsing (here) or by minting in core/world/ids.ts; nobody casts.
import { z } from 'zod';

/** Characters that survive a URL, a log line, a CSS attribute and a file name unescaped. */
const shape = /^[A-Za-z0-9_.:@-]{1,64}$/;

/** Whether a value could be an id. It costs less than a schema that refuses it. */
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
/** Chosen by the client; (account, visitor, event id) is unique for seven days. */
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
/** A configured way to reach people. */
export const ChannelId = id('ChannelId');
export type ChannelId = z.infer<typeof ChannelId>;
/** One message on its way to one address. */
export const DeliveryId = id('DeliveryId');
export type DeliveryId = z.infer<typeof DeliveryId>;
export const ConversationId = id('ConversationId');
export type ConversationId = z.infer<typeof ConversationId>;
/** Chosen by whoever writes the message; unique within its conversation. */
export const MessageId = id('MessageId');
export type MessageId = z.infer<typeof MessageId>;
export const UserId = id('UserId');
export type UserId = z.infer<typeof UserId>;
/** Of an API token: names it, and is no secret. */
export const TokenId = id('TokenId');
export type TokenId = z.infer<typeof TokenId>;
export const SkillId = id('SkillId');
export type SkillId = z.infer<typeof SkillId>;
/** What a visitor may want, by the account's own list. */
export const NeedId = id('NeedId');
export type NeedId = z.infer<typeof NeedId>;
/** A text that agents insert by its shortcut. */
export const AnswerId = id('AnswerId');
export type AnswerId = z.infer<typeof AnswerId>;
/** A tag, a disposition or a field of conversations, on a list of the account. */
export const LabelId = id('LabelId');
export type LabelId = z.infer<typeof LabelId>;
export const KeyId = id('KeyId');
export type KeyId = z.infer<typeof KeyId>;
/** Something that must be done once: chosen by whoever makes it, unique in its account. */
export const JobId = id('JobId');
export type JobId = z.infer<typeof JobId>;
