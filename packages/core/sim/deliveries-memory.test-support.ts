// Deliveries and their parts in memory, on transactions that may be cut off. For simulations and
// the contract suite only.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Laid } from '@opportune/protocol/channel/parts.ts';
import type { AccountId, DeliveryId } from '@opportune/protocol/ids.ts';
import { newDelivery, shownDelivery } from '../channel/delivery/delivery.ts';
import type { DeliveryStore, KnownPart, PartAt, StoredDelivery } from '../ports/deliveries.ts';
import { Table, type Transaction, transactionOf } from './transactions.test-support.ts';

export interface DeliveryRow extends StoredDelivery {
  readonly account: AccountId;
  readonly number: number;
  readonly choices: Laid['choices'];
}

export interface DeliveryTables {
  readonly deliveries: Table<DeliveryRow>;
  readonly parts: Table<KnownPart>;
}

export function createDeliveryTables(): DeliveryTables {
  return { deliveries: new Table('deliveries'), parts: new Table('delivery parts') };
}

export function openMemoryDeliveries({ deliveries, parts }: DeliveryTables): DeliveryStore {
  const rowOf = (by: Transaction, id: DeliveryId) => deliveries.get(by, `${by.account} ${id}`);
  const locked = async (by: Transaction, id: DeliveryId): Promise<DeliveryRow | null> => {
    await deliveries.lock(by, `${by.account} ${id}`);
    return rowOf(by, id) ?? null;
  };
  const put = (by: Transaction, row: DeliveryRow) =>
    deliveries.put(by, `${row.account} ${row.id}`, row);
  const part = (by: Transaction, at: PartAt) => parts.get(by, partKey(at)) ?? null;
  return {
    async insert(sql, account, made) {
      const by = transactionOf(sql);
      await by.step();
      const all = deliveries.all(by);
      const { conversation, message } = made;
      if (all.some((row) => row.conversation === conversation && row.message === message))
        throw new Error('a message has one delivery');
      const fresh = { life: newDelivery, words: [], choices: [], changedAt: made.madeAt };
      put(by, { ...made, ...fresh, account, number: all.length + 1 });
    },
    async find(sql, id) {
      const by = transactionOf(sql);
      await by.step();
      return rowOf(by, id) ?? null;
    },
    async lock(sql, id) {
      const by = transactionOf(sql);
      await by.step();
      return locked(by, id);
    },
    ofConversation: async (sql, conversation) =>
      ownIn(deliveries, transactionOf(sql)).filter((row) => row.conversation === conversation),
    async lockMarked(sql, to, until) {
      const by = transactionOf(sql);
      await by.step();
      const isMeant = (row: DeliveryRow | null): row is DeliveryRow =>
        row !== null && (row.life.begunAt ?? Infinity) <= until && stateOf(row) !== 'read';
      const found: DeliveryRow[] = [];
      for (const { id } of at(deliveries, by, to).filter(isMeant)) {
        const row = await locked(by, id);
        if (isMeant(row)) found.push(row);
      }
      return found;
    },
    async openTo(sql, to) {
      const by = transactionOf(sql);
      await by.step();
      return at(deliveries, by, to).filter(
        (row) =>
          row.life.begunAt !== null &&
          (row.life.isUnderWay || ['queued', 'uncertain'].includes(stateOf(row))),
      );
    },
    async unconfirmedTo(sql, to, since) {
      const by = transactionOf(sql);
      await by.step();
      return at(deliveries, by, to).filter(
        ({ life, changedAt }) =>
          changedAt >= since &&
          (life.isDoubtful || life.waits !== null || life.attempts > 1 || life.round > 0),
      );
    },
    async waitingTo(sql, to) {
      const by = transactionOf(sql);
      await by.step();
      const waiting = at(deliveries, by, to).filter((row) => stateOf(row) === 'queued');
      return [...new Set(waiting.map((row) => row.conversation))];
    },
    async keep(sql, { id, life, changedAt }) {
      const by = transactionOf(sql);
      await by.step();
      const row = await locked(by, id);
      if (row !== null) put(by, { ...row, life, changedAt });
    },
    async keepLaid(sql, id, laid) {
      const by = transactionOf(sql);
      const row = await locked(by, id);
      if (row !== null) put(by, { ...row, ...laid });
    },
    async asked(sql, all) {
      const by = transactionOf(sql);
      await by.step();
      return all.map((to) => {
        const row = at(deliveries, by, to).findLast(
          ({ life, choices }) => life.begunAt !== null && choices.length > 0,
        );
        if (row === undefined) return null;
        const { message, choices, life } = row;
        return { message, choices, at: life.begunAt ?? 0 };
      });
    },
    part: async (sql, of) => part(transactionOf(sql), of),
    async lockPart(sql, of) {
      const by = transactionOf(sql);
      await by.step();
      await by.lock(`part ${partKey(of)}`);
      return part(by, of);
    },
    async keepPart(sql, of, { delivery, told, renamedTo }) {
      const by = transactionOf(sql);
      await by.step();
      const had = part(by, of) ?? { delivery: null, told: [], renamedTo: null };
      parts.put(by, partKey(of), {
        delivery: delivery ?? had.delivery,
        told: told ?? had.told,
        renamedTo: renamedTo ?? had.renamedTo,
      });
    },
  };
}

function stateOf({ life }: DeliveryRow): string {
  return shownDelivery(life).state;
}

/** In the order they were made. */
function ownIn(table: Table<DeliveryRow>, by: Transaction): readonly DeliveryRow[] {
  return table
    .all(by)
    .filter(({ account }) => account === by.account)
    .toSorted((one, other) => one.number - other.number);
}

function at(
  table: Table<DeliveryRow>,
  by: Transaction,
  { channel, address }: AddressAt,
): readonly DeliveryRow[] {
  return ownIn(table, by).filter((row) => row.channel === channel && row.address === address);
}

function partKey({ account, channel, externalId }: PartAt): string {
  return JSON.stringify([account, channel, externalId]);
}
