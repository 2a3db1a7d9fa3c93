// What a look at the log of facts reads, on the engine itself: what is new, however much there is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { testDataFolder } from '../../adapter/engines.test-support.ts';
import { openChdbWriter } from '../../adapter/facts/chdb.ts';
import type { FactWriter } from '../../adapter/facts/facts-append.ts';
import { scopeQuery } from '../../adapter/facts/facts-query.ts';
import { removeRows } from '../../adapter/facts/facts-remove.ts';
import { migrateFacts } from '../../adapter/migrate-facts.ts';
import { readFacts } from './read-facts.ts';
import { wholeRun } from '../../../../test/support/whole-run.test-support.ts';

const folder = testDataFolder();
const [busy, other] = ['busy', 'other'].map((id) => AccountId.parse(id));
const start = Date.UTC(2026, 8, 1) / 1000;
const seconds = 300_000;
let writer: FactWriter;

/** Of both accounts one decision and one conversion a second, by as many visitors. */
before(async () => {
  writer = openChdbWriter(folder.path);
  await migrateFacts(writer.client);
  for (const account of [busy, other])
    for (const [table, own, values] of [
      [
        'decisions',
        'id, visit, campaign, period, engagement, arm, zone, offer',
        `'d', 'w', 'c', 1, 'e', 'control', 'corner', 'live'`,
      ],
      ['conversions', 'received_at, key, event, currency, trust', `at, 'k', 'ev', 'EUR', 'page'`],
    ] as const)
      await writer.client.command({
        query: `INSERT INTO ${table} (account, visitor, site, goal, ordinal, at, ${own})
          SELECT '${account}', visitor, 's', 'g', ordinal, at, ${values} FROM (
            SELECT toString(cityHash64(number)) AS visitor, 1000000 * toUInt64(${start} + number) AS ordinal,
              toDateTime64(${start} + number, 3, 'UTC') AS at FROM numbers(${seconds}))`,
      });
});
after(() => folder.remove());

/** The facts of the last seconds, and how many rows each query read for them. */
async function look(lastS: number) {
  assert.ok(busy !== undefined);
  const read: number[] = [];
  const until = (start + seconds) * 1e6;
  const query = async <Row>(account: AccountId, sql: string, given: object = {}) => {
    const scoped = scopeQuery(account, sql, { ...given });
    const answer = await writer.client.query({
      query: scoped.sql,
      query_params: { ...scoped.params },
      format: 'JSON',
    });
    const { data, statistics } = await answer.json<Row>();
    read.push(statistics?.rows_read ?? Infinity);
    return data;
  };
  const facts = await readFacts({ query }, busy, {
    ...{ until, through: until - lastS * 1e6, most: 1000 },
    from: { 'decision.made': 0, 'conversion.made': 0 },
  });
  return { facts, read };
}

/** Three blocks of an index: that where it begins, and what surrounds it. */
const mostRead = 3 * 8192;

test('[WH8] a look reads what is new, however much is stored', wholeRun, async () => {
  const { facts, read } = await look(50);
  assert.equal(facts.length, 2 * 49);
  assert.equal(read.length, 2);
  for (const rows of read) assert.ok(rows <= mostRead, `${rows} rows`);
});

test('[WH8] what is removed of an account leaves others their order', async () => {
  assert.ok(other !== undefined);
  await removeRows(writer.client, other);
  const { facts, read } = await look(50);
  assert.equal(facts.length, 2 * 49);
  for (const rows of read) assert.ok(rows <= mostRead, `${rows} rows`);
});
