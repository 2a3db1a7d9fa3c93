// When campaigns ran, and which ran at the same time, on a real database: by acts at set instants, and by
// random ones against a slow account of every instant.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seededRandom } from '@opportune/core/proof/random.test-support.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type Api, startApi } from '../../../test/support/api.test-support.ts';
import { campaignDocument, goalDraft } from '../../../test/support/examples.test-support.ts';
import { readMigrations } from '../adapter/migrate.ts';
import { endPeriod, turnPeriods } from './periods.ts';
import { readBeside, readRuns, turnRuns, type Run } from './runs.ts';

let api: Api;
before(async () => {
  api = await startApi();
});
after(() => api.close());

type What = 'run' | 'pause' | 'archive' | 'edit';

/** An account of its own with drafts of these names, and what is done to them at an instant. */
async function drafts(...ids: readonly string[]) {
  const ada = await api.newAccount();
  const { body: site } = await ada.call('POST', '/sites', { name: 'Shop', origins: [] });
  const { body: goal } = await ada.call('POST', '/goals', goalDraft);
  const document = JSON.stringify(campaignDocument(goal.id, [site.id]));
  const account = AccountId.parse(ada.account);
  const { records } = api;
  await records.withAccount(account, (sql) =>
    sql.run(
      `INSERT INTO campaigns (account, id, state, draft, live, created_at, updated_at, updated_by)
       SELECT $1, id, 'draft', $2, $2, now(), now(), 'ada' FROM unnest($3::text[]) AS id`,
      [account, document, ids],
    ),
  );
  const states = { run: 'running', pause: 'paused', archive: 'archived', edit: 'running' };
  let edits = 0;
  return {
    account,
    at: (ms: number, id: string, what: What) =>
      records.withAccount(account, async (sql) => {
        const [now, control] = [new Date(ms), 1000 + (what === 'edit' ? ++edits : edits)];
        await sql.run(
          `UPDATE campaigns SET state = $2, live = jsonb_set(live, '{control}',
             CASE WHEN $3 THEN to_jsonb($4::integer) ELSE live->'control' END) WHERE id = $1`,
          [id, states[what], what === 'edit', control],
        );
        if (what === 'archive') await endPeriod(sql, id, now);
        await turnPeriods(sql, account, now);
        await turnRuns(sql, account, now);
      }),
    runs: (id: string) => records.withAccount(account, (sql) => readRuns(sql, id)),
    beside: async (id: string, period: number) => {
      const found = await records.withAccount(account, (sql) => readBeside(sql, id, period));
      return found.flatMap(({ campaign, periods }) => periods.map((of) => `${campaign} ${of}`));
    },
  };
}

test('a run lasts from a publication or resumption to the next pause or the end', async () => {
  const shop = await drafts('help');
  await shop.at(10, 'help', 'run');
  await shop.at(20, 'help', 'edit');
  await shop.at(30, 'help', 'pause');
  await shop.at(50, 'help', 'run');
  assert.deepEqual(await shop.runs('help'), [
    { from: 10, until: 30 },
    { from: 50, until: null },
  ]);
  await shop.at(60, 'help', 'pause');
  await shop.at(60, 'help', 'run');
  await shop.at(60, 'help', 'pause');
  await shop.at(60, 'help', 'run');
  await shop.at(70, 'help', 'archive');
  assert.deepEqual(
    (await shop.runs('help')).map(({ from, until }) => [from, until]),
    [
      [10, 30],
      [50, 60],
      [60, 70],
    ],
  );
});

test('an upgrade finds in the versions of the configuration when each campaign ran', async () => {
  const shop = await drafts('help', 'brief');
  const migration = readMigrations('records').find(({ name }) => name === '211_campaign_runs.sql');
  const sql = migration?.sql ?? '';
  const fill = sql.slice(sql.indexOf('INSERT'), sql.indexOf('SELECT protect_table'));
  const ran = [['help'], ['help', 'brief'], [], ['help'], ['help']];
  await api.records.withAccount(shop.account, async (on) => {
    for (const [at, ids] of ran.entries()) {
      const document = JSON.stringify({ campaigns: ids.map((id) => ({ id })) });
      await on.run(
        `INSERT INTO configuration_versions (account, version, document, changed_by, changed_at)
         VALUES ($1, $2, $3, 'ada', $4)`,
        [shop.account, 100 + at, document, new Date(Date.UTC(2030, 0, 1) + at)],
      );
    }
    await on.run(fill);
  });
  const since = (of: readonly Run[]) =>
    of.map(({ from, until }) =>
      [from, until].map((at) => (at === null ? null : at - Date.UTC(2030, 0, 1))),
    );
  assert.deepEqual(since(await shop.runs('help')), [
    [0, 2],
    [3, null],
  ]);
  assert.deepEqual(since(await shop.runs('brief')), [[1, 2]]);
});

test('[F17] beside a period is what ran while it did: not what ran in its pause, nor before it', async () => {
  const shop = await drafts('help', 'before', 'meanwhile', 'after');
  await shop.at(0, 'before', 'run');
  await shop.at(10, 'before', 'pause');
  await shop.at(10, 'help', 'run');
  await shop.at(20, 'help', 'pause');
  await shop.at(21, 'meanwhile', 'run');
  await shop.at(25, 'meanwhile', 'archive');
  await shop.at(30, 'help', 'run');
  await shop.at(40, 'after', 'run');
  assert.deepEqual(await shop.beside('help', 1), ['after 1']);
  assert.deepEqual(await shop.beside('after', 1), ['help 1']);
  assert.deepEqual(await shop.beside('meanwhile', 1), []);
});

test('[F17] whatever is done to campaigns, of two periods each is beside the other or neither is', async () => {
  const ids = ['a', 'b', 'c', 'd'];
  const acts: readonly What[] = ['run', 'run', 'pause', 'edit'];
  for (let seed = 1; seed <= 5; seed++) {
    const next = seededRandom(seed);
    const pick = (count: number): number => Math.floor(next() * count);
    const shop = await drafts(...ids);
    /** Of each campaign: the period in which it runs, at each instant. */
    const ran = new Map(ids.map((id) => [id, { period: 0, isRunning: false, at: [] as number[] }]));
    for (let at = 1; at <= 30; at++) {
      const id = ids[pick(ids.length)] ?? 'a';
      const what = acts[pick(acts.length)] ?? 'run';
      await shop.at(at, id, what);
      const own = ran.get(id);
      assert.ok(own);
      own.isRunning = what !== 'pause';
      if (what === 'edit' || (own.isRunning && own.period === 0)) own.period++;
      for (const each of ran.values()) each.at[at] = each.isRunning ? each.period : 0;
    }
    for (const [id, own] of ran)
      for (let period = 1; period <= own.period; period++) {
        const expected = [...ran].flatMap(([other, { at }]) => {
          const together = at.filter((of, when) => of > 0 && own.at[when] === period);
          return other === id ? [] : [...new Set(together)].map((of) => `${other} ${of}`);
        });
        const found = await shop.beside(id, period);
        assert.deepEqual(found.toSorted(), expected.toSorted(), `seed ${seed}: ${id} ${period}`);
        for (const each of found) {
          const [other = '', of] = each.split(' ');
          const back = await shop.beside(other, Number(of));
          assert.ok(back.includes(`${id} ${period}`), `seed ${seed}: ${each} and ${id} ${period}`);
        }
      }
  }
});
