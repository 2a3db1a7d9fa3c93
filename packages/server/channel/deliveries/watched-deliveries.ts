// The store of deliveries, watched: whoever listens is told of each whose state, as agents see it, has
// changed, in the transaction that keeps it and whoever caused it.
import type { DeliveryStore } from '@opportune/core/ports/deliveries.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Delivery } from '@opportune/protocol/channel/delivery.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { shownOf } from './tell.ts';

export type DeliveryListener = (
  sql: Sql,
  changed: { readonly conversation: ConversationId; readonly delivery: Delivery },
) => Promise<unknown>;

export function watchDeliveries(store: DeliveryStore, listener: DeliveryListener): DeliveryStore {
  return {
    ...store,
    async keep(sql, delivery, was) {
      await store.keep(sql, delivery, was);
      if (was.changedAt === delivery.changedAt) return;
      const { conversation } = delivery;
      await listener(sql, { conversation, delivery: shownOf(delivery) });
    },
  };
}
