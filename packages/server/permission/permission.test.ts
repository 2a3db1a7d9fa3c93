// What contacts permit, on a real PostgreSQL: opt-ins with their proof, suppressions, and what contacts,
// providers and people of the account may undo.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import type { Heard } from '@opportune/core/ports/permission.ts';
import { addressSuppressed } from '@opportune/protocol/bus/changes.ts';
import { ChannelId, UserId } from '@opportune/protocol/ids.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { testEngines, type TestEngines, testLog } from '../adapter/engines.test-support.ts';
import { addressOf, openAccount } from '../contact/contacts.test-support.ts';
import { Refusal } from '../http/problem/refusal.ts';
import { createPermission } from './permission.ts';
import { createPermissions } from './permissions.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const ada = UserId.parse('ada');
const start = 1_790_000_000_000;
const refused = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.problem.code === code;

async function open() {
  const { records } = engines;
  const { account, talk } = await openAccount(records);
  const bus = openMemoryBus(testLog());
  const time = { now: start };
  const clock = { now: () => time.now };
  const told: unknown[] = [];
  const permission = createPermission({
    ...{ bus, clock, ids: { next: () => randomUUID() } },
    async tell(_, changes) {
      told.push(...changes.map(({ data }) => [data.act, data.purpose, data.source]));
      return () => {};
    },
  });
  const permissions = createPermissions({ records, clock, permission, masks: cardMasks });
  const within = <T>(work: Parameters<typeof records.withAccount<T>>[1]) =>
    records.withAccount(account, work);
  const at = addressOf('+1');
  const about = { ...at, at: start };
  return {
    ...{ account, talk, bus, time, told, permission, permissions, within, at },
    hear: async (...heard: readonly Partial<Heard>[]) =>
      (
        await within((sql) =>
          permission.hear(
            sql,
            account,
            heard.map((each) => ({ ...about, purpose: null, words: '', ...each }) as Heard),
          ),
        )
      )(),
    isSuppressed: () => within((sql) => permission.isSuppressed(sql, at)),
    permits: (purpose: string) => within((sql) => permission.permits(sql, at, purpose)),
    optIn: (givenAt = start, purpose = 'marketing') =>
      permissions.record(account, ada, {
        ...{ ...at, purpose, givenAt, place: 'the shop in Bonn', words: 'Yes, send me offers.' },
      }),
  };
}

test('[OI1] an opt-in has its proof, holds for its purpose alone, and stays as it was given', async () => {
  const { account, talk, permissions, permits, optIn } = await open();
  const contact = await talk('+1');
  const given = await optIn(start - 5000);
  assert.deepEqual(
    [given.givenAt, given.place, given.words, given.recordedBy, given.recordedAt],
    [start - 5000, 'the shop in Bonn', 'Yes, send me offers.', ada, start],
  );
  assert.deepEqual(await Promise.all(['marketing', 'service'].map(permits)), [true, false]);
  assert.equal((await optIn(start - 1)).givenAt, start - 5000);
  await assert.rejects(optIn(start + 600_000), refused('request.invalid'));
  const { optIns, suppressions, entries } = await permissions.of(account, contact);
  assert.deepEqual([optIns, suppressions], [[given], []]);
  assert.deepEqual(
    entries.map(({ act, purpose, recordedBy }) => [act, purpose, recordedBy]),
    [['granted', 'marketing', ada]],
  );
});

test('[OI2] a withdrawn opt-in holds no longer, and an older proof does not restore it', async () => {
  const { account, at, time, permissions, permits, optIn } = await open();
  await optIn();
  await optIn(start, 'service');
  time.now += 1000;
  await permissions.withdraw(account, ada, { ...at, purpose: 'marketing', words: 'on the phone' });
  assert.deepEqual(await Promise.all(['marketing', 'service'].map(permits)), [false, true]);
  await assert.rejects(optIn(start + 500), refused('request.conflict'));
  time.now += 1000;
  await optIn(time.now);
  assert.equal(await permits('marketing'), true);
  time.now += 1000;
  await permissions.withdraw(account, ada, { ...at, purpose: null, words: '' });
  assert.deepEqual(await Promise.all(['marketing', 'service'].map(permits)), [false, false]);
});

