// The contract of every store of deliveries, run on every adapter. The opener gives fresh accounts
// with conversations, in a store that may hold others.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import {
  type AccountId,
  ChannelId,
  type ConversationId,
  DeliveryId,
  MessageId,
} from '@opportune/protocol/ids.ts';
import { type DeliveryInput, stepDelivery } from '../channel/delivery/delivery.ts';
import type { DeliveryStore, NewDelivery, PartAt, StoredDelivery } from '../ports/deliveries.ts';
import type { Records, Sql } from '../ports/records.ts';

export interface DeliveryStoreSubject {
  readonly store: DeliveryStore;
  readonly records: Records;
  freshAccount(): Promise<AccountId>;
  freshConversation(account: AccountId): Promise<ConversationId>;
}

const start = 1_790_000_000_000;
const channel = ChannelId.parse('c_1');

/** Registers the suite. `subject` is called once the tests run. */
export function deliveryStoreContract(name: string, subject: () => DeliveryStoreSubject): void {
  const check = (title: string, run: (at: Bench) => Promise<void>) =>
    test(`${name}: ${title}`, async () => run(await benchOf(subject())));

  check('[DV9] one is stored together with what its caller writes, or not at all', async (at) => {
    const made = at.of('a');
    await assert.rejects(
      at.within(async (sql) => {
        await at.store.insert(sql, at.account, made);
        throw new Error('the maker fails');
      }),
    );
    assert.equal(await at.within((sql) => at.store.find(sql, made.id)), null);
    await at.make('a');
    await assert.rejects(at.make('a'), 'a message has one');
  });

  check(
    'what is known of one is found, in the order of their making, by its account',
    async (at) => {
      const [a, b] = [await at.make('a'), await at.make('b')];
      const life = stepDelivery(a.life, { type: 'begun', ids: 1 }, start);
      await at.within((sql) => at.store.keep(sql, { ...a, life, changedAt: start + 1 }, a));
      const list = await at.within((sql) => at.store.ofConversation(sql, at.conversation));
      assert.deepEqual(
        list.map(({ id, changedAt }) => [id, changedAt]),
        [
          [a.id, start + 1],
          [b.id, start],
        ],
      );
      assert.deepEqual(list[0]?.life, life);
      const foreign = await at.records.withAccount(at.other, (sql) => at.store.find(sql, a.id));
      assert.equal(foreign, null);
    },
  );

  check('[DV4] of concurrent reports on one each counts', async (at) => {
    const { id } = await at.make('a');
    await Promise.all(Array.from({ length: 8 }, () => at.tell(id, { type: 'begun', ids: 1 })));
    const known = await at.within((sql) => at.store.find(sql, id));
    assert.equal(known?.life.attempts, 8);
  });

  check('[DV4] a mark finds those that left until then and are not read', async (at) => {
    const [a, b, c] = [await at.make('a'), await at.make('b'), await at.make('c')];
    await at.make('elsewhere', 'bea');
    await at.tell(a.id, { type: 'begun', ids: 1 }, start + 1);
    await at.tell(a.id, { type: 'taken', externalIds: ['x'], isAll: true });
    await at.tell(a.id, { type: 'watermark', state: 'read', until: start + 1 });
    await at.tell(b.id, { type: 'begun', ids: 1 }, start + 2);
    await at.tell(c.id, { type: 'begun', ids: 1 }, start + 3);
    const marked = await at.within((sql) => at.store.lockMarked(sql, at.to, start + 2));
    assert.deepEqual(
      marked.map(({ id }) => id),
      [b.id],
    );
  });

  check('[DV3] an echo finds those that left and have no answer, with their words', async (at) => {
    const [a, b, d] = [await at.make('a'), await at.make('b'), await at.make('d')];
    await at.make('c');
    for (const { id } of [a, b, d]) await at.tell(id, { type: 'begun', ids: 1 });
    await at.tell(b.id, { type: 'taken', externalIds: ['x'], isAll: true });
    // Reported as failed before the answer to its request came.
    const failed = { state: 'failed', reason: 'other', detail: 'gone' } as const;
    await at.tell(d.id, { type: 'receipt', externalId: null, ...failed });
    await at.within((sql) => at.store.keepLaid(sql, a.id, { words: ['w1', 'w2'], choices: [] }));
    const open = await at.within((sql) => at.store.openTo(sql, at.to));
    assert.deepEqual(
      open.map(({ id, words }) => [id, words]),
      [
        [a.id, ['w1', 'w2']],
        [d.id, []],
      ],
    );
  });

  check('[FE5] an echo finds those with a request of late that was not confirmed', async (at) => {
    const [a, b, c] = [await at.make('a'), await at.make('b'), await at.make('c')];
    const [d, refused] = [await at.make('d'), await at.make('e')];
    for (const { id } of [c, c]) await at.tell(id, { type: 'begun', ids: 1 }, start + 1);
    for (const { id } of [a, a, b, d, refused])
      await at.tell(id, { type: 'begun', ids: 1 }, start + 5);
    const no = { type: 'refused', reason: 'other', detail: '' } as const;
    for (const { id } of [b, refused]) await at.tell(id, no, start + 5);
    await at.tell(b.id, { type: 'sent-again' }, start + 5);
    const why = { reason: 'unreachable', detail: '500' } as const;
    await at.tell(d.id, { type: 'postponed', why }, start + 5);
    const since = (then: number) =>
      at.within(async (sql) =>
        (await at.store.unconfirmedTo(sql, at.to, then)).map(({ id }) => id),
      );
    assert.deepEqual(await since(start + 2), [a.id, b.id, d.id]);
    assert.deepEqual(await since(0), [a.id, b.id, c.id, d.id]);
  });

  check('[IN4] the newest with numbered choices is found, once it left', async (at) => {
    const [a, b] = [await at.make('a'), await at.make('b')];
    const asks = (id: DeliveryId, text: string) =>
      at.within((sql) =>
        at.store.keepLaid(sql, id, { words: [], choices: [{ number: 1, id: text, text }] }),
      );
    const stranger = { ...at.to, address: 'stranger' };
    const asked = async () => {
      const [of, none] = await at.within((sql) => at.store.asked(sql, [at.to, stranger]));
      assert.equal(none, null);
      return of;
    };
    await asks(a.id, 'Small');
    assert.equal(await asked(), null);
    await at.tell(a.id, { type: 'begun', ids: 1 }, start + 7);
    await asks(b.id, 'Large');
    const found = await asked();
    assert.deepEqual([found?.message, found?.at], [a.message, start + 7]);
    await at.tell(b.id, { type: 'begun', ids: 1 }, start + 8);
    assert.equal((await asked())?.choices[0]?.id, 'Large');
  });

  check('[DV4] a report on an unknown id waits for its delivery', async (at) => {
    const { id } = await at.make('a');
    const part: PartAt = { account: at.account, channel, externalId: 'x' };
    const early = { type: 'receipt', externalId: 'x', state: 'read' } as const;
    const change = (of: Parameters<DeliveryStore['keepPart']>[2]) =>
      at.within(async (sql) => {
        await at.store.lockPart(sql, part);
        await at.store.keepPart(sql, part, of, start);
      });
    const known = () => at.within((sql) => at.store.part(sql, part));
    assert.equal(await known(), null);
    await change({ told: [early] });
    await change({ renamedTo: 'y' });
    assert.deepEqual(await known(), { delivery: null, told: [early], renamedTo: 'y' });
    await change({ delivery: id, told: [] });
    assert.deepEqual(await known(), { delivery: id, told: [], renamedTo: 'y' });
    const other = { ...part, account: at.other };
    assert.equal(await at.records.withAccount(at.other, (sql) => at.store.part(sql, other)), null);
  });

  check('[DV4] an answer and a receipt of one id wait for each other', async (at) => {
    const part: PartAt = { account: at.account, channel, externalId: 'x' };
    const told = { type: 'receipt', externalId: 'x', state: 'sent' } as const;
    const add = () =>
      at.within(async (sql) => {
        const had = (await at.store.lockPart(sql, part))?.told ?? [];
        await at.store.keepPart(sql, part, { told: [...had, told] }, start);
      });
    await Promise.all(Array.from({ length: 6 }, add));
    assert.equal((await at.within((sql) => at.store.part(sql, part)))?.told.length, 6);
  });
}

