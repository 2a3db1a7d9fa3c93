// What providers tell of messages that we sent: receipts, marks, echoes and ids that change, each by the
// part, the reference or the address that it names. It runs in the transaction that notes the item as
// handled, so that nothing is told twice. What is nobody's yet waits for the answer to the send.
import { digest } from '@opportune/core/world/fingerprint.ts';
import type { DeliveryInput } from '@opportune/core/channel/delivery/delivery.ts';
import type { Item } from '@opportune/core/ports/channel.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { type AccountId, type ChannelId, DeliveryId } from '@opportune/protocol/ids.ts';
import {
  claimPart,
  deliveryOfPart,
  keepEarly,
  type PartAt,
  type Receipt,
} from './delivery-parts.ts';
import { lockDelivery, lockMarked, openTo, type StoredDelivery, tell } from './delivery-rows.ts';

export interface ToldOn {
  readonly account: AccountId;
  readonly channel: ChannelId;
}

export type ToldItem = Extract<Item, { type: 'receipt' | 'watermark' | 'echo' | 'renamed' }>;

/** The name by which a delivery is known to providers; another one for each time that a person sent it. */
export function referenceOf({ id, life }: Pick<StoredDelivery, 'id' | 'life'>): string {
  return `${id}.${life.round}`;
}

/** As texts of a delivery are kept, to know their echo by. */
export function wordsOf(text: string): string {
  return digest(text.replaceAll(/\s+/g, ' ').trim());
}

/**
 * Tells deliveries of the account; answers those that it changed. `foreign`: an echo of what none of ours
 * is, which somebody wrote at the provider's. `wait`: one may be ours whose answer is still under way.
 */
export async function toldOf(
  sql: Sql,
  on: ToldOn,
  item: ToldItem,
  now: number,
): Promise<readonly StoredDelivery[] | 'foreign' | 'wait'> {
  switch (item.type) {
    case 'receipt': {
      const { externalId, reference } = item;
      return toOne(sql, { ...on, externalId }, reference, receiptOf(item), now);
    }
    case 'watermark': {
      const { state, until } = item;
      const marked = await lockMarked(sql, { ...on, address: item.address }, until);
      const mark = { type: 'watermark', state, until } as const;
      return Promise.all(marked.map((each) => tell(sql, each, [mark], now)));
    }
    case 'renamed':
      return renamed(sql, on, item, now);
    case 'echo':
      return echoed(sql, on, item, now);
  }
}

function receiptOf(item: Extract<Item, { type: 'receipt' }>): Receipt {
  const { externalId } = item;
  if (item.state !== 'failed') return { type: 'receipt', externalId, state: item.state };
  const { reason, detail } = item;
  return { type: 'receipt', externalId, state: 'failed', reason, detail };
}

async function toOne(
  sql: Sql,
  part: PartAt,
  reference: string | null,
  receipt: Receipt,
  now: number,
): Promise<readonly StoredDelivery[]> {
  const named = reference === null ? null : await byReference(sql, part, reference);
  if (named !== null) {
    const isOfRound = reference === referenceOf(named);
    if (!isOfRound && receipt.state === 'failed') return [];
    const before = isOfRound ? await claimPart(sql, part, named.id, now) : [];
    const told = isOfRound ? receipt : { ...receipt, externalId: null };
    return [await tell(sql, named, [...before, told], now)];
  }
  const owner = (await deliveryOfPart(sql, part)) ?? (await keepEarly(sql, part, receipt, now));
  const known = owner === null ? null : await lockDelivery(sql, owner);
  return known === null ? [] : [await tell(sql, known, [receipt], now)];
}

/** Locked; null where the reference is none of this channel's. */
async function byReference(
  sql: Sql,
  { channel }: ToldOn,
  reference: string,
): Promise<StoredDelivery | null> {
  const id = DeliveryId.safeParse(reference.slice(0, reference.lastIndexOf('.')));
  const found = id.success ? await lockDelivery(sql, id.data) : null;
  return found?.channel === channel ? found : null;
}

async function renamed(
  sql: Sql,
  on: ToldOn,
  { externalId, to }: Extract<Item, { type: 'renamed' }>,
  now: number,
): Promise<readonly StoredDelivery[]> {
  const part = { ...on, externalId };
  const change = { type: 'renamed', externalId, to } as const;
  const owner = (await deliveryOfPart(sql, part)) ?? (await keepEarly(sql, part, change, now));
  const known = owner === null ? null : await lockDelivery(sql, owner);
  if (known === null) return [];
  const before = await claimPart(sql, { ...on, externalId: to }, known.id, now);
  return [await tell(sql, known, [change, ...before], now)];
}

async function echoed(
  sql: Sql,
  on: ToldOn,
  { externalId, reference, content, address }: Extract<Item, { type: 'echo' }>,
  now: number,
): Promise<readonly StoredDelivery[] | 'foreign' | 'wait'> {
  const part = { ...on, externalId };
  const left: Receipt = { type: 'receipt', externalId, state: 'sent' };
  if (reference !== null && (await byReference(sql, on, reference)) !== null)
    return toOne(sql, part, reference, left, now);
  if ((await deliveryOfPart(sql, part)) !== null) return toOne(sql, part, null, left, now);
  const open = await openTo(sql, { ...on, address });
  const said = wordsOf(content.text);
  const same = open.find(({ words, life }) => !life.isUnderWay && words.includes(said));
  if (same !== undefined) return settledBy(sql, part, same.id, now);
  return open.some(({ life, words }) => life.isUnderWay && words.includes(said))
    ? 'wait'
    : 'foreign';
}

/** It left: its own words came back. */
async function settledBy(
  sql: Sql,
  part: PartAt,
  id: DeliveryId,
  now: number,
): Promise<readonly StoredDelivery[]> {
  const known = await lockDelivery(sql, id);
  if (known === null) return [];
  const before: readonly DeliveryInput[] = await claimPart(sql, part, id, now);
  const left: Receipt = { type: 'receipt', externalId: null, state: 'sent' };
  return [await tell(sql, known, [...before, left], now)];
}
