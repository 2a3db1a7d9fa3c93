// A POST with a key is performed once, whatever happens before its response arrives.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { after, before, describe, test, type TestContext } from 'node:test';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { EngineError } from '@opportune/server/adapter/engine-error.ts';
import { testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import { type Api, type Person, startApi } from '../../../../test/support/api.test-support.ts';
import { notedRecords } from './noted-writes.ts';
import { principalNamed } from '../access/principal.test-support.ts';
import { refuse } from '../problem/refusal.ts';
import { createHttp } from '../server.ts';
import { openTurns } from '../turns.ts';

let api: Api;
let ada: Person & { account: string };
before(async () => {
  api = await startApi();
  ada = await api.newAccount();
});
after(() => api.close());

const site = { name: 'Shop', origins: [] };
const post = (key: string, body: unknown = site, by: Person = ada) =>
  by.call('POST', '/sites', body, { 'idempotency-key': key });
const count = async () => (await ada.call('GET', '/sites?limit=200')).body.items.length;

test('the same request again gets the first answer and does nothing', async () => {
  const before = await count();
  const key = randomUUID();
  const [first, again] = [await post(key), await post(key)];
  assert.deepEqual([again.status, again.body], [first.status, first.body]);
  assert.deepEqual(
    [first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')],
    [null, 'true'],
  );
  assert.equal(await count(), before + 1);
});

test('without a key each request is its own', async () => {
  const before = await count();
  await ada.call('POST', '/sites', site);
  await ada.call('POST', '/sites', site);
  assert.equal(await count(), before + 2);
});

test('of many at once with one key one is performed', async () => {
  const before = await count();
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(key)));
  assert.equal(await count(), before + 1);
  for (const { status, body } of answers)
    assert.ok(status === 201 || body.code === 'request.under_way', JSON.stringify(body));
});

test('a key that was used for another request is refused', async () => {
  const key = randomUUID();
  await post(key);
  const other = await post(key, { name: 'Other', origins: [] });
  assert.deepEqual([other.status, other.body.code], [422, 'request.key_reused']);
});

test('a refused request is not remembered: corrected, it may use the key', async () => {
  const key = randomUUID();
  assert.equal((await post(key, { name: 'Shop', origins: ['nonsense'] })).status, 422);
  assert.equal((await post(key)).status, 201);
});

test("two people's keys do not meet, in one account or in two", async () => {
  const key = randomUUID();
  const [colleague, stranger] = [await api.invite(ada, 'administrator'), await api.newAccount()];
  const ids = [
    await post(key),
    await post(key, site, colleague),
    await post(key, site, stranger),
  ].map(({ body }) => body.id);
  assert.equal(new Set(ids).size, 3);
});

test('what is stored of an answer does not show the secret in it', async () => {
  const { body: shop } = await ada.call('POST', '/sites', site);
  const key = randomUUID();
  const make = () =>
    ada.call('POST', `/sites/${shop.id}/keys`, { name: 'server' }, { 'idempotency-key': key });
  const { body } = await make();
  assert.equal((await make()).body.secret, body.secret);
  const rows = await api.records.withAccount(AccountId.parse(ada.account), (sql) =>
    sql.rows<{ sealed_body: Buffer | null }>('SELECT sealed_body FROM idempotent_requests'),
  );
  assert.ok(rows.length > 0);
  for (const { sealed_body } of rows) assert.ok(!sealed_body?.includes(body.secret));
});

test('a key is forgotten after a day', async () => {
  const key = randomUUID();
  const first = await post(key);
  api.time.skewMs += 24 * 3600_000 + 1;
  const later = await post(key);
  assert.notEqual(later.body.id, first.body.id);
});

/** An API on the records of the test. */
function createOwn(records: Records) {
  return createHttp({
    homes: onlyHome,
    log: testLog(),
    clock: api.clock,
    records,
    budgets: openMemoryBudgets({ now: () => Date.now() }),
    turns: openTurns(),
    authentication: {
      findSession: async () => principalNamed(AccountId.parse(ada.account), 'ada', 1),
      isOperator: () => false,
      isOwnOrigin: () => true,
    },
    readiness: async () => ({ records: true }),
    consoleFolder: '/nonexistent',
    docsFolder: '/nonexistent',
    bind: async (server: Server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    },
    trustedProxies: [],
    connections: 1000,
    keyedPrefix: () => '',
    secure: false,
    version: '0.0.0',
  });
}

/** Sends requests with a key to one path. */
function sendingTo(port: number, path: string) {
  return async (key: string) => {
    const headers = { authorization: 'Bearer any', 'idempotency-key': key };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers });
    const body = await response.json();
    return {
      said: body.code ?? body.number,
      retry: body.retry,
      replayed: response.headers.has('idempotency-replayed'),
    };
  };
}

