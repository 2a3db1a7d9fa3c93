// Periods change in one sweep, on a real database: the same few statements however many campaigns
// run.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Sql } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type Api, startApi } from '../../../test/support/api.test-support.ts';
import { campaignDocument, goalDraft } from '../../../test/support/examples.test-support.ts';
import { readPeriods, turnPeriods } from './periods.ts';

let api: Api;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const many = 40;

/** An account with this many running campaigns, none of which has a period yet. */
async function running(): Promise<{ account: AccountId; goal: string }> {
  const ada = await api.newAccount();
  const { body: site } = await ada.call('POST', '/sites', { name: 'Shop', origins: [] });
  const { body: goal } = await ada.call('POST', '/goals', goalDraft);
  const document = campaignDocument(goal.id, [site.id]);
  const account = AccountId.parse(ada.account);
  await api.records.withAccount(account, (sql) =>
    sql.run(
      `INSERT INTO campaigns (account, id, state, draft, live, created_at, updated_at, updated_by)
       SELECT $1, 'c' || n, 'running', $2, $2, now(), now(), 'ada' FROM generate_series(1, $3::integer) n`,
      [account, JSON.stringify(document), many],
    ),
  );
  return { account, goal: goal.id };
}

/** Updates the periods. Returns how many statements it took. */
function turn(account: AccountId, more = ''): Promise<number> {
  return api.records.withAccount(account, async (sql) => {
    let statements = 0;
    const counted: Sql = {
      rows: (...of) => ((statements += 1), sql.rows(...of)),
      row: (...of) => ((statements += 1), sql.row(...of)),
      often: (...of) => ((statements += 1), sql.often(...of)),
      oftenRows: (...of) => ((statements += 1), sql.oftenRows(...of)),
      run: (...of) => ((statements += 1), sql.run(...of)),
    };
    if (more !== '') await sql.run(more);
    await turnPeriods(counted, account, new Date());
    return statements;
  });
}

const periodsOf = (account: AccountId, campaign: string) =>
  api.records.withAccount(account, async (sql) =>
    (await readPeriods(sql, campaign)).map(({ number, until }) => [number, until === null]),
  );

test('periods of forty running campaigns begin by four statements, and stay by one', async () => {
  const { account } = await running();
  assert.equal(await turn(account), 4);
  assert.deepEqual(await periodsOf(account, 'c1'), [[1, true]]);
  assert.deepEqual(await periodsOf(account, `c${many}`), [[1, true]]);
  assert.equal(await turn(account), 1);
});

test('only what changed begins its next period, and the campaign names it', async () => {
  const { account } = await running();
  await turn(account);
  const share = `UPDATE campaigns SET live = jsonb_set(live, '{control}', '4000') WHERE id IN ('c2', 'c3')`;
  assert.equal(await turn(account, share), 4);
  assert.deepEqual(await periodsOf(account, 'c1'), [[1, true]]);
  for (const id of ['c2', 'c3'])
    assert.deepEqual(await periodsOf(account, id), [
      [1, false],
      [2, true],
    ]);
  const rows = await api.records.withAccount(account, (sql) =>
    sql.rows<{ id: string; period: number }>(
      "SELECT id, period FROM campaigns WHERE id IN ('c1', 'c2') ORDER BY id",
    ),
  );
  assert.deepEqual(
    rows.map(({ id, period }) => [id, period]),
    [
      ['c1', 1],
      ['c2', 2],
    ],
  );
});

test('a running campaign whose goal is gone refuses the change whole', async () => {
  const { account, goal } = await running();
  await turn(account);
  await assert.rejects(
    turn(account, `DELETE FROM goals WHERE id = '${goal}'`),
    (error: { problem?: { code?: string } }) => error.problem?.code === 'campaign.incomplete',
  );
  assert.deepEqual(await periodsOf(account, 'c1'), [[1, true]]);
});

const speaking = (languages: object) =>
  `UPDATE accounts SET settings = jsonb_set(settings, '{languages}', '${JSON.stringify(languages)}')`;
const translating = `UPDATE campaigns SET live = jsonb_set(live, '{translations}', '{"de": {"a/headline": "Hilfe?"}}') WHERE id = 'c2'`;
const spoken = { written: 'en', others: ['de', 'fr'], fallback: null };
const one = [[1, true]];
const two = [
  [1, false],
  [2, true],
];

test('[LG11] a change of a translation begins a period of its campaign, and of no other', async () => {
  const { account } = await running();
  await turn(account, speaking(spoken));
  assert.equal(await turn(account, translating), 4);
  assert.deepEqual(await periodsOf(account, 'c2'), two);
  assert.deepEqual(await periodsOf(account, 'c1'), one);
});

test('[LG11] a change of the languages begins a period where it changes what visitors read', async () => {
  const { account } = await running();
  await turn(account, `${speaking(spoken)}; ${translating}`);
  assert.equal(await turn(account, speaking({ ...spoken, fallback: 'fr' })), 1);
  assert.equal(await turn(account, speaking({ ...spoken, others: ['de'] })), 1);
  assert.equal(await turn(account, speaking({ ...spoken, fallback: 'de' })), 4);
  assert.deepEqual(await periodsOf(account, 'c2'), two);
  assert.deepEqual(await periodsOf(account, 'c1'), one);
  assert.equal(await turn(account, speaking({ ...spoken, fallback: 'de' })), 1);
});
