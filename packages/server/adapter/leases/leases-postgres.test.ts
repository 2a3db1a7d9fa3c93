// The contract of leases on a real PostgreSQL and in memory, and what only a database can do wrong.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { leasesContract, type LeasesUnderTest } from '@opportune/core/contracts/leases.contract.ts';
import type { DeskEpoch, Leases } from '@opportune/core/ports/leases.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import {
  memoryLeases,
  newLeaseMemory,
} from '@opportune/core/sim/cluster/leases-memory.test-support.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import pg from 'pg';
import { ownRecords, testLog } from '../engines.test-support.ts';
import { until } from '../process/processes.test-support.ts';
import { openRecords } from '../records/records-postgres.ts';
import { connectionName, onlyAsMember, openLeases } from './leases-postgres.ts';
import { freshAccount, makeNotes } from './notes.test-support.ts';

let engine: Awaited<ReturnType<typeof ownRecords>>;
before(async () => {
  engine = await ownRecords();
  await makeNotes(engine.owner);
});
after(() => engine.close());

class Refused extends Error {}

async function write(
  leases: Leases,
  account: AccountId,
  desk: DeskEpoch,
  text: string,
): Promise<boolean> {
  try {
    await engine.records.withAccount(account, async (sql) => {
      const values = [account, text, desk.shard, desk.since];
      await sql.run('INSERT INTO fenced_notes VALUES ($1, 0, $2, $3, $4)', values);
      if (!(await leases.holds(sql, desk))) throw new Refused();
    });
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

leasesContract('PostgreSQL', async (): Promise<LeasesUnderTest> => {
  return {
    one: openLeases(engine.records),
    other: openLeases(engine.records),
    freshAccount: () => freshAccount(engine.records),
    write,
    written: (account) =>
      engine.records.withAccount(account, async (sql) => {
        const rows = await sql.rows<{ text: string }>(
          'SELECT text FROM fenced_notes ORDER BY text',
        );
        return rows.map(({ text }) => text);
      }),
    close: async () => {},
  };
});

leasesContract('in memory', async (): Promise<LeasesUnderTest> => {
  const store = newLeaseMemory();
  const notes = new Map<AccountId, string[]>();
  const account = (sql: unknown) => AccountId.parse(sql);
  const open = () => memoryLeases(store, account);
  return {
    one: open(),
    other: open(),
    freshAccount: async () => AccountId.parse(`a-${randomUUID()}`),
    async write(leases, of, desk, text) {
      // The memory's transactions are the name of their account.
      if (!(await leases.holds(of as unknown as Sql, desk))) return false;
      notes.set(of, [...(notes.get(of) ?? []), text]);
      return true;
    },
    written: async (of) => (notes.get(of) ?? []).toSorted(),
    close: async () => {},
  };
});

test('[CL9.3] a write that began before its desk was taken by another is stored before it, or refused', async () => {
  const account = await freshAccount(engine.records);
  const leases = openLeases(engine.records);
  const old = { shard: 'a', epoch: 1, since: 2 };
  const later = { shard: 'b', epoch: 2, since: 3 };
  assert.ok(await leases.take(account, old));
  const holding = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const writing = engine.records.withAccount(account, async (sql) => {
    assert.ok(await leases.holds(sql, old));
    holding.resolve();
    await goOn.promise;
    await sql.run("INSERT INTO fenced_notes VALUES ($1, 1, 'in time', 'a', 2)", [account]);
  });
  await holding.promise;
  let isTaken = false;
  const taking = leases.take(account, later).then((taken) => {
    isTaken = true;
    return taken;
  });
  // A round trip of another kind shows that the taking has had its turn.
  await leases.ask({ type: 'look' });
  assert.equal(isTaken, false);
  goOn.resolve();
  await writing;
  assert.ok(await taking);
  const rows = await engine.records.withAccount(account, (sql) =>
    sql.rows('SELECT text FROM fenced_notes'),
  );
  assert.deepEqual(rows, [{ text: 'in time' }]);
});

test('[CL9.4] a lost process that stopped within a transaction keeps nobody waiting', async () => {
  const account = await freshAccount(engine.records);
  const holder = 'a.stopped';
  const stopped = openRecords(
    { ...engine.app, application_name: connectionName(holder) },
    testLog(),
  );
  const leases = openLeases(engine.records);
  const old = { shard: 'a', epoch: 1, since: 2 };
  assert.ok(await leases.take(account, old));
  const holding = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const writing = stopped.withAccount(account, async (sql) => {
    await openLeases(stopped).holds(sql, old);
    await sql.run("INSERT INTO fenced_notes VALUES ($1, 1, 'too late', 'a', 2)", [account]);
    holding.resolve();
    await goOn.promise;
  });
  const refused = assert.rejects(writing);
  await holding.promise;
  await leases.cutOff(holder);
  assert.ok(await leases.take(account, { shard: 'b', epoch: 2, since: 3 }));
  goOn.resolve();
  await refused;
  const rows = await engine.records.withAccount(account, (sql) =>
    sql.rows('SELECT text FROM fenced_notes'),
  );
  assert.deepEqual(rows, []);
  await stopped.close();
});

test('[CL19.2] a node that was removed and cut off gets no connection again', async (t) => {
  const leases = openLeases(engine.records);
  const [node, process] = [`node-${randomUUID().slice(0, 8)}`, `shard 1 ${randomUUID()}`];
  const { register } = await leases.ask({ type: 'look' });
  const speaks = { oldest: 1, newest: 1 };
  const joining = { shard: node, holder: node, address: node, speaks };
  await leases.ask({ type: 'join', epoch: register.epoch, beat: 1, ...joining });
  const records = openRecords(
    {
      ...engine.app,
      ...{ application_name: connectionName(process), onConnect: onlyAsMember(node), max: 2 },
    },
    testLog(),
  );
  t.after(() => records.close());
  const ask = () => records.withoutAccount((sql) => sql.row<{ one: number }>('SELECT 1 AS one'));
  assert.deepEqual(await ask(), { one: 1 });
  const joined = (await leases.ask({ type: 'look' })).register;
  const held = joined.shards.find(({ holder }) => holder === node);
  assert.ok(held !== undefined);
  await leases.ask({ type: 'expel', owner: { shard: node, epoch: held.epoch }, beat: held.beat });
  await leases.cutOff(process);
  await until('it is cut off', async () => {
    const sql = 'SELECT 1 FROM pg_stat_activity WHERE application_name = $1';
    const left = await engine.records.withoutAccount((on) =>
      on.row(sql, [connectionName(process)]),
    );
    return left === undefined;
  });
  await assert.rejects(ask(), { code: 'engine.unavailable' });
});

test('promise 6: the app role reads and changes the register and the runs by their functions alone', async () => {
  const client = new pg.Client(engine.app);
  await client.connect();
  await assert.rejects(client.query('SELECT * FROM cluster_register'), { code: '42501' });
  await assert.rejects(client.query('UPDATE cluster_register SET revision = 9'), { code: '42501' });
  await assert.rejects(client.query('SELECT * FROM fact_runs'), { code: '42501' });
  await assert.rejects(client.query('UPDATE fact_runs SET through = 9'), { code: '42501' });
  await client.end();
  const [ours, theirs] = [await freshAccount(engine.records), await freshAccount(engine.records)];
  assert.ok(await openLeases(engine.records).take(theirs, { shard: 'a', epoch: 1, since: 1 }));
  const rows = await engine.records.withAccount(ours, (sql) =>
    sql.rows('SELECT * FROM desk_epochs'),
  );
  assert.deepEqual(rows, []);
});
