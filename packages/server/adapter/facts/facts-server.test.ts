// The facts port on a ClickHouse by URL: the usual client, over the network.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { factsContract } from '@opportune/core/contracts/facts.contract.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { testDataFolder } from '../engines.test-support.ts';
import { checkClickhouse } from '../own-engines/check-clickhouse.ts';
import { type ClickhouseHttp, openClickhouseHttp } from './clickhouse-http.test-support.ts';
import { openFactsAt, openFactsServer } from './facts-server.ts';

const folder = testDataFolder();
let clickhouse: ClickhouseHttp;

before(async () => {
  clickhouse = await openClickhouseHttp(folder.path);
  const { own, facts } = await openFactsServer(clickhouse.url);
  await own();
  await facts.close();
});

after(async () => {
  await clickhouse.close();
  folder.remove();
});

factsContract('a ClickHouse by URL', () => openFactsAt(clickhouse.url));

it('[CL16.5] a ClickHouse by URL is found fit, migrates once, and shows each reader what another wrote', async () => {
  assert.match(await checkClickhouse(clickhouse.url), /^ClickHouse \d+\.\d+/);
  const [one, other] = await Promise.all([0, 1].map(() => openFactsServer(clickhouse.url)));
  assert.ok(one && other);
  await one.own();
  await other.own();
  await one.ping();
  const account = AccountId.parse(`by-url-${process.pid}`);
  const at = Date.UTC(2026, 0, 2);
  const event = {
    ...{ account, site: 's', visitor: 'v', visit: 'w', ordinal: 1, id: 'e1' },
    ...{ name: "A 'quoted' \\ name", at, received_at: at },
  };
  await one.facts.append({ token: `${account}-1`, tables: { events: [event] } });
  await other.facts.append({ token: `${account}-1`, tables: { events: [event] } });
  const sql = 'SELECT name FROM $events WHERE name = {name:String}';
  const read = await other.facts.query(account, sql, { name: event.name });
  assert.deepEqual(read, [{ name: event.name }]);
  await Promise.all([one.facts.close(), other.facts.close()]);
});
