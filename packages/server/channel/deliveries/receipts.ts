// What providers tell of messages that we sent: receipts, marks, echoes and ids that change, each by the
// part, the reference or the address that it names. It runs in the transaction that notes the item as
// handled, so that nothing is told twice. What is nobody's yet waits for the answer to the send.
import { digest } from '@opportune/core/world/fingerprint.ts';
import type { DeliveryInput } from '@opportune/core/channel/delivery/delivery.ts';
import type { Item } from '@opportune/core/ports/channel.ts';
import type {
  DeliveryStore,
  PartAt,
  Receipt,
  StoredDelivery,
} from '@opportune/core/ports/deliveries.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import { type AccountId, type ChannelId, DeliveryId } from '@opportune/protocol/ids.ts';
import { claimPart, deliveryOfPart, keepEarly } from './delivery-parts.ts';
import { tell } from './tell.ts';

/** Deliveries, and the transaction in which they are told. */
export interface Telling {
  readonly store: DeliveryStore;
  readonly sql: Sql;
}

export interface ToldOn {
  readonly account: AccountId;
  readonly channel: ChannelId;
}

export type ToldItem = Extract<Item, { type: 'receipt' | 'watermark' | 'echo' | 'renamed' }>;

/** The name by which a delivery is known to providers; another one for each time that a person sent it. */
export function referenceOf({ id, life }: Pick<StoredDelivery, 'id' | 'life'>): string {
  return `${id}.${life.round}`;
}

/** The latest that a date can be. */
const lastInstant = 8.64e15;

/** The name of a test message, which belongs to no conversation. */
export function testReference(id: string): string {
  return `test.${id}`;
}

/** How an id looks, so that another program's own names are not taken for ours. */
const ofTest = /^test\.[\w-]{20,}$/;

/** As texts of a delivery are kept, to know their echo by. */
function wordsOf(text: string): string {
  return digest(text.replaceAll(/\s+/g, ' ').trim());
}

/** The same of a part. What is sent without words comes back without any. */
export function wordsOfPart(part: Part): string {
  if (part.type === 'template') return wordsOf(part.template.text);
  return wordsOf('text' in part ? part.text : '');
}

/**
 * Tells deliveries of the account; answers those that it changed. `foreign`: an echo of what none of ours
 * is, which somebody wrote at the provider's. `wait`: one may be ours whose answer is still under way.
 */
export async function toldOf(
  by: Telling,
  on: ToldOn,
  { item, receivedAt }: { readonly item: ToldItem; readonly receivedAt: number },
  now: number,
): Promise<readonly StoredDelivery[] | 'foreign' | 'wait'> {
  switch (item.type) {
    case 'receipt': {
      const { externalId, reference } = item;
      return toOne(by, { ...on, externalId }, reference, receiptOf(item), now);
    }
    case 'watermark': {
      const { state } = item;
      const until = Math.min(item.until, lastInstant);
      const marked = await by.store.lockMarked(by.sql, { ...on, address: item.address }, until);
      const mark = { type: 'watermark', state, until } as const;
      return Promise.all(marked.map((each) => tell(by.store, by.sql, each, [mark], now)));
    }
    case 'renamed':
      return renamed(by, on, item, now);
    case 'echo':
      return echoed(by, on, { item, receivedAt }, now);
  }
}

function receiptOf(item: Extract<Item, { type: 'receipt' }>): Receipt {
  const { externalId } = item;
  if (item.state !== 'failed') return { type: 'receipt', externalId, state: item.state };
  const { reason, detail } = item;
  return { type: 'receipt', externalId, state: 'failed', reason, detail };
}

/** `part`: null if the receipt is of an earlier round. */
async function toNamed(
  by: Telling,
  named: StoredDelivery,
  part: PartAt | null,
  receipt: Receipt,
  now: number,
): Promise<readonly StoredDelivery[]> {
  if (part === null && receipt.state === 'failed') return [];
  const before = part === null ? [] : await claimPart(by.store, by.sql, part, named.id, now);
  const told = part === null ? ofEarlierRound(named, receipt) : receipt;
  return [await tell(by.store, by.sql, named, told === null ? before : [...before, told], now)];
}

