// Deliveries over REST: an agent sees what became of each message of a conversation, and has one that
// failed or is uncertain sent again.
import { ConversationId, DeliveryId } from '@opportune/protocol/ids.ts';
import { Delivery } from '@opportune/protocol/channel/delivery.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';
import type { Deliveries } from './deliveries.ts';

const ofAgents = { tag: 'Conversations', access: 'agent' } as const;

export function deliveryRoutes(app: App, deliveries: Deliveries): void {
  operation(app, 'GET /conversations/:id/deliveries', {
    ...ofAgents,
    id: 'listDeliveries',
    summary: 'What became of the messages of a conversation',
    description:
      'Of those that agents wrote on a channel other than the chat window, and of answers by e-mail.',
    params: z.object({ id: ConversationId }),
    answer: z.object({ items: z.array(Delivery) }),
    handle: async ({ account, params }) => ({
      items: [...(await deliveries.list(account, params.id))],
    }),
  });
  operation(app, 'POST /conversations/:id/deliveries/:delivery/retry', {
    ...ofAgents,
    id: 'retryDelivery',
    summary: 'Send a message again',
    description:
      'One whose delivery failed or is uncertain. Of an uncertain one the contact may then have two.',
    params: z.object({ id: ConversationId, delivery: DeliveryId }),
    answer: Delivery,
    errors: ['request.conflict'],
    handle: ({ account, params }) => deliveries.sendAgain(account, params.id, params.delivery),
  });
}
