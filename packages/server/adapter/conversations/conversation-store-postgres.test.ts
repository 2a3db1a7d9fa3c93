// The contract of the conversation store on a real PostgreSQL, and what row-level security adds.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { conversationStoreContract } from '@opportune/core/contracts/conversation-store.contract.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import {
  AccountId,
  ConversationId,
  MessageId,
  UserId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { openConversationStore } from './conversation-store-postgres.ts';
import { testEngines, type TestEngines } from '../engines.test-support.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

async function freshAccount(): Promise<AccountId> {
  const account = AccountId.parse(`a-${randomUUID()}`);
  await engines.records.withAccount(account, (sql) =>
    sql.run("INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', 's', now())", [
      account,
    ]),
  );
  return account;
}

conversationStoreContract('PostgreSQL', () => ({
  store: openConversationStore(engines.records),
  freshAccount,
}));

const tables = [
  'conversations',
  'messages',
  'conversation_requests',
  'blocked_addresses',
  'agent_choices',
  'agent_states',
  'conversation_holds',
];

test('[C16] every table of conversations forces row-level security, and shows no row without an account', async () => {
  const forced = await engines.records.withoutAccount((sql) =>
    sql.rows<{ relname: string }>(
      'SELECT relname FROM pg_class WHERE relname = ANY($1) AND relrowsecurity AND relforcerowsecurity',
      [tables],
    ),
  );
  assert.deepEqual(forced.map(({ relname }) => relname).sort(), [...tables].sort());
  const account = await freshAccount();
  const insert = `INSERT INTO agent_choices (account, agent, name, room, state, since) VALUES ($1, 'ada', '', 1, 'online', now())`;
  await engines.records.withAccount(account, (sql) => sql.run(insert, [account]));
  const count = 'SELECT count(*)::int AS n FROM agent_choices';
  assert.equal(
    (await engines.records.withAccount(account, (sql) => sql.row<{ n: number }>(count)))?.n,
    1,
  );
  assert.equal(
    (await engines.records.withoutAccount((sql) => sql.row<{ n: number }>(count)))?.n,
    0,
  );
  const other = await freshAccount();
  await assert.rejects(
    engines.records.withAccount(other, (sql) => sql.run(insert, [account])),
    /row-level security/,
  );
});

test('[CS1] messages left before cases existed are listed and counted with the state that is read for them', async () => {
  const account = await freshAccount();
  const insert = `INSERT INTO conversations
    (account, id, channel, contact, address, visitor_name, status, started_at, queued_at, last_at,
      answered_at, site, visitor)
    VALUES ($1, $2, 'web', 'bo', 'v', '', 'message', now(), now(), now(), $3, 'shop', 'v')`;
  await engines.records.withAccount(account, async (sql) => {
    await sql.run("INSERT INTO contacts (account, id, created_at) VALUES ($1, 'bo', now())", [
      account,
    ]);
    await sql.run(insert, [account, 'waits', null]);
    await sql.run(insert, [account, 'has-answer', new Date()]);
  });
  const store = openConversationStore(engines.records);
  for (const [caseState, id] of [
    ['open', 'waits'],
    ['answered', 'has-answer'],
  ] as const) {
    const listed = await store.list(account, { caseState, before: null, limit: 9 });
    assert.deepEqual(
      listed.map((each) => [each.id, each.caseState]),
      [[id, caseState]],
    );
  }
  assert.equal(await store.openCases(account), 1);
});

test('[CT5] new messages and what belongs to them are stored together or not at all', async () => {
  const account = await freshAccount();
  const visitor = VisitorId.parse('bo');
  const made = {
    ...{ id: ConversationId.parse('c'), site: null, visitor, visitorName: '' },
    ...{ ...visitorAddress(visitor), skill: null, origin: null, replyTo: null, topic: null },
    ...({ status: 'waiting', startedAt: 1 } as const),
  };
  const said = (id: string) =>
    ({
      ...{ id: MessageId.parse(id), at: 2 },
      ...({ author: { type: 'visitor' }, body: { type: 'text', text: id } } as const),
    }) as const;
  const told: string[] = [];
  let stored = 0;
  let fails = false;
  const store = openConversationStore(engines.records, undefined, async (_, of, written) => {
    assert.equal(of, account);
    const all = await written;
    if (all.length === 0) return null;
    told.push(...all.flatMap(({ messages }) => messages.map(({ message }) => message.id)));
    if (fails) throw new Error('it cannot be stored');
    return () => void (stored += 1);
  });
  await store.open(account, 'r', made, [said('m1')]);
  await store.append(account, made.id, [said('m2')], {});
  await store.append(account, made.id, [said('m2')], {});
  await store.append(account, made.id, [], { status: 'active' });
  assert.deepEqual(told, ['m1', 'm2']);
  fails = true;
  await assert.rejects(store.append(account, made.id, [said('m3')], {}), /cannot be stored/);
  assert.equal((await store.load(account, made.id))?.lastSequence, 2);
  assert.equal(stored, 2, 'told once what is stored, and nothing of what is not');
});

