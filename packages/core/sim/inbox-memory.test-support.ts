// Provider messages in memory, on transactions that may be cut off. For simulations and the
// contract suite only.
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import type { InboxItem, InboxStore } from '../ports/channel-inbox.ts';
import type { Records } from '../ports/records.ts';
import { Table, type Transaction, transactionOf } from './transactions.test-support.ts';

export interface InboxRow extends InboxItem {
  readonly account: AccountId;
  readonly handledAt: number | null;
}

export interface InboxTables {
  readonly items: Table<InboxRow>;
  /** The ids of items, by the key under which they were reported. */
  readonly keys: Table<string>;
}

export function createInboxTables(): InboxTables {
  return { items: new Table('inbox'), keys: new Table('inbox keys') };
}

export function openMemoryInbox({ items, keys }: InboxTables, records: Records): InboxStore {
  const locked = async (by: Transaction, id: string): Promise<InboxRow | null> => {
    await items.lock(by, `${by.account} ${id}`);
    return items.get(by, `${by.account} ${id}`) ?? null;
  };
  return {
    async lockLines(sql, account, lines) {
      const by = transactionOf(sql);
      for (const line of lines) {
        await by.step();
        await by.lock(`inbox ${account} ${line}`);
      }
    },
    async insert(sql, account, all) {
      const by = transactionOf(sql);
      const fresh = new Set<string>();
      for (const { raw: _, ...made } of all) {
        await by.step();
        const key = keyOf(account, made.channel, made.item.key);
        await keys.lock(by, key);
        if (keys.get(by, key) !== undefined) continue;
        keys.put(by, key, made.id);
        items.put(by, `${account} ${made.id}`, {
          ...made,
          account,
          outcome: null,
          handledAt: null,
        });
        fresh.add(made.id);
      }
      return fresh;
    },
    async read(sql, ids) {
      const by = transactionOf(sql);
      await by.step();
      return ids.flatMap((id) => items.get(by, `${by.account} ${id}`) ?? []);
    },
    async lock(sql, id) {
      const by = transactionOf(sql);
      await by.step();
      return locked(by, id);
    },
    async noteOutcomes(sql, outcomes) {
      const by = transactionOf(sql);
      await by.step();
      for (const { id, outcome, at } of outcomes) {
        const row = await locked(by, id);
        if (row !== null) items.put(by, `${row.account} ${id}`, { ...row, outcome, handledAt: at });
      }
    },
    async newestMessage(sql, { channel, address }) {
      const by = transactionOf(sql);
      await by.step();
      const messages = items.all(by).flatMap(({ account, channel: on, item, receivedAt }) => {
        const isMeant = account === by.account && on === channel && item.address === address;
        return isMeant && item.type === 'message' ? [{ item, receivedAt }] : [];
      });
      const newest = messages.toSorted((one, other) => one.receivedAt - other.receivedAt).at(-1);
      if (newest === undefined) return null;
      const { externalId, at, token } = newest.item;
      return { externalId, at, token };
    },
    async itemOf(sql, { channel, address }, externalId, kinds) {
      const by = transactionOf(sql);
      await by.step();
      const found = items.all(by).find(({ account, channel: on, item }) => {
        const isMeant = account === by.account && on === channel && item.address === address;
        const isKind = item.type === 'message' || item.type === 'echo';
        return isMeant && isKind && kinds.includes(item.type) && item.externalId === externalId;
      });
      return found?.id ?? null;
    },
    async erase(sql, { channel, address }, externalId) {
      const by = transactionOf(sql);
      await by.step();
      for (const row of items.all(by)) {
        const { account, id, item } = row;
        if (account !== by.account || row.channel !== channel || item.address !== address) continue;
        if (item.type !== 'message' && item.type !== 'edit') continue;
        if (item.externalId !== externalId) continue;
        await items.lock(by, `${account} ${id}`);
        const nothing = { text: '', media: [], choice: null, location: null, unread: null };
        const erased = item.type === 'edit' ? { ...item, text: '' } : { ...item, content: nothing };
        items.put(by, `${account} ${id}`, { ...row, item: erased });
      }
    },
    forget: (before, most) =>
      records.withoutAccount(async (sql) => {
        const by = transactionOf(sql);
        const old = items
          .all(by)
          .filter(({ receivedAt, handledAt }) => receivedAt < before && handledAt !== null)
          .slice(0, most);
        for (const { account, id, channel, item } of old) {
          items.put(by, `${account} ${id}`, null);
          keys.put(by, keyOf(account, channel, item.key), null);
        }
        return old.length;
      }),
  };
}

function keyOf(account: AccountId, channel: ChannelId, key: string): string {
  return JSON.stringify([account, channel, key]);
}
