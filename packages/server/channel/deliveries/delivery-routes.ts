// Deliveries over REST: an agent sees what became of each message of a conversation, and has one that
// failed or is uncertain sent again.
import { ConversationId, DeliveryId } from '@opportune/protocol/ids.ts';
import { Delivery, FailedDeliveries } from '@opportune/protocol/channel/delivery.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';
import type { Deliveries } from './deliveries.ts';
import type { ReadFailed } from './failed-deliveries.ts';

const ofAgents = { tag: 'Conversations', access: 'agent' } as const;

export function deliveryRoutes(app: App, deliveries: Deliveries, failed: ReadFailed): void {
  operation(app, 'GET /conversations/:id/deliveries', {
    ...ofAgents,
    id: 'listDeliveries',
    summary: 'The deliveries of a conversation',
    description:
      'For agents’ messages on channels other than the chat window, and for answers by e-mail.',
    params: z.object({ id: ConversationId }),
    answer: z.object({ items: z.array(Delivery) }),
    handle: async ({ account, params }) => ({
      items: [...(await deliveries.list(account, params.id))],
    }),
  });
  operation(app, 'GET /failed-deliveries', {
    ...ofAgents,
    id: 'listFailedDeliveries',
    summary: 'Messages of the last seven days that did not arrive, or may not have',
    description: 'The newest message of each conversation only: writing again settles it.',
    answer: FailedDeliveries,
    handle: ({ account }) => failed(account),
  });
  operation(app, 'POST /conversations/:id/deliveries/:delivery/retry', {
    ...ofAgents,
    id: 'retryDelivery',
    summary: 'Send a message again',
    description:
      'Only for a delivery that failed or is uncertain. If it is uncertain, the contact may get the message twice.',
    params: z.object({ id: ConversationId, delivery: DeliveryId }),
    answer: Delivery,
    errors: ['request.conflict', 'contact.opted_out'],
    handle: ({ account, params }) => deliveries.sendAgain(account, params.id, params.delivery),
  });
}
