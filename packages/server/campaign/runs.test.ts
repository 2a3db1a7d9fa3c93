// When campaigns ran, and which ran at the same time, on a real database: by acts at given
// instants, and by random ones against a slow account of every instant.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seededRandom } from '@opportune/core/proof/test/random.test-support.ts';
import { CampaignDocument, type Schedule } from '@opportune/protocol/campaign/campaign.ts';
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

const anyTime: Schedule = { from: null, until: null, days: [], hours: null };
/** The beginnings and ends of runs. */
const spans = (of: readonly Run[]) => of.map(({ from, until }) => [from, until]);

/** An account with drafts of these names, and acts on them at given instants. */
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
    schedule: (ms: number, id: string, change: Partial<Schedule>) =>
      records.withAccount(account, async (sql) => {
        const schedule = JSON.stringify({ ...anyTime, ...change });
        await sql.run(
          `UPDATE campaigns SET live = jsonb_set(live, '{schedule}', $2) WHERE id = $1`,
          [id, schedule],
        );
        await turnPeriods(sql, account, new Date(ms));
        await turnRuns(sql, account, new Date(ms));
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
    { from: 10, until: 30, schedule: anyTime },
    { from: 50, until: null, schedule: anyTime },
  ]);
  await shop.at(60, 'help', 'pause');
  await shop.at(60, 'help', 'run');
  await shop.at(60, 'help', 'pause');
  await shop.at(60, 'help', 'run');
  await shop.at(70, 'help', 'archive');
  assert.deepEqual(spans(await shop.runs('help')), [
    [10, 30],
    [50, 60],
    [60, 70],
  ]);
});

test('a run lasts no longer than its schedule lets it, and another schedule is another run', async () => {
  const shop = await drafts('help');
  await shop.at(10, 'help', 'run');
  await shop.schedule(20, 'help', { until: 40 });
  await shop.at(30, 'help', 'edit');
  await shop.schedule(60, 'help', { from: 5, until: 80 });
  await shop.schedule(70, 'help', { from: 90, days: ['mon'] });
  await shop.schedule(100, 'help', { from: 200 });
  await shop.schedule(110, 'help', { from: 200, until: 150 });
  await shop.schedule(120, 'help', { until: 1e300 });
  const runs = await shop.runs('help');
  assert.deepEqual(spans(runs), [
    [10, 20],
    [20, 40],
    [60, 70],
    [90, 100],
    [120, 1e300],
  ]);
  assert.deepEqual(runs[3]?.schedule, { ...anyTime, from: 90, days: ['mon'] });
});

/** The statement by which the upgrade fills in earlier runs. */
function fillSql(): string {
  const name = '213_run_schedules.sql';
  const sql = readMigrations('records').find((each) => each.name === name)?.sql ?? '';
  return sql.slice(sql.indexOf('INSERT'), sql.lastIndexOf('ALTER TABLE'));
}

test('an upgrade finds in the versions of the configuration when each campaign ran, and how', async () => {
  const shop = await drafts('help', 'brief');
  const since = Date.UTC(2030, 0, 1);
  const brief = { ...anyTime, until: since + 7 };
  const ran: readonly Readonly<Record<string, Schedule>>[] = [
    { help: anyTime },
    { help: anyTime, brief: anyTime },
    {},
    { help: anyTime, brief },
    { help: anyTime },
    { help: { ...anyTime, days: ['mon'] } },
    { help: anyTime },
  ];
  await api.records.withAccount(shop.account, async (on) => {
    for (const [at, of] of ran.entries()) {
      const campaigns = Object.entries(of).map(([id, schedule]) => ({
        id,
        document: { schedule },
      }));
      await on.run(
        `INSERT INTO configuration_versions (account, version, document, changed_by, changed_at)
         VALUES ($1, $2, $3, 'ada', $4)`,
        [shop.account, 100 + at, JSON.stringify({ campaigns }), new Date(since + at)],
      );
    }
    await on.run(fillSql());
  });
  const found = async (id: string) =>
    spans(await shop.runs(id)).map((span) =>
      span.map((at) => (at === null || at === undefined ? null : at - since)),
    );
  assert.deepEqual(await found('help'), [
    [0, 2],
    [3, 5],
    [5, 6],
    [6, null],
  ]);
  assert.deepEqual(await found('brief'), [
    [1, 2],
    [3, 4],
  ]);
  assert.deepEqual((await shop.runs('brief'))[1]?.schedule, brief);
});

test('an upgrade finds just the runs that are kept from now on', async () => {
  const ada = await api.newAccount();
  const account = AccountId.parse(ada.account);
  const { body: site } = await ada.call('POST', '/sites', { name: 'Shop', origins: [] });
  const { body: goal } = await ada.call('POST', '/goals', goalDraft);
  const document = CampaignDocument.parse(campaignDocument(goal.id, [site.id]));
  const { body: made } = await ada.call('POST', '/campaigns', { document });
  let { revision } = made;
  const act = async (what: string): Promise<void> => {
    const { status, body } = await ada.call('POST', `/campaigns/${made.id}/${what}`, { revision });
    assert.equal(status, 200);
    revision = body.revision;
  };
  await act('publish');
  await act('pause');
  await act('resume');
  const schedule: Schedule = { ...document.schedule, until: Date.now() + 86_400_000 };
  const draft = { ...document, schedule };
  const put = await ada.call('PUT', `/campaigns/${made.id}/draft`, { revision, document: draft });
  revision = put.body.revision;
  await act('publish');
  await ada.call('PUT', `/goals/${goal.id}`, { ...goalDraft, name: 'Renamed' });
  const fill = fillSql();
  const found = fill.slice(fill.indexOf('SELECT'), fill.lastIndexOf(';'));
  const all = await api.records.withAccount(account, async (sql) => ({
    kept: await sql.rows('SELECT * FROM campaign_runs ORDER BY began_at'),
    found: await sql.rows(`${found} ORDER BY 3`),
  }));
  assert.deepEqual(
    all.found.map((row) => Object.values(row as object)),
    all.kept.map((row) => Object.values(row as object)),
  );
  assert.equal(all.kept.length, 3);
});

test('[F17] a period competes with campaigns that ran at the same time, not during its pause or before it', async () => {
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

test('[F17] a campaign outside its schedule does not compete with a period', async () => {
  const shop = await drafts('help', 'over', 'ahead', 'within');
  await shop.at(10, 'help', 'run');
  await shop.schedule(1, 'over', { until: 5 });
  await shop.at(2, 'over', 'run');
  await shop.schedule(1, 'within', { from: 12, until: 14 });
  await shop.at(2, 'within', 'run');
  await shop.schedule(1, 'ahead', { from: 30 });
  await shop.at(11, 'ahead', 'run');
  await shop.at(20, 'help', 'pause');
  assert.deepEqual(await shop.beside('help', 1), ['within 1']);
  assert.deepEqual(await shop.beside('within', 1), ['help 1']);
  for (const id of ['over', 'ahead']) assert.deepEqual(await shop.beside(id, 1), []);
});

test('[F17] whatever happens to campaigns, two periods compete with each other or not at all', async () => {
  const ids = ['a', 'b', 'c', 'd'];
  const acts: readonly What[] = ['run', 'run', 'pause', 'edit'];
  for (let seed = 1; seed <= 5; seed++) {
    const next = seededRandom(seed);
    const pick = (count: number): number => Math.floor(next() * count);
    const shop = await drafts(...ids);
    /** The period in which each campaign runs, at each instant. */
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
