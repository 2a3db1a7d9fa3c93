// Applies an event to a delivery: its life advances, and its state with it.
import {
  shownDelivery,
  stepDelivery,
  type DeliveryInput,
} from '@opportune/core/channel/delivery/delivery.ts';
import type { DeliveryStore, StoredDelivery } from '@opportune/core/ports/deliveries.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Delivery, DeliveryWait } from '@opportune/protocol/channel/delivery.ts';
import type { ChannelId } from '@opportune/protocol/ids.ts';

/** Puts these through the life of one that is locked; answers it as it is now. */
export async function tell(
  store: Pick<DeliveryStore, 'keep'>,
  sql: Sql,
  known: StoredDelivery,
  inputs: readonly DeliveryInput[],
  now: number,
): Promise<StoredDelivery> {
  const life = inputs.reduce((before, input) => stepDelivery(before, input, now), known.life);
  const [was, is] = [shownDelivery(known.life), shownDelivery(life)];
  const isSame = was.state === is.state && was.reason === is.reason;
  const told = { ...known, life, changedAt: isSame ? known.changedAt : now };
  await store.keep(sql, told, known);
  return told;
}

/** As agents see it. */
export function shownOf({ life, ...of }: StoredDelivery): Delivery {
  const { id, message, channel, address, changedAt } = of;
  return {
    ...{ id, message, channel, address, changedAt },
    ...shownDelivery(life),
    attempts: life.attempts,
  };
}

/** Those of a conversation. One behind another that waits waits for the same. */
export function shownInLine(stored: readonly StoredDelivery[]): readonly Delivery[] {
  const all = stored.map(shownOf);
  const waits = new Map<ChannelId, DeliveryWait>();
  for (const each of all) if (each.waits !== null) waits.set(each.channel, each.waits);
  return all.map((each) =>
    each.state === 'queued' ? { ...each, waits: waits.get(each.channel) ?? null } : each,
  );
}
