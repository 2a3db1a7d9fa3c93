// Echoes of our own messages that are read while the answer to their request is being stored.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createDeliveryTables,
  openMemoryDeliveries,
} from '@opportune/core/sim/deliveries-memory.test-support.ts';
import { createMemoryDatabase } from '@opportune/core/sim/transactions.test-support.ts';
import type { DeliveryStore } from '@opportune/core/ports/deliveries.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import {
  AccountId,
  ChannelId,
  ConversationId,
  DeliveryId,
  MessageId,
} from '@opportune/protocol/ids.ts';
import { claimPart } from './delivery-parts.ts';
import { toldOf, type ToldItem } from './receipts.ts';
import { tell } from './tell.ts';

const account = AccountId.parse('account');
const channel = ChannelId.parse('c_1');
const id = DeliveryId.parse('delivery');
const part = { account, channel, externalId: 'x' };
const now = 1_790_000_000_000;
const content = { media: [], choice: null, location: null, unread: null, text: 'Hello' };
const echo: ToldItem = {
  ...{ key: 'k', address: 'ada', at: now, externalId: 'x', reference: null, content },
  type: 'echo',
};

/** What an echo is taken for if the answer is stored just after one of its readings. */
async function toldWith(after: 'openTo' | 'part'): Promise<Awaited<ReturnType<typeof toldOf>>> {
  const records = createMemoryDatabase().open();
  const store = openMemoryDeliveries(createDeliveryTables());
  const within = <T>(work: (sql: Sql) => Promise<T>) => records.withAccount(account, work);
  const locked = async (sql: Sql) => {
    const known = await store.lock(sql, id);
    assert.ok(known !== null);
    return known;
  };
  const made = { conversation: ConversationId.parse('talk'), message: MessageId.parse('m') };
  await within((sql) =>
    store.insert(sql, account, { ...made, id, channel, address: 'ada', madeAt: now }),
  );
  await within(async (sql) =>
    tell(store, sql, await locked(sql), [{ type: 'begun', ids: 1 }], now),
  );
  let isStored = false;
  const answer = async (): Promise<void> => {
    if (isStored) return;
    isStored = true;
    const taken = { type: 'taken', externalIds: ['x'], isAll: true } as const;
    await within(async (sql) => {
      const before = await claimPart(store, sql, part, id, now);
      await tell(store, sql, await locked(sql), [taken, ...before], now);
    });
  };
  const raced: DeliveryStore = {
    ...store,
    async openTo(...of) {
      const open = await store.openTo(...of);
      if (after === 'openTo') await answer();
      return open;
    },
    async part(...of) {
      const known = await store.part(...of);
      if (after === 'part') await answer();
      return known;
    },
  };
  return within((sql) =>
    toldOf({ store: raced, sql }, { account, channel }, { item: echo, receivedAt: now }, now),
  );
}

test('[FE5] an echo is our own if its answer is stored while it is read', async () => {
  for (const after of ['openTo', 'part'] as const)
    assert.notEqual(await toldWith(after), 'foreign', `the answer comes after ${after}`);
});