describe('where the answer of what was done cannot be stored', () => {
  /** A server on the same records, whose store may go away while `/made` is performed. */
  async function startMaking() {
    const store = { away: false, goesAway: false, refuses: false };
    const made = { times: 0, until: Promise.resolve() };
    const http = await createOwn({
      ...api.records,
      withAccount: (account, work) =>
        store.away
          ? Promise.reject(new EngineError('engine.unavailable'))
          : api.records.withAccount(account, work),
    });
    const schema = { response: { 201: z.object({ number: z.number() }) } };
    http.app.post('/api/v1/made', { config: { access: 'agent' }, schema }, async (_, reply) => {
      await made.until;
      store.away = store.goesAway;
      if (store.refuses) throw refuse('request.invalid');
      made.times += 1;
      return reply.code(201).send({ number: made.times });
    });
    const make = sendingTo(await http.listen(), '/api/v1/made');
    return { store, made, make, close: () => http.close(1000) };
  }

  test('[ID2] it is answered all the same, and its repeat once the store is back, too', async () => {
    const { store, made, make, close } = await startMaking();
    const key = randomUUID();
    store.goesAway = true;
    assert.equal((await make(key)).said, 1);
    assert.equal((await make(key)).said, 'engine.unavailable');
    Object.assign(store, { away: false, goesAway: false });
    for (const _ of [1, 2]) {
      const { said, replayed } = await make(key);
      assert.deepEqual([said, replayed], [1, true]);
    }
    assert.equal(made.times, 1);
    await close();
  });

  test('[ID2] what was refused just then may use its key again', async () => {
    const { store, made, make, close } = await startMaking();
    const key = randomUUID();
    Object.assign(store, { goesAway: true, refuses: true });
    assert.equal((await make(key)).said, 'request.invalid');
    Object.assign(store, { away: false, goesAway: false, refuses: false });
    assert.deepEqual([(await make(key)).said, made.times], [1, 1]);
    await close();
  });

  test('[ID3] by a process that is gone, a repeat is told that nobody knows, and does nothing', async () => {
    const first = await startMaking();
    const key = randomUUID();
    first.store.goesAway = true;
    assert.equal((await first.make(key)).said, 1);
    await first.close();
    const second = await startMaking();
    for (const _ of [1, 2]) {
      const { said, retry } = await second.make(key);
      assert.deepEqual([said, retry], ['request.outcome_unknown', false]);
    }
    assert.equal(second.made.times, 0);
    assert.equal((await second.make(randomUUID())).said, 1);
    await second.close();
  });

  test('[ID1] a repeat while it is performed is told so, and may ask again', async () => {
    const { made, make, close } = await startMaking();
    const key = randomUUID();
    const held = Promise.withResolvers<void>();
    made.until = held.promise;
    const first = make(key);
    // The request that came first is held, whichever it is.
    const { said, retry } = await Promise.race([first, make(key)]);
    assert.deepEqual([said, retry], ['request.under_way', true]);
    held.resolve();
    const again = async (): Promise<unknown> => {
      const answer = await make(key);
      return answer.said === 'request.under_way' ? again() : answer.said;
    };
    assert.equal(await again(), 1);
    await first;
    assert.equal(made.times, 1);
    await close();
  });
});

describe('what fails on our side', () => {
  type Step = (sql: Sql) => Promise<unknown>;
  const account = () => AccountId.parse(ada.account);
  const write: Step = (sql) => sql.run('UPDATE users SET room = room + 1');
  /** PostgreSQL ends this connection, as it does when it is stopped. */
  const breakOff: Step = (sql) => sql.rows('SELECT pg_terminate_backend(pg_backend_pid())');
  /** PostgreSQL ends the connection during the commit, when the deferred cursor is evaluated. */
  const breakOffLater: Step = (sql) =>
    sql.run('DECLARE later CURSOR WITH HOLD FOR SELECT pg_terminate_backend(pg_backend_pid())');
  const room = async () => (await ada.call('GET', '/users')).body.items[0].room;

  /** A route that runs the given transactions, step by step. One request uses them up. */
  async function startStoring(t: TestContext, transactions: readonly (readonly Step[])[]) {
    const left = [...transactions];
    const records = notedRecords(api.records);
    const http = await createOwn(records);
    const schema = { response: { 201: z.object({ number: z.number() }) } };
    http.app.post('/api/v1/stored', { config: { access: 'agent' }, schema }, async (_, reply) => {
      for (const steps of left.splice(0))
        await records.withAccount(account(), async (sql) => {
          for (const step of steps) await step(sql);
        });
      return reply.code(201).send({ number: 1 });
    });
    t.after(() => http.close(1000));
    return sendingTo(await http.listen(), '/api/v1/stored');
  }

  test('[ID4] before anything is written, or within one transaction, is performed by its repeat', async (t) => {
    const before = await room();
    const reads: Step = (sql) => sql.rows('SELECT id FROM users');
    for (const transactions of [[[breakOff]], [[reads], [write, breakOff]]]) {
      const send = await startStoring(t, transactions);
      const key = randomUUID();
      assert.equal((await send(key)).said, 'engine.unavailable');
      assert.equal((await send(key)).said, 1);
    }
    assert.equal(await room(), before);
  });

  test('[ID4] after it wrote, or as that was committed, leaves its repeat told that nobody knows', async (t) => {
    const before = await room();
    for (const transactions of [[[write], [breakOff]], [[write, breakOffLater]]]) {
      const send = await startStoring(t, transactions);
      const key = randomUUID();
      assert.equal((await send(key)).said, 'engine.unavailable');
      for (const _ of [1, 2]) {
        const { said, retry } = await send(key);
        assert.deepEqual([said, retry], ['request.outcome_unknown', false]);
      }
    }
    assert.equal(await room(), before + 1);
  });

  test('[ID4] what is refused after it wrote says what came of it, and may use its key again', async (t) => {
    const refusing: Step = async () => {
      throw refuse('mail.failed');
    };
    const send = await startStoring(t, [[write], [refusing]]);
    const key = randomUUID();
    assert.equal((await send(key)).said, 'mail.failed');
    assert.equal((await send(key)).said, 1);
  });
});