const entriesIn = (within: Awaited<ReturnType<typeof open>>['within']) =>
  within((sql) =>
    sql.rows<{ act: string; purpose: string | null; words: string; address: string }>(
      'SELECT act, purpose, words, address FROM permission_entries ORDER BY recorded_at, purpose',
    ),
  );

test('[OI2] a withdrawal where nobody opted in is recorded, and an older proof does not opt in', async () => {
  const { account, at, time, told, permission, permissions, within, permits, optIn } = await open();
  time.now += 1000;
  const withdrawal = { ...at, purpose: 'marketing', words: 'on the phone' } as const;
  await permissions.withdraw(account, ada, withdrawal);
  await permissions.withdraw(account, ada, withdrawal);
  assert.deepEqual(await entriesIn(within), [
    { act: 'withdrawn', purpose: 'marketing', words: 'on the phone', address: at.address },
  ]);
  assert.deepEqual(told, [['withdrawn', 'marketing', 'account']]);
  const isWithdrawn = (purpose: string, givenAt: number) =>
    within((sql) => permission.isWithdrawnSince(sql, at, { purpose, givenAt }));
  assert.deepEqual(
    await Promise.all([isWithdrawn('marketing', start), isWithdrawn('service', start)]),
    [true, false],
  );
  await assert.rejects(optIn(start), refused('request.conflict'));
  assert.equal(await permits('marketing'), false);
  time.now += 1000;
  await optIn(time.now);
  assert.equal(await permits('marketing'), true);
  assert.equal(await isWithdrawn('marketing', start), false, 'they opted in since');
});

test('[OI2] a withdrawal of everything holds for purposes to which nobody opted in, too', async () => {
  const { account, at, time, permissions, within, permits, optIn } = await open();
  await optIn(start, 'service');
  time.now += 1000;
  await permissions.withdraw(account, ada, { ...at, purpose: null, words: '' });
  await assert.rejects(optIn(start, 'marketing'), refused('request.conflict'));
  assert.deepEqual(await Promise.all(['marketing', 'service'].map(permits)), [false, false]);
  const acts = (await entriesIn(within)).map(({ act, purpose }) => [act, purpose]);
  assert.deepEqual(acts, [
    ['granted', 'service'],
    ['withdrawn', 'service'],
    ['withdrawn', null],
  ]);
});

test('[OI7] card numbers in what is recorded are masked, whoever says them', async () => {
  const { account, at, time, permissions, within, hear } = await open();
  const said = 'Paid with 4111 1111 1111 1111.';
  const masked = 'Paid with [•••• 1111].';
  const proof = { ...at, purpose: 'marketing', givenAt: start, place: said, words: said };
  const given = await permissions.record(account, ada, proof);
  assert.deepEqual([given.place, given.words], [masked, masked]);
  time.now += 1000;
  await permissions.withdraw(account, ada, { ...at, purpose: 'marketing', words: said });
  assert.equal((await permissions.suppress(account, ada, { ...at, words: said })).words, masked);
  await permissions.release(account, ada, { ...at, words: said });
  time.now += 1000;
  await hear({ type: 'opt-out', by: 'words', words: said, at: time.now });
  const entries = await entriesIn(within);
  assert.deepEqual(new Set(entries.map(({ words }) => words)), new Set([masked]));
  assert.equal(entries.length, 5);
});

