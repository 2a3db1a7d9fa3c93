// The contract of every store of provider messages, run on every adapter. The opener gives fresh
// accounts in a store that may hold others.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { type AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import type { Item } from '../ports/channel.ts';
import type { InboxStore } from '../ports/channel-inbox.ts';
import type { Records, Sql } from '../ports/records.ts';

export interface InboxStoreSubject {
  readonly store: InboxStore;
  readonly records: Records;
  freshAccount(): Promise<AccountId>;
}

const start = 1_790_000_000_000;
const channel = ChannelId.parse('c_1');

/** Registers the suite. `subject` is called once the tests run. */
export function inboxStoreContract(name: string, subject: () => InboxStoreSubject): void {
  const check = (title: string, run: (at: Bench) => Promise<void>) =>
    test(`${name}: ${title}`, async () => run(await benchOf(subject())));

  check('[IN1] the same key is stored once in a channel, also concurrently', async (at) => {
    const kept = await Promise.all(Array.from({ length: 6 }, () => at.keep('k')));
    assert.equal(kept.filter((id) => id !== null).length, 1);
    assert.equal(await at.keep('k'), null);
    assert.notEqual(await at.keep('k', { on: ChannelId.parse('c_2') }), null);
    assert.notEqual(await at.keep('k', { of: at.other }), null);
  });

  check('[IN1] of items stored together, the first of each new key is', async (at) => {
    await at.keep('known');
    const keys = ['known', 'a', 'a', 'b', 'c'];
    const items = keys.map((key, index) => ({
      ...{ id: randomUUID(), channel, item: message(key, `${index}`), receivedAt: start },
      raw: key === 'b' ? 'alone' : 'came together',
    }));
    const fresh = await at.records.withAccount(at.account, (sql) =>
      at.store.insert(sql, at.account, items),
    );
    assert.deepEqual(
      items.map(({ id }) => fresh.has(id)),
      [false, true, false, true, true],
    );
    for (const { id, item } of items.filter((each) => fresh.has(each.id)))
      assert.deepEqual(
        (await at.records.withAccount(at.account, (sql) => at.store.lock(sql, id)))?.item,
        item,
      );
  });

  check('[IN1] what is not committed is not stored', async (at) => {
    await assert.rejects(
      at.records.withAccount(at.account, async (sql) => {
        await at.insert(sql, 'k', {});
        throw new Error('the keeper fails');
      }),
    );
    assert.notEqual(await at.keep('k'), null);
  });

  check('[IN1] a second transaction on the same line waits', async (at) => {
    const seen: string[] = [];
    const told = (who: string) =>
      at.records.withAccount(at.account, async (sql) => {
        await at.store.lockLines(sql, at.account, ['one', 'two']);
        seen.push(`${who} begins`);
        await at.insert(sql, who, {});
        seen.push(`${who} ends`);
      });
    await Promise.all([told('a'), told('b'), told('c')]);
    for (let place = 0; place < seen.length; place += 2)
      assert.equal(seen[place]?.split(' ')[0], seen[place + 1]?.split(' ')[0]);
  });

  check('[IN2] an item is read as it was received, with its outcome', async (at) => {
    const id = await at.keep('k', { text: 'Hello' });
    assert.ok(id !== null);
    const read = (account = at.account) =>
      at.records.withAccount(account, (sql) => at.store.lock(sql, id));
    const known = await read();
    assert.deepEqual(known?.item, message('k', 'Hello'));
    assert.deepEqual([known.channel, known.receivedAt, known.outcome], [channel, start, null]);
    await at.records.withAccount(at.account, (sql) =>
      at.store.noteOutcomes(sql, [{ id, outcome: 'handled', at: start + 1 }]),
    );
    assert.equal((await read())?.outcome, 'handled');
    assert.equal(await read(at.other), null);
    const other = await at.keep('other');
    assert.ok(other !== null);
    const all = (account = at.account) =>
      at.records.withAccount(account, (sql) => at.store.read(sql, [other, 'none', id]));
    assert.deepEqual(await all(at.other), []);
    assert.deepEqual(
      (await all()).map((each) => [each.id, each.outcome]),
      [
        [other, null],
        [id, 'handled'],
      ],
    );
  });

  check('the newest message of a contact is found, for providers that answer to it', async (at) => {
    const newest = () =>
      at.records.withAccount(at.account, (sql) =>
        at.store.newestMessage(sql, { channel, address: 'ada' }),
      );
    assert.equal(await newest(), null);
    await at.keep('late', { receivedAt: start + 5 });
    await at.keep('early', { receivedAt: start + 1 });
    assert.deepEqual(await newest(), { externalId: 'late', at: 7, token: 't' });
  });

  check('[CU7] the item of a message is found by the id in its channel', async (at) => {
    const id = await at.keep('k');
    const itemOf = (address: string, of = at.account) =>
      at.records.withAccount(of, (sql) =>
        at.store.itemOf(sql, { channel, address }, 'k', ['message']),
      );
    assert.equal(await itemOf('ada'), id);
    assert.equal(await itemOf('bea'), null);
    assert.equal(await itemOf('ada', at.other), null);
  });

  check(
    '[FE5] so is what was written in the provider’s own app, only if it is asked for',
    async (at) => {
      const id = await at.keep('e', { isEcho: true });
      const itemOf = (...kinds: ('message' | 'echo')[]) =>
        at.records.withAccount(at.account, (sql) =>
          at.store.itemOf(sql, { channel, address: 'ada' }, 'e', kinds),
        );
      assert.deepEqual([await itemOf('message'), await itemOf('message', 'echo')], [null, id]);
    },
  );

  check('[CU7] what was received of a deleted message is erased, and of no other', async (at) => {
    const read = async (id: string | null) => {
      const found = await at.records.withAccount(at.account, (sql) => at.store.lock(sql, id ?? ''));
      return found?.item.type === 'message' ? found.item.content.text : null;
    };
    const [gone, other] = [await at.keep('gone', { text: 'a' }), await at.keep('b', { text: 'b' })];
    const erase = (address: string, of = at.account) =>
      at.records.withAccount(of, (sql) => at.store.erase(sql, { channel, address }, 'gone'));
    await erase('bea');
    await erase('ada', at.other);
    assert.equal(await read(gone), 'a');
    await erase('ada');
    assert.deepEqual([await read(gone), await read(other)], ['', 'b']);
    assert.equal(await at.keep('gone', { text: 'a' }), null, 'its key is still known');
  });

  check('[IN1] what was handled long ago is removed, and its key is free', async (at) => {
    const [old, waits] = [await at.keep('old'), await at.keep('waits')];
    assert.ok(old !== null && waits !== null);
    await at.records.withAccount(at.account, (sql) =>
      at.store.noteOutcomes(sql, [{ id: old, outcome: 'kept', at: start }]),
    );
    while ((await at.store.forget(start + 1, 10)) > 0);
    assert.notEqual(await at.keep('old'), null);
    assert.equal(await at.keep('waits'), null);
  });
}

