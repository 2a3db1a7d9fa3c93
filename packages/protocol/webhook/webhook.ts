// What webhooks are told: the types of events, and what each says. A receiver gets one event a
// request, signed by the Standard Webhooks convention.
import { z } from 'zod';
import { Delivery } from '../channel/delivery.ts';
import { AddressAt } from '../contact/contact.ts';
import { PermissionEntry } from '../contact/permission.ts';
import { ChangeAside, Conversation, Message } from '../conversation/conversation.ts';
import { AccountId, ContactId, ConversationId, WebhookEventId } from '../ids.ts';

export const WebhookType = z.enum([
  'conversation.started',
  /** An agent has it now. */
  'conversation.assigned',
  'conversation.ended',
  'conversation.reopened',
  /** Of a contact or an agent. Notes between agents are not told. */
  'message.created',
  /** A contact edited, deleted or reacted to a message. */
  'message.changed',
  'delivery.changed',
  /** Addresses went from one contact to another: merged, separated, or undone. */
  'contact.moved',
  /** An address permits something, or no longer. */
  'opt-in.changed',
  /** Somebody tries the webhook out. */
  'webhook.test',
]);
export type WebhookType = z.infer<typeof WebhookType>;
/** Those that a webhook is subscribed to. Each gets `webhook.test`. */
export const subscribed = WebhookType.exclude(['webhook.test']);

const ofConversation = z.object({ conversation: Conversation });

/** What an event says, by its type. */
export const WebhookData = {
  'conversation.started': ofConversation,
  'conversation.assigned': ofConversation,
  'conversation.ended': ofConversation,
  'conversation.reopened': ofConversation,
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
