// Webhooks by REST. Administrators alone see and change them, because what they are told leaves the
// account.
import { WebhookEventId, WebhookId } from '@opportune/protocol/ids.ts';
import { Empty } from '@opportune/protocol/rest/common.ts';
import {
  NewWebhook,
  RevisedWebhook,
  WebhookChange,
  WebhookEvent,
  WebhookEventList,
  WebhookEventQuery,
  WebhookList,
  WebhookSecret,
  WholeWebhookEvent,
} from '@opportune/protocol/rest/webhook/webhooks.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import { resource } from '../http/rest/resource.ts';
import type { Webhooks } from './webhooks.ts';

const ofAdministrators = { tag: 'Webhooks', access: 'administrator' } as const;
const params = z.object({ id: WebhookId });
const eventParams = params.extend({ event: WebhookEventId });

export function webhookRoutes(app: App, webhooks: Webhooks): void {
  resource(app, {
    ...{ tag: 'Webhooks', name: 'Webhook', readers: 'administrator', writers: 'administrator' },
    collection: '/webhooks',
    item: '/webhooks/:id',
    params,
    saved: WebhookChange,
    answer: RevisedWebhook,
    read: ({ account, params: { id } }) => webhooks.read(account, id),
    list: {
      summary: 'The webhooks, with their state',
      answer: WebhookList,
      handle: ({ account }) => webhooks.list(account),
    },
    create: {
      summary: 'Add a webhook',
      description: 'Only this answer contains the `secret` that requests are signed with.',
      body: NewWebhook,
      errors: ['account.full'],
      handle: ({ account, body }) => webhooks.create(account, body),
    },
    get: { summary: 'One webhook' },
    patch: {
      summary: 'Change, pause or resume a webhook',
      description: 'While it is paused, events wait for at most three days.',
      handle: ({ account, params: { id }, body, unchanged }) =>
        webhooks.change(account, id, body, unchanged),
    },
    remove: {
      summary: 'Remove a webhook and its log',
      handle: ({ account, params: { id } }) => webhooks.remove(account, id),
    },
  });
  operation(app, 'POST /webhooks/:id/secret', {
    ...ofAdministrators,
    id: 'renewWebhookSecret',
    summary: 'Give a webhook a new secret',
    description:
      'The former secret stays valid for 24 hours. Until then, requests carry both signatures.',
    params,
    answer: WebhookSecret,
    handle: ({ account, params: { id } }) => webhooks.renewSecret(account, id),
  });
  operation(app, 'DELETE /webhooks/:id/former-secret', {
    ...ofAdministrators,
    id: 'endFormerWebhookSecret',
    summary: 'End the former secret of a webhook now',
    params,
    answer: Empty,
    async handle({ account, params: { id } }) {
      await webhooks.endFormerSecret(account, id);
      return {};
    },
  });
  operation(app, 'POST /webhooks/:id/test', {
    ...ofAdministrators,
    id: 'testWebhook',
    summary: 'Post an event of type `webhook.test`',
    params,
    answer: WebhookEvent,
    errors: ['request.conflict'],
    handle: ({ account, params: { id } }) => webhooks.test(account, id),
  });
  logRoutes(app, webhooks);
}

function logRoutes(app: App, webhooks: Webhooks): void {
  operation(app, 'GET /webhooks/:id/events', {
    ...ofAdministrators,
    id: 'listWebhookEvents',
    summary: 'The events of a webhook, the newest first',
    description: 'They are kept for 14 days.',
    params,
    query: WebhookEventQuery,
    answer: WebhookEventList,
    handle: async ({ account, params: { id }, query }) => ({
      items: await webhooks.log(account, id, query),
    }),
  });
  operation(app, 'GET /webhooks/:id/events/:event', {
    ...ofAdministrators,
    id: 'getWebhookEvent',
    summary: 'One event, with its body and the newest answer',
    params: eventParams,
    answer: WholeWebhookEvent,
    handle: ({ account, params: { id, event } }) => webhooks.event(account, id, event),
  });
  operation(app, 'POST /webhooks/:id/events/:event/again', {
    ...ofAdministrators,
    id: 'sendWebhookEventAgain',
    summary: 'Post an event again, under the same id',
    params: eventParams,
    answer: WebhookEvent,
    errors: ['request.conflict'],
    handle: ({ account, params: { id, event } }) => webhooks.sendAgain(account, id, event),
  });
}