interface Keeping {
  readonly text?: string;
  /** Written in the provider's own app. */
  readonly isEcho?: boolean;
  readonly on?: ChannelId;
  readonly of?: AccountId;
  readonly receivedAt?: number;
}

interface Bench extends InboxStoreSubject {
  readonly account: AccountId;
  readonly other: AccountId;
  /** Its id. Null if it was stored before. */
  insert(sql: Sql, key: string, of: Keeping): Promise<string | null>;
  keep(key: string, of?: Keeping): Promise<string | null>;
}

async function benchOf(subject: InboxStoreSubject): Promise<Bench> {
  const [account, other] = [await subject.freshAccount(), await subject.freshAccount()];
  const insert: Bench['insert'] = async (sql, key, of) => {
    const { text = '', isEcho = false, on = channel, receivedAt = start } = of;
    const made = {
      id: randomUUID(),
      channel: on,
      item: isEcho ? echo(key) : message(key, text),
      ...{ receivedAt, raw: 'as it came' },
    };
    const fresh = await subject.store.insert(sql, of.of ?? account, [made]);
    return fresh.has(made.id) ? made.id : null;
  };
  return {
    ...{ ...subject, account, other, insert },
    keep: (key, of = {}) =>
      subject.records.withAccount(of.of ?? account, (sql) => insert(sql, key, of)),
  };
}

function message(key: string, text: string): Item {
  return {
    ...{ type: 'message', key, address: 'ada', at: 7, externalId: key },
    from: { name: null, language: null, phone: null, vouched: true },
    content: { text, media: [], choice: null, location: null, unread: null },
    ...{ replyTo: null, token: 't', automatic: false },
  };
}

function echo(key: string): Item {
  return {
    ...{
      type: 'echo',
      key: `echo:${key}`,
      address: 'ada',
      at: 7,
      externalId: key,
      reference: null,
    },
    content: { text: '', media: [], choice: null, location: null, unread: null },
  };
}
