// By which ids providers know the parts of deliveries. A receipt may come before the answer that brings
// the id that it names, and ids may change: what is told of an id that is nobody's yet is kept until
// somebody's answer brings it.
import type { DeliveryInput } from '@opportune/core/channel/delivery/delivery.ts';
import type { DeliveryStore, PartAt, Receipt } from '@opportune/core/ports/deliveries.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { DeliveryId } from '@opportune/protocol/ids.ts';

type Store = Pick<DeliveryStore, 'part' | 'lockPart' | 'keepPart'>;

/** More is not told of one part. */
const mostTold = 20;
/** An id changes once as a rule. */
const mostNames = 5;

/** The delivery that an id belongs to; null: it is nobody's yet. */
export async function deliveryOfPart(
  store: Store,
  sql: Sql,
  part: PartAt,
): Promise<DeliveryId | null> {
  return (await store.part(sql, part))?.delivery ?? null;
}

/** Keeps what was told of an id that is nobody's yet, or answers whose it is by now. */
export async function keepEarly(
  store: Store,
  sql: Sql,
  part: PartAt,
  told: Receipt | { readonly type: 'renamed'; readonly to: string },
  now: number,
): Promise<DeliveryId | null> {
  const known = await store.lockPart(sql, part);
  const owner = known?.delivery ?? null;
  if (owner !== null) return owner;
  const change =
    told.type === 'renamed'
      ? { renamedTo: told.to }
      : { told: [...(known?.told ?? []), told].slice(-mostTold) };
  await store.keepPart(sql, part, change, now);
  return null;
}

/**
 * Notes whose an id is; answers what was told of it before, under all of its names. Whoever calls it has
 * the lock of the delivery.
 */
export async function claimPart(
  store: Store,
  sql: Sql,
  part: PartAt,
  delivery: DeliveryId,
  now: number,
): Promise<readonly DeliveryInput[]> {
  const inputs: DeliveryInput[] = [];
  let { externalId } = part;
  for (let names = 0; names < mostNames; names += 1) {
    const named = { ...part, externalId };
    const known = await store.lockPart(sql, named);
    await store.keepPart(sql, named, { delivery, told: [] }, now);
    inputs.push(...(known?.told ?? []));
    const to = known?.renamedTo ?? null;
    if (to === null) break;
    inputs.push({ type: 'renamed', externalId, to });
    externalId = to;
  }
  return inputs;
}