interface Bench extends DeliveryStoreSubject {
  readonly account: AccountId;
  readonly other: AccountId;
  readonly conversation: ConversationId;
  readonly to: { readonly channel: ChannelId; readonly address: string };
  of(message: string, address?: string): NewDelivery;
  make(message: string, address?: string): Promise<StoredDelivery>;
  within<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  tell(id: DeliveryId, input: DeliveryInput, now?: number): Promise<void>;
}

async function benchOf(subject: DeliveryStoreSubject): Promise<Bench> {
  const { store, records } = subject;
  const [account, other] = [await subject.freshAccount(), await subject.freshAccount()];
  const conversation = await subject.freshConversation(account);
  const within: Bench['within'] = (work) => records.withAccount(account, work);
  const of: Bench['of'] = (message, address = 'ada') => ({
    ...{ id: DeliveryId.parse(randomUUID()), conversation, message: MessageId.parse(message) },
    ...{ channel, address, madeAt: start },
  });
  return {
    ...{ ...subject, account, other, conversation, to: { channel, address: 'ada' }, within, of },
    make: (message, address) =>
      within(async (sql) => {
        const made = of(message, address);
        await store.insert(sql, account, made);
        const found = await store.find(sql, made.id);
        assert.ok(found !== null);
        return found;
      }),
    tell: (id, input, now = start) =>
      within(async (sql) => {
        const known = await store.lock(sql, id);
        assert.ok(known !== null);
        const life = stepDelivery(known.life, input, now);
        await store.keep(sql, { ...known, life, changedAt: now }, known);
      }),
  };
}