test('[OI4] an e-mail address permits the same however it is spelt, any other as it is spelt', async () => {
  const { account, time, permission, permissions, within } = await open();
  const email = ChannelId.parse('email');
  const [typed, small] = ['Ada@Post.Example', 'ada@post.example'];
  const asked = { purpose: 'marketing', givenAt: start, place: 'Fair', words: 'Yes' };
  const given = await permissions.record(account, ada, {
    channel: email,
    address: typed,
    ...asked,
  });
  assert.equal(given.address, small);
  const isSuppressed = (address: string, channel = email) =>
    within((sql) => permission.isSuppressed(sql, { channel, address }));
  time.now += 1000;
  const made = await permissions.suppress(account, ada, {
    channel: email,
    address: typed,
    words: '',
  });
  assert.equal(made.address, small);
  assert.deepEqual(await Promise.all([typed, small].map((each) => isSuppressed(each))), [
    true,
    true,
  ]);
  assert.equal(await within((sql) => permission.mayMailLeave(sql, 'ADA@post.example')), false);
  const listed = await permissions.list(account, { limit: 2, address: 'ADA@Post.example' });
  assert.deepEqual(
    listed.items.map(({ address }) => address),
    [small],
  );
  time.now += 1000;
  await permissions.release(account, ada, {
    channel: email,
    address: 'ada@POST.example',
    words: '',
  });
  assert.equal(await isSuppressed(small), false);
  const other = ChannelId.parse('messenger');
  await permissions.suppress(account, ada, { channel: other, address: 'AbC', words: '' });
  assert.deepEqual(await Promise.all(['AbC', 'abc'].map((each) => isSuppressed(each, other))), [
    true,
    false,
  ]);
});

test('[CB11.5] a number that said STOP to one channel for SMS gets no text of the account by another', async () => {
  const { account, time, permission, permissions, within } = await open();
  const [one, other, post] = ['sms-one', 'sms-other', 'post-too'].map((id) => ChannelId.parse(id));
  assert.ok(one !== undefined && other !== undefined && post !== undefined);
  await within(async (sql) => {
    for (const [id, kind] of [
      [one, 'sms'],
      [other, 'sms'],
      [post, 'email'],
    ])
      await sql.run(
        'INSERT INTO channels (account, id, kind, created_at) VALUES ($1, $2, $3, now())',
        [account, id, kind],
      );
  });
  const number = '+4930123456';
  const may = () => within((sql) => permission.mayTextLeave(sql, number));
  const say = (what: 'suppress' | 'release', channel: ChannelId) => {
    time.now += 1000;
    return permissions[what](account, ada, { channel, address: number, words: '' });
  };
  // What was said to a channel of another kind is no word about texts.
  await say('suppress', post);
  assert.equal(await may(), true);
  await say('suppress', other);
  assert.equal(await may(), false);
  await say('release', other);
  assert.equal(await may(), true);
});

test('[OI3] STOP withdraws every opt-in and suppresses the address until START, whatever else they write', async () => {
  const { time, told, permits, optIn, hear, isSuppressed } = await open();
  await optIn();
  time.now += 1000;
  await hear({ type: 'opt-out', by: 'words', words: 'STOP', at: time.now });
  assert.deepEqual([await permits('marketing'), await isSuppressed()], [false, true]);
  time.now += 1000;
  await hear({ type: 'wrote', at: time.now });
  await hear({ type: 'opt-in', by: 'provider', at: time.now });
  assert.equal(await isSuppressed(), true);
  await assert.rejects(optIn(time.now), refused('contact.opted_out'));
  await hear({ type: 'opt-in', by: 'words', words: 'START', at: time.now });
  assert.deepEqual([await permits('marketing'), await isSuppressed()], [false, false]);
  assert.deepEqual(told, [
    ['granted', 'marketing', 'account'],
    ['withdrawn', 'marketing', 'words'],
    ['suppressed', null, 'words'],
    ['released', null, 'words'],
  ]);
});