async function toOne(
  by: Telling,
  part: PartAt,
  reference: string | null,
  receipt: Receipt,
  now: number,
): Promise<readonly StoredDelivery[]> {
  const named = reference === null ? null : await byReference(by, part, reference);
  if (named !== null) {
    const isOfRound = reference === referenceOf(named);
    return toNamed(by, named, isOfRound ? part : null, receipt, now);
  }
  const owner =
    (await deliveryOfPart(by.store, by.sql, part)) ??
    (await keepEarly(by.store, by.sql, part, receipt, now));
  const known = owner === null ? null : await by.store.lock(by.sql, owner);
  return known === null ? [] : [await tell(by.store, by.sql, known, [receipt], now)];
}

/** A part that was taken then is not sent again; one part is all of it. Null: it says nothing of this round. */
function ofEarlierRound({ life }: StoredDelivery, receipt: Receipt): Receipt | null {
  if (life.parts.some(({ externalId }) => externalId === receipt.externalId)) return receipt;
  return life.ids === 1 ? { ...receipt, externalId: null } : null;
}

/** Locked; null where the reference is none of this channel's. */
async function byReference(
  by: Telling,
  { channel }: ToldOn,
  reference: string,
): Promise<StoredDelivery | null> {
  const id = DeliveryId.safeParse(reference.slice(0, reference.lastIndexOf('.')));
  const found = id.success ? await by.store.lock(by.sql, id.data) : null;
  return found?.channel === channel ? found : null;
}

async function renamed(
  by: Telling,
  on: ToldOn,
  { externalId, to }: Extract<Item, { type: 'renamed' }>,
  now: number,
): Promise<readonly StoredDelivery[]> {
  const part = { ...on, externalId };
  const change = { type: 'renamed', externalId, to } as const;
  const owner =
    (await deliveryOfPart(by.store, by.sql, part)) ??
    (await keepEarly(by.store, by.sql, part, change, now));
  const known = owner === null ? null : await by.store.lock(by.sql, owner);
  if (known === null) return [];
  const before = await claimPart(by.store, by.sql, { ...on, externalId: to }, known.id, now);
  return [await tell(by.store, by.sql, known, [change, ...before], now)];
}

async function echoed(
  by: Telling,
  on: ToldOn,
  { item, receivedAt }: { readonly item: Extract<Item, { type: 'echo' }>; receivedAt: number },
  now: number,
): Promise<readonly StoredDelivery[] | 'foreign' | 'wait'> {
  const { externalId, reference, content, address } = item;
  if (reference !== null && ofTest.test(reference)) return [];
  const part = { ...on, externalId };
  const left: Receipt = { type: 'receipt', externalId, state: 'sent' };
  if (reference !== null && (await byReference(by, on, reference)) !== null)
    return toOne(by, part, reference, left, now);
  // In this order: an answer that is stored in between is seen by the second.
  const open = await by.store.openTo(by.sql, { ...on, address });
  if ((await deliveryOfPart(by.store, by.sql, part)) !== null)
    return toOne(by, part, null, left, now);
  // Providers change words, and a file has none: only the answer to the request says whose it is.
  if (open.some(({ life }) => isOfRequest(life, receivedAt))) return 'wait';
  const said = wordsOf(content.text);
  const [oldest] = open.filter(({ words }) => words.includes(said));
  if (oldest !== undefined) return settledBy(by, part, oldest.id, now);
  const unconfirmed = await by.store.unconfirmedTo(by.sql, { ...on, address }, now - unconfirmedMs);
  return unconfirmed.some(({ words }) => words.includes(said)) ? [] : 'foreign';
}

/** How long after a request that was not confirmed an echo with its words is of it. */
const unconfirmedMs = 3_600_000;

/** Clocks are set while requests are under way. */
const clockMs = 5_000;

/** Whether a request left before then, and its answer is still to come. */
function isOfRequest({ isUnderWay, isDoubtful, begunAt }: StoredDelivery['life'], at: number) {
  return isUnderWay && (isDoubtful || (begunAt ?? 0) <= at + clockMs);
}

/** That part of it left: its own words came back. */
async function settledBy(
  by: Telling,
  part: PartAt,
  id: DeliveryId,
  now: number,
): Promise<readonly StoredDelivery[]> {
  const known = await by.store.lock(by.sql, id);
  if (known === null) return [];
  const before: readonly DeliveryInput[] = await claimPart(by.store, by.sql, part, id, now);
  const left: Receipt = { type: 'receipt', externalId: part.externalId, state: 'sent' };
  return [await tell(by.store, by.sql, known, [...before, left], now)];
}
