// Which facts of a former process count, on a real PostgreSQL and a ClickHouse by URL.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import { type TestEngines, testDataFolder, testEngines, testLog } from '../engines.test-support.ts';
import { type ClickhouseHttp, openClickhouseHttp } from './clickhouse-http.test-support.ts';
import { committing, endRuns, forgetRun } from './ended-runs.ts';
import { openFactsServer } from './facts-server.ts';
import { openNodeFacts } from './node-facts.ts';

const folder = testDataFolder();
const account = AccountId.parse(`late-${process.pid}`);
let clickhouse: ClickhouseHttp;
let engines: TestEngines;

before(async () => {
  engines = await testEngines();
  clickhouse = await openClickhouseHttp(folder.path);
  const { own, facts } = await openFactsServer(clickhouse.url);
  await own();
  await facts.close();
});

after(async () => {
  await engines.close();
  await clickhouse.close();
  folder.remove();
});

function batch(run: string, number: number) {
  const at = Date.UTC(2026, 0, 2);
  const event = {
    ...{ account, site: 's', visitor: 'v', visit: 'w', ordinal: number, id: `${run}.${number}` },
    ...{ name: 'Step', at, received_at: at },
  };
  return { token: `${run}.${number}`, tables: { events: [event] } };
}

async function idsIn(facts: FactStore): Promise<readonly string[]> {
  const rows = await facts.query<{ id: string }>(account, 'SELECT id FROM $events ORDER BY id');
  return rows.map(({ id }) => id);
}

const opened = (name: string) =>
  openNodeFacts(clickhouse.url, { records: engines.records, name, log: testLog() });

test('[CL21] what a former process stores after its name was taken is neither acknowledged nor read, and is removed', async () => {
  const name = `1-${process.pid}`;
  const former = (await opened(name)).facts;
  for (const number of [1, 9, 10]) await former.append(batch('former', number));
  assert.deepEqual(await idsIn(former), ['former.1', 'former.10', 'former.9']);
  const next = (await opened(name)).facts;
  const late = { code: 'engine.unavailable' };
  await assert.rejects(former.append(batch('former', 11)), late);
  await assert.rejects(former.append(batch('former', 100)), late);
  await next.append(batch('next', 1));
  const counted = ['former.1', 'former.10', 'former.9', 'next.1'];
  assert.deepEqual(await idsIn(next), counted);

  const whole = await openFactsServer(clickhouse.url);
  assert.deepEqual((await idsIn(whole.facts)).length, 6, 'ClickHouse has taken them');
  const ended = await endRuns(engines.records, name);
  const run = ended.find((one) => one.run === 'former') ?? assert.fail();
  assert.equal(run.through, 10);
  await whole.sweep(run);
  await whole.sweep(run);
  await forgetRun(engines.records, run);
  assert.deepEqual(await idsIn(whole.facts), counted);
  for (const facts of [former, next, whole.facts]) await facts.close();
});

test('[CL21.1] a batch that is not committed at once is stored once', async () => {
  const name = `4-${process.pid}`;
  const whole = await openFactsServer(clickhouse.url);
  let inserts = 0;
  const counting: FactStore = {
    ...whole.facts,
    async append(given) {
      inserts += 1;
      await whole.facts.append(given);
    },
  };
  const facts = committing(counting, engines.records, name);
  await facts.append(batch('slow', 1));
  await endRuns(engines.records, name);
  for (const _ of [1, 2, 3])
    await assert.rejects(facts.append(batch('slow', 2)), { code: 'engine.unavailable' });
  assert.equal(inserts, 2);
  await facts.close();
});

test('[CL21.2] other names, and what is no batch of a ledger, are not touched', async () => {
  const [one, other] = [`2-${process.pid}`, `3-${process.pid}`];
  const former = (await opened(one)).facts;
  const beside = (await opened(other)).facts;
  await former.append(batch('silent', 1));
  const next = (await opened(one)).facts;
  await beside.append(batch('beside', 1));
  await beside.append({ ...batch('sample', 1), token: 'sample 1' });
  const ids = await idsIn(next);
  assert.ok(['silent.1', 'beside.1', 'sample.1'].every((id) => ids.includes(id)));
  for (const facts of [former, beside, next]) await facts.close();
});
