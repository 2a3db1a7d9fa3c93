// Contacts on a real PostgreSQL: found, merged, separated and undone, with what follows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PageQuery } from '@opportune/protocol/rest/common.ts';
import { UserId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../adapter/engines.test-support.ts';
import { Refusal } from '../http/problem/refusal.ts';
import { addressOf, openAccount, shown } from './contacts.test-support.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const ada = UserId.parse('ada');
const refused = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.problem.code === code;

/** An account with a conversation at each of two addresses. */
async function withTwo() {
  const opened = await openAccount(engines.records);
  const { talk } = opened;
  return { ...opened, first: await talk('+1', 'Noor'), second: await talk('+2') };
}

test('[CT6] a merged contact’s addresses, conversations and name are the other’s, until it is undone', async () => {
  const { account, contacts, told, first, second } = await withTwo();
  const merged = await contacts.merge(account, first, second, ada);
  assert.deepEqual([merged.id, merged.name], [second, 'Noor']);
  assert.deepEqual(shown(merged), [
    ['+1', '+2'],
    ['+1', '+2'],
  ]);
  assert.deepEqual(told, [addressOf('+1')]);
  const empty = await contacts.read(account, first);
  assert.deepEqual([empty.mergedInto, ...shown(empty)], [second, [], []]);
  await assert.rejects(contacts.merge(account, first, second, ada), refused('request.conflict'));
  const [move] = merged.moves;
  assert.deepEqual(
    [move?.why, move?.fromName, move?.by, move?.undoneAt],
    ['merged', 'Noor', { user: ada, name: '' }, null],
  );
  const back = await contacts.undo(account, move?.id ?? '', ada);
  assert.deepEqual([back.id, back.mergedInto, ...shown(back)], [first, null, ['+1'], ['+1']]);
  const without = await contacts.read(account, second);
  assert.deepEqual([without.name, ...shown(without)], ['', ['+2'], ['+2']]);
  await assert.rejects(contacts.undo(account, move?.id ?? '', ada), refused('request.not_found'));
});

test('[CT6] addresses return to a contact when its own merge is undone', async () => {
  const { account, contacts, talk, first, second } = await withTwo();
  await contacts.merge(account, first, second, ada);
  const { moves } = await contacts.merge(account, second, await talk('+3'), ada);
  await contacts.undo(account, moves[0]?.id ?? '', ada);
  assert.equal((await contacts.read(account, first)).mergedInto, second);
  assert.deepEqual(shown(await contacts.read(account, second))[0], ['+1', '+2']);
});

test('[CT6] a chain of three merges is undone from its end, and each address goes back', async () => {
  const { account, contacts, talk, first, second } = await withTwo();
  const chain = [first, second, await talk('+3'), await talk('+4')] as const;
  const made: string[] = [];
  for (const [at, into] of chain.slice(1).entries()) {
    const from = chain[at] ?? first;
    made.unshift((await contacts.merge(account, from, into, ada)).moves[0]?.id ?? '');
  }
  const names: string[] = [];
  for (const move of made) {
    await contacts.undo(account, move, ada);
    names.push((await contacts.read(account, chain[3])).name);
  }
  const addresses = [];
  for (const each of chain) addresses.push(shown(await contacts.read(account, each))[1]);
  assert.deepEqual(addresses, [['+1'], ['+2'], ['+3'], ['+4']]);
  assert.deepEqual(names, ['', '', ''], 'nobody is called as the first is');
});

test('[CT7] separated addresses have a contact of their own, with their conversations', async () => {
  const { account, contacts, first, second } = await withTwo();
  await contacts.merge(account, first, second, ada);
  const address = addressOf('+1');
  const apart = await contacts.separate(account, second, [address], ada);
  assert.equal(apart.id, first, 'the one that it began with');
  assert.deepEqual([apart.mergedInto, ...shown(apart)], [null, ['+1'], ['+1']]);
  await assert.rejects(
    contacts.separate(account, first, [address], ada),
    refused('request.conflict'),
  );
  await assert.rejects(
    contacts.separate(account, second, [address], ada),
    refused('request.not_found'),
  );
  const whole = await contacts.undo(account, apart.moves[0]?.id ?? '', ada);
  assert.deepEqual([whole.id, shown(whole)[0]], [second, ['+1', '+2']]);
  assert.equal((await contacts.read(account, first)).mergedInto, second);
});

test('[CT11] each move answers with its own id, also where others follow at once', async () => {
  const { account, contacts, talk, first, second } = await withTwo();
  const third = await talk('+3');
  const made = await Promise.all(
    [first, third].map((from) => contacts.merge(account, from, second, ada)),
  );
  const { moves } = await contacts.read(account, second);
  for (const [at, from] of [first, third].entries())
    assert.equal(moves.find(({ id }) => id === made[at]?.move)?.from, from);
  const apart = await contacts.separate(account, second, [addressOf('+3')], ada);
  assert.equal((await contacts.undo(account, apart.move, ada)).move, apart.move);
});

test('[CT6] a stored move succeeds even if the desk was not told', async () => {
  const { account, contacts, desk, first, second } = await withTwo();
  desk.isAway = true;
  assert.equal((await contacts.merge(account, first, second, ada)).id, second);
  assert.equal((await contacts.read(account, first)).mergedInto, second);
});

test('[CT6] one that was separated and merged elsewhere stays there when an older merge comes back', async () => {
  const { account, contacts, talk, first, second } = await withTwo();
  const third = await talk('+3');
  await contacts.merge(account, first, second, ada);
  await contacts.separate(account, second, [addressOf('+1')], ada);
  const elsewhere = await contacts.merge(account, first, third, ada);
  const later = await contacts.merge(account, second, third, ada);
  await contacts.undo(account, later.move, ada);
  assert.equal((await contacts.read(account, first)).mergedInto, third);
  assert.equal((await contacts.read(account, second)).name, '', 'nobody is called as the first is');
  const back = await contacts.undo(account, elsewhere.move, ada);
  assert.deepEqual([back.id, shown(back)[0]], [first, ['+1']]);
});

test('[CT8] contacts are found by a part of their name or address, and none that is part of another', async () => {
  const { account, contacts, talk, first, second } = await withTwo();
  const third = await talk('+1555%1');
  const found = async (search: string, query: object = {}) =>
    contacts.list(account, { ...PageQuery.parse(query), search });
  const ids = async (search: string) => (await found(search)).items.map(({ id }) => id);
  assert.deepEqual(await ids(''), [third, second, first]);
  assert.deepEqual(await ids('oOr'), [first]);
  assert.deepEqual(await ids('+1'), [third, first]);
  assert.deepEqual(await ids('%'), [third], 'no pattern');
  assert.deepEqual(await ids('nobody'), []);
  await contacts.merge(account, first, second, ada);
  const [only, ...others] = (await found('noor')).items;
  assert.deepEqual([only?.id, only?.name, only?.addresses.length, others], [second, 'Noor', 2, []]);
  const { next } = await found('', { limit: 1 });
  const behind = await found('', { limit: 1, cursor: next });
  assert.deepEqual([behind.items.map(({ id }) => id), behind.next], [[second], null]);
});

test('[CT12] a contact comes with the 100 addresses that were seen last', async () => {
  const { account, contacts, first } = await withTwo();
  await engines.records.withAccount(account, (sql) =>
    sql.run(
      `INSERT INTO contact_addresses (account, channel, address, contact, first_seen)
       SELECT $1, 'sms', '+99' || n, $2, to_timestamp(n) FROM generate_series(1, 120) AS n`,
      [account, first],
    ),
  );
  const { addresses } = await contacts.read(account, first);
  assert.equal(addresses.length, 100);
  assert.deepEqual([addresses[0]?.address, addresses.at(-1)?.address], ['+9921', '+99120']);
});

test('[C16] another account finds, reads and merges nothing of it', async () => {
  const { account, contacts, first, second } = await withTwo();
  const { account: other, first: theirs } = await withTwo();
  const unknown = refused('request.not_found');
  await assert.rejects(contacts.read(other, first), unknown);
  await assert.rejects(contacts.merge(other, first, theirs, ada), unknown);
  await assert.rejects(contacts.merge(other, theirs, first, ada), unknown);
  await assert.rejects(contacts.separate(other, first, [addressOf('+1')], ada), unknown);
  const { items } = await contacts.list(other, { limit: 9, search: 'Noor' });
  assert.deepEqual([items.length, items[0]?.id], [1, theirs]);
  const { moves } = await contacts.merge(account, first, second, ada);
  await assert.rejects(contacts.undo(other, moves[0]?.id ?? '', ada), unknown);
});