test('[IN2] a message that cannot be stored, or has to wait, keeps back none that come with it', async () => {
  const account = await freshAccount();
  const store = openConversationStore(engines.records, undefined, async (_, _of, all) => {
    if ((await all).some(({ messages }) => messages.some(({ message }) => message.id === 'bad')))
      throw new Error('it cannot be stored');
    return null;
  });
  const talks = ['one', 'two', 'three'].map((name) => {
    const visitor = VisitorId.parse(name);
    return {
      ...{ id: ConversationId.parse(name), ...visitorAddress(visitor), site: null, visitor },
      ...{ visitorName: '', skill: null, origin: null, startedAt: 0, replyTo: null, topic: null },
      ...({ status: 'waiting' } as const),
    };
  });
  for (const talk of talks) await store.open(account, 'r', talk, []);
  const say = (nth: number, id: string) =>
    store.append(
      account,
      ConversationId.parse(talks[nth]?.id),
      [
        {
          ...({ id: MessageId.parse(id), author: { type: 'visitor' }, at: 0 } as const),
          body: { type: 'text', text: id },
        },
      ],
      {},
    );
  const [good, bad, fine] = await Promise.allSettled([
    say(0, 'good'),
    say(1, 'bad'),
    say(2, 'fine'),
  ]);
  assert.deepEqual(
    [good, bad, fine].map((each) => each?.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  const held = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const holder = engines.records.withAccount(account, async (sql) => {
    await sql.run("SELECT 1 FROM conversations WHERE id = 'two' FOR UPDATE");
    locked.resolve();
    await held.promise;
  });
  await locked.promise;
  const waits = say(1, 'later');
  await Promise.all([say(0, 'next'), say(2, 'also')]);
  await say(0, 'more');
  held.resolve();
  await holder;
  assert.equal((await waits)?.messages[0]?.message.sequence, 1);
});

test('[C29] every state that an agent chose is stored once, with its instant and its reason', async () => {
  const account = await freshAccount();
  const store = openConversationStore(engines.records);
  const user = UserId.parse('ada');
  const chose = (state: 'online' | 'away', since: number, reason: string | null) =>
    store.remember(account, {
      ...({ user, name: 'Ada', kind: 'person', room: 3 } as const),
      ...{ state, reason, since, chosen: null },
    });
  await chose('online', 1_000, null);
  await chose('away', 2_000, 'Lunch');
  await chose('away', 2_000, 'Lunch');
  const rows = await engines.records.withAccount(account, (sql) =>
    sql.rows('SELECT state, reason, since FROM agent_states ORDER BY since'),
  );
  assert.deepEqual(rows, [
    { state: 'online', reason: null, since: new Date(1_000) },
    { state: 'away', reason: 'Lunch', since: new Date(2_000) },
  ]);
});

test('[CU7] search forgets the words of a deleted message', async () => {
  const account = await freshAccount();
  const store = openConversationStore(engines.records);
  const visitor = VisitorId.parse(randomUUID());
  const id = ConversationId.parse(randomUUID());
  const made = {
    ...{ id, ...visitorAddress(visitor), site: null, visitor, visitorName: 'Bo', skill: null },
    ...{ origin: null, startedAt: 0, replyTo: null, topic: null },
    ...({ status: 'waiting' } as const),
  };
  const said = (name: string) => ({
    ...({ id: MessageId.parse(name), author: { type: 'visitor' }, at: 0 } as const),
    body: { type: 'text', text: `the ${name}` } as const,
  });
  await store.open(account, 'r', made, [said('lantern'), said('compass')]);
  const found = async (word: string) => {
    const rows = await engines.records.withAccount(account, (sql) =>
      sql.rows(
        `SELECT 1 FROM search_index
         WHERE document @@ plainto_tsquery(search_configuration(), $1) AND sequence > 0`,
        [word],
      ),
    );
    return rows.length;
  };
  assert.deepEqual([await found('lantern'), await found('compass')], [1, 1]);
  await store.erase(account, id, [MessageId.parse('lantern')]);
  assert.deepEqual([await found('lantern'), await found('compass')], [0, 1]);
});