test('[OI3] a block ends when the contact writes or follows again; one purpose suppresses nothing', async () => {
  const { time, permits, optIn, hear, isSuppressed } = await open();
  await optIn();
  await hear({ type: 'opt-out', by: 'provider', purpose: 'marketing' });
  assert.deepEqual([await permits('marketing'), await isSuppressed()], [false, false]);
  for (const again of [{ type: 'wrote' }, { type: 'opt-in', by: 'provider' }] as const) {
    time.now += 1000;
    await hear({ type: 'opt-out', by: 'provider', at: time.now });
    assert.equal(await isSuppressed(), true);
    time.now += 1000;
    await hear({ ...again, at: time.now });
    assert.equal(await isSuppressed(), false);
  }
});

test('[OI5] what is heard late, again or from a clock that is ahead changes nothing that was said since', async () => {
  const { time, told, hear, isSuppressed } = await open();
  await hear({ type: 'opt-out', by: 'words', words: 'STOP', at: start });
  await hear({ type: 'opt-out', by: 'words', words: 'STOP', at: start });
  await hear({ type: 'opt-in', by: 'words', words: 'START', at: start - 1000 });
  assert.equal(await isSuppressed(), true);
  time.now += 5000;
  await hear({ type: 'opt-in', by: 'words', words: 'START', at: start + 2000 });
  await hear({ type: 'opt-out', by: 'provider', at: start + 1000 });
  assert.equal(await isSuppressed(), false);
  assert.equal(told.length, 2);
  await hear({ type: 'opt-out', by: 'words', words: 'STOP', at: time.now + 86_400_000 });
  time.now += 1000;
  await hear({ type: 'opt-in', by: 'words', words: 'START', at: time.now });
  assert.equal(await isSuppressed(), false);
});

test('[OI6] people suppress and release addresses; what they suppressed the contact does not end', async () => {
  const { account, at, time, bus, permissions, hear, isSuppressed } = await open();
  const heard: unknown[] = [];
  subscribe(bus, addressSuppressed, (each) => heard.push(each));
  const words = 'A letter of 4 May';
  const made = await permissions.suppress(account, ada, { ...at, words });
  assert.deepEqual(made, { ...at, words, reason: 'account', since: start, suppressedBy: ada });
  assert.deepEqual(heard, [{ account, ...at }]);
  time.now += 1000;
  await hear({ type: 'opt-in', by: 'words', words: 'START', at: time.now });
  assert.equal(await isSuppressed(), true);
  await permissions.release(account, ada, { ...at, words: 'They came to the shop.' });
  assert.equal(await isSuppressed(), false);
  await bus.close();
});

test('[OI6] suppressions are listed in pages, newest first, by channel and by address', async () => {
  const { account, time, permissions } = await open();
  const channel = ChannelId.parse('sms');
  for (const address of ['+1', '+2', '+3']) {
    await permissions.suppress(account, ada, { channel, address, words: '' });
    if (address !== '+2') time.now += 1000;
  }
  const first = await permissions.list(account, { limit: 2 });
  const next = first.next ?? undefined;
  const second = await permissions.list(account, { limit: 2, cursor: next });
  assert.deepEqual(
    [...first.items, ...second.items].map(({ address }) => address),
    ['+2', '+3', '+1'],
  );
  assert.equal(second.next, null);
  const one = await permissions.list(account, { limit: 2, address: '+3', channel });
  assert.deepEqual([one.items.length, one.next], [1, null]);
  const none = await permissions.list(account, { limit: 2, channel: ChannelId.parse('email') });
  assert.deepEqual(none.items, []);
});

test('[OI7] no other account sees what an account recorded, and entries are never changed', async () => {
  const { account, at, permissions, within, optIn } = await open();
  await optIn();
  await permissions.suppress(account, ada, { ...at, words: '' });
  const other = await open();
  assert.equal(await other.isSuppressed(), false);
  assert.deepEqual((await other.permissions.list(other.account, { limit: 9 })).items, []);
  const contact = await (await open()).talk('+1');
  await assert.rejects(permissions.of(account, contact), refused('request.not_found'));
  await assert.rejects(
    within((sql) => sql.run("UPDATE permission_entries SET words = 'other'")),
    /permission denied/,
  );
});
