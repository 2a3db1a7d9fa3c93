// The contract of the job table on a real PostgreSQL, and what row-level security adds.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { anyLane, jobStoreContract } from '@opportune/core/contracts/jobs.contract.ts';
import { AccountId, JobId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../engines.test-support.ts';
import { openJobStore } from './jobs-postgres.ts';

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

jobStoreContract('PostgreSQL', () => ({
  store: openJobStore(engines.records),
  later: openJobStore(engines.records, 2),
  records: engines.records,
  freshAccount,
}));

test('promise 6: no account makes, takes, revives or drops the jobs of another', async () => {
  const store = openJobStore(engines.records);
  const [ours, theirs] = [await freshAccount(), await freshAccount()];
  const now = Date.now();
  const made = {
    ...{ id: JobId.parse('a'), kind: 'test', key: 'a', lane: 'test', payload: {} },
    ...{ dueAt: now, deadlineAt: now + 1000 },
  };
  await engines.records.withAccount(theirs, (sql) => store.make(sql, theirs, made, now));
  await assert.rejects(
    engines.records.withAccount(ours, (sql) =>
      store.make(sql, theirs, { ...made, id: JobId.parse('b') }, now),
    ),
    /row-level security/,
  );
  const order = { lease: 'us', now, until: now + 1000, kinds: ['test'], most: 9, ...anyLane };
  assert.deepEqual(await store.lease(ours, order), []);
  const [taken] = await store.lease(theirs, order);
  assert.ok(taken !== undefined);
  assert.equal(await store.settle(ours, taken, { type: 'done' }, now), false);
  assert.equal(await store.settle(theirs, taken, { type: 'dead', reason: 'no' }, now), true);
  const times = { now, deadlineAt: now + 1000 };
  for (const [account, allowed] of [
    [ours, false],
    [theirs, true],
  ] as const) {
    const revived = await engines.records.withAccount(account, (sql) =>
      store.revive(sql, made.id, times),
    );
    assert.equal(revived, allowed);
  }
});
