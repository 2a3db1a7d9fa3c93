// What webhooks are told: the types of events, and what each says. A receiver gets one event a
// request, signed by the Standard Webhooks convention.
import { z } from 'zod';
import { Delivery } from '../channel/delivery.ts';
import { AddressAt } from '../contact/contact.ts';
import { PermissionEntry } from '../contact/permission.ts';
import { CallbackNote, ChangeAside, Conversation, Message } from '../conversation/conversation.ts';
import { Trust } from '../behaviour/event.ts';
import { Zone } from '../campaign/campaign.ts';
import {
  AccountId,
  CampaignId,
  ContactId,
  ConversationId,
  DecisionId,
  EngagementId,
  EventId,
  GoalId,
  PageViewId,
  SiteId,
  VariantId,
  VisitId,
  VisitorId,
  WebhookEventId,
} from '../ids.ts';

export const WebhookType = z.enum([
  'conversation.started',
  /** An agent has it now. */
  'conversation.assigned',
  'conversation.ended',
  'conversation.reopened',
  /** A call back is promised, moved or cancelled, is tried again, or reached nobody. */
  'callback.changed',
  /** Of a contact or an agent. Notes between agents are not told. */
  'message.created',
  /** A contact edited, deleted or reacted to a message. */
  'message.changed',
  'delivery.changed',
  /** Addresses went from one contact to another: merged, separated, or undone. */
  'contact.moved',
  /** An address permits something, or no longer. */
  'opt-in.changed',
  /** A visitor became eligible for a campaign, in either arm. */
  'decision.made',
  /** A visitor reached a goal. */
  'conversion.made',
  /** Somebody tries the webhook out. */
  'webhook.test',
]);
export type WebhookType = z.infer<typeof WebhookType>;
/** Those that a webhook is subscribed to. Each gets `webhook.test`. */
export const subscribed = WebhookType.exclude(['webhook.test']);

/** What was decided, and for whom. In control, nothing was shown. */
const DecisionMade = z.object({
  id: DecisionId,
  site: SiteId,
  visitor: VisitorId,
  visit: VisitId,
  campaign: CampaignId,
  period: z.number(),
  engagement: EngagementId,
  goal: GoalId,
  arm: z.enum(['treatment', 'optimise', 'control']),
  variant: VariantId.nullable(),
  zone: Zone,
  /** What could be offered then. */
  offer: z.enum(['live', 'fallback', 'content']),
  pageView: PageViewId.nullable(),
  at: z.number(),
});

/** A goal reached. Results count a key of a goal once. */
const ConversionMade = z.object({
  site: SiteId,
  visitor: VisitorId,
  goal: GoalId,
  key: z.string(),
  /** The event that reached it. */
  event: EventId,
  value: z.number(),
  /** Null: the account's. */
  currency: z.string().nullable(),
  trust: Trust,
  at: z.number(),
});

const ofConversation = z.object({ conversation: Conversation });

/** What an event says, by its type. */
export const WebhookData = {
  'conversation.started': ofConversation,
  'conversation.assigned': ofConversation,
  'conversation.ended': ofConversation,
  'conversation.reopened': ofConversation,
  'callback.changed': ofConversation.extend({
    what: CallbackNote.shape.what,
    /** When they are to be called. Null: as soon as somebody is free, or not any more. */
    from: CallbackNote.shape.from,
  }),
  'message.created': ofConversation.extend({ message: Message }),
  'message.changed': z.object({ conversation: ConversationId, change: ChangeAside }),
  'delivery.changed': z.object({ conversation: ConversationId, delivery: Delivery }),
  'contact.moved': z.object({
    /** Whose the addresses are now. */
    contact: ContactId,
    addresses: z.array(AddressAt).readonly(),
  }),
  'opt-in.changed': PermissionEntry.pick({
    ...{ act: true, purpose: true, source: true, words: true },
  }).extend({ address: AddressAt, at: z.number() }),
  'decision.made': DecisionMade,
  'conversion.made': ConversionMade,
  'webhook.test': z.object({}),
} as const satisfies Record<WebhookType, z.ZodObject>;
export type WebhookDataOf<Type extends WebhookType> = z.infer<(typeof WebhookData)[Type]>;

/** The body of a request. `webhook-id` is its id. */
export const WebhookBody = z.object({
  id: WebhookEventId,
  type: WebhookType,
  /** When it happened, in ms since 1970. */
  at: z.number(),
  account: AccountId,
  data: z.record(z.string(), z.unknown()),
});
