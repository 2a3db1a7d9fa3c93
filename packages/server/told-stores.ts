// Opens the stores whose changes are told: what is written in conversations is delivered over channels,
// and webhooks hear of it, of its deliveries and of what contacts permit.
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { openConversationStore } from './adapter/conversations/conversation-store-postgres.ts';
import { deliveryRows } from './channel/deliveries/delivery-rows.ts';
import { makeAllDeliveries } from './channel/deliveries/make-deliveries.ts';
import { watchDeliveries } from './channel/deliveries/watched-deliveries.ts';
import type { Ground } from './ground.ts';
import { createPermission } from './permission/permission.ts';
import { tellOfWritten } from './webhook/happenings.ts';
import { type Happened, holdWebhooks, tellHeld, tellWebhooks } from './webhook/tell-webhooks.ts';

interface Telling {
  readonly jobs: JobStore;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly bus: Bus;
}

export function openToldStores(
  records: Records,
  telling: Telling,
): Pick<Ground, 'conversations' | 'deliveries' | 'permission' | 'happened'> {
  const happened: Happened = (...of) => tellWebhooks(telling, ...of);
  // Its jobs are looked at with those that the change itself makes.
  const deliveries = watchDeliveries(deliveryRows, (sql, data) =>
    happened(sql, { type: 'delivery.changed', subject: data.conversation, data }),
  );
  const conversations = openConversationStore(
    records,
    telling.clock,
    async (sql, account, written) => {
      // Asked before they are stored, so that it leaves with them.
      const [held, all] = await Promise.all([holdWebhooks(sql), written]);
      // First, as a delivery that ends tells webhooks before the next one of its line has its turn:
      // in another order, each could wait for the other.
      const tell: Happened = (by, ...of) => tellHeld(telling, by, held, of);
      const told = await tellOfWritten(tell, sql, all);
      const made = await makeAllDeliveries({ ...telling, deliveries }, sql, account, all);
      return () => {
        made?.();
        told();
      };
    },
  );
  const permission = createPermission({
    ...telling,
    tell: (sql, changes) =>
      happened(sql, ...changes.map((each) => ({ type: 'opt-in.changed' as const, ...each }))),
  });
  return { conversations, deliveries, permission, happened };
}
