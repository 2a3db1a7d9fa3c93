import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { openEngines } from './engines.ts';
import { testDataFolder, testEngines, testLog } from './engines.test-support.ts';
import { untilNothingRuns } from './process/processes.test-support.ts';
import { wholeRun } from '../../../test/support/whole-run.test-support.ts';

describe('openEngines', () => {
  // Reused by tests that need no new one, because creating the engines' files takes seconds.
  const standing = testDataFolder();
  after(() => standing.remove());

  it('keeps what was stored from one start to the next, and leaves no process behind', async () => {
    const account = AccountId.parse('kept');
    const first = await openEngines({ dataFolder: standing.path }, testLog());
    const at = Date.UTC(2026, 0, 1);
    await first.facts.append({
      token: 'kept',
      tables: { events: [{ account, at, received_at: at }] },
    });
    await first.close();
    const second = await openEngines({ dataFolder: standing.path }, testLog());
    assert.equal((await second.facts.query(account, 'SELECT account FROM $events')).length, 1);
    await second.close();
    await untilNothingRuns(standing.path);
  });

  it('refuses a mix that would split the data, either way round', async (t) => {
    const folder = testDataFolder();
    t.after(() => folder.remove());
    const dataFolder = path.join(folder.path, 'never');
    const databaseUrl = 'postgres://owner@localhost/opportune';
    const clickhouseUrl = 'http://localhost:8123';
    await assert.rejects(openEngines({ dataFolder, databaseUrl }, testLog()), {
      code: 'start.split_data',
    });
    await assert.rejects(openEngines({ dataFolder, clickhouseUrl }, testLog()), {
      code: 'start.split_data',
    });
    assert.ok(!existsSync(dataFolder));
  });

  it('refuses a folder in which another server runs, and takes it once that has ended', async () => {
    const first = await openEngines({ dataFolder: standing.path }, testLog());
    await assert.rejects(openEngines({ dataFolder: standing.path }, testLog()), {
      code: 'start.folder_in_use',
    });
    await first.close();
    await (await openEngines({ dataFolder: standing.path }, testLog())).close();
  });

  it(
    'leaves nothing running when one engine does not start, and the folder free',
    wholeRun,
    async (t) => {
      const folder = testDataFolder();
      t.after(() => folder.remove());
      const blocked = path.join(folder.path, 'clickhouse');
      writeFileSync(blocked, 'a file where a folder should be');
      await assert.rejects(openEngines({ dataFolder: folder.path }, testLog()), {
        code: 'start.engine_failed',
      });
      await untilNothingRuns(folder.path);
      rmSync(blocked);
      await (await openEngines({ dataFolder: folder.path }, testLog())).close();
    },
  );

  it('keeps generated secrets readable for their owner alone', async () => {
    await (await openEngines({ dataFolder: standing.path }, testLog())).close();
    for (const name of ['postgres-owner', 'postgres-app']) {
      assert.equal(statSync(path.join(standing.path, 'secrets', name)).mode & 0o777, 0o600);
    }
    assert.equal(statSync(path.join(standing.path, 'secrets')).mode & 0o777, 0o700);
  });
});

it('both engines know every time zone that this process has a name for', wholeRun, async () => {
  const { records, facts, close } = await testEngines();
  const zones = Intl.supportedValuesOf('timeZone');
  assert.ok(zones.length > 400);
  const known = 'SELECT count(*)::int AS zones FROM pg_timezone_names WHERE name = ANY($1)';
  const [row] = await records.withoutAccount((sql) => sql.rows(known, [zones]));
  assert.deepEqual(row, { zones: zones.length });
  // ClickHouse computes a table of each zone, once, which takes 10 ms. All in one query come near its limit.
  const share = 40;
  for (let from = 0; from < zones.length; from += share) {
    const some = zones.slice(from, from + share);
    const days = some.map((zone) => `formatDateTime(now(), '%F', '${zone}')`).join(', ');
    const sql = `SELECT count() AS n, [${days}] AS days FROM $events`;
    const [of] = await facts.query<{ days: string[] }>(AccountId.parse('zones'), sql);
    assert.equal(of?.days.length, some.length);
  }
  await close();
});

it('testEngines shares one set of engines in a process until the last user leaves', async () => {
  const [one, other] = await Promise.all([testEngines(), testEngines()]);
  assert.equal(one.facts, other.facts);
  await one.close();
  assert.equal((await other.records.withoutAccount((sql) => sql.rows('SELECT 1'))).length, 1);
  await other.close();
});
