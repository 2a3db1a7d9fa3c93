// Webhooks by REST: addresses of the account that are told of events, and the log of what was told.
import { z } from 'zod';
import { WebhookEventId, WebhookId } from '../../ids.ts';
import { webhookLimits } from '../../limits/channels.ts';
import { textOf } from '../../text.ts';
import { subscribed, WebhookType } from '../../webhook/webhook.ts';
import { Instant, listOf, revised } from '../common.ts';

const Subscribed = z.object({
  name: textOf(webhookLimits.nameLength, 1),
  /** Where events are posted: http or https. */
  url: z.url({ protocol: /^https?$/ }).max(webhookLimits.urlLength),
  events: z
    .array(subscribed)
    .min(1)
    .max(subscribed.options.length)
    .refine((events) => new Set(events).size === events.length, 'must not repeat'),
});

/** POST /webhooks */
export const NewWebhook = Subscribed;
export type NewWebhook = z.infer<typeof NewWebhook>;

/** PATCH /webhooks/:id. `active` resumes a paused one. */
export const WebhookChange = Subscribed.extend({ state: z.enum(['active', 'paused']) }).partial();
export type WebhookChange = z.infer<typeof WebhookChange>;

export const Webhook = Subscribed.extend({
  id: WebhookId,
  /** `failing` was paused because nothing succeeded for a day. Events wait while it is paused. */
  state: z.enum(['active', 'paused', 'failing']),
  /** Since when no event succeeded although some failed. Null: the newest succeeded. */
  failingSince: z.number().nullable(),
  lastSuccessAt: z.number().nullable(),
  /** Events that were dropped because too many waited. */
  dropped: z.number().int().nonnegative(),
  /** Until when its former secret is valid, too. Null: it has none. */
  formerSecretUntil: z.number().nullable(),
  createdAt: z.number(),
  /** What requests are signed with. Only in the answer that creates it. */
  secret: z.string().exactOptional(),
});
export type Webhook = z.infer<typeof Webhook>;
export const RevisedWebhook = revised(Webhook);

/** GET /webhooks, the oldest first. */
export const WebhookList = z.object({ webhooks: z.array(RevisedWebhook) });

/** POST /webhooks/:id/secret */
export const WebhookSecret = z.object({
  secret: z.string(),
  formerSecretUntil: z.number().nullable(),
});
export type WebhookSecret = z.infer<typeof WebhookSecret>;

/** An event on its way to a webhook, as the log shows it. */
export const WebhookEvent = z.object({
  id: WebhookEventId,
  type: WebhookType,
  state: z.enum(['waiting', 'delivered', 'failed']),
  madeAt: z.number(),
  /** When it was delivered or failed. Null: it waits. */
  endedAt: z.number().nullable(),
  /** When it is tried next, if an attempt failed. */
  dueAt: z.number().nullable(),
  attempts: z.number().int().nonnegative(),
  /** The status of the newest answer. Null: there was none. */
  status: z.number().int().nullable(),
  /** Why the newest attempt failed. Null: it did not. */
  detail: z.string().nullable(),
});
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** GET /webhooks/:id/events, the newest first. */
export const WebhookEventQuery = z.object({
  state: WebhookEvent.shape.state.optional(),
  /** Those made before: the `madeAt` and id of the last of the previous page. */
  before: Instant.optional(),
  beforeId: WebhookEventId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const WebhookEventList = listOf(WebhookEvent).omit({ next: true });

/** GET /webhooks/:id/events/:event */
export const WholeWebhookEvent = WebhookEvent.extend({
  /** As it was posted. */
  body: z.string(),
  /** The beginning of the newest answer. */
  answer: z.string().nullable(),
});
export type WholeWebhookEvent = z.infer<typeof WholeWebhookEvent>;
