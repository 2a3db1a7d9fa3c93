// The sample shop, filled once for all tests here, on real engines: what is in it, that its effects
// come from what visitors did, that it is an account like any other, and that nothing of it stays.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { createFeatures, type Features } from '../features.ts';
import type { Ground } from '../ground.ts';
import { fillSample } from './fill.ts';
import type { Filled } from './order.ts';
import { type SampleGround, sampleGround } from './sample-ground.test-support.ts';
import { createSampleShops } from './sample-shops.ts';
import { sampleWords } from './words/sample-words.ts';

/** A Wednesday, 14:00 in Berlin. */
const now = Date.UTC(2026, 5, 3, 12);
const words = sampleWords('de');

let clockAt = now;
let open: SampleGround;
let ground: Ground;
let features: Features;
let owner: AccountId;
let filled: Filled;
const told: number[] = [];

before(
  async () => {
    open = await sampleGround();
    ground = { ...open.ground, world: { ...open.ground.world, clock: { now: () => clockAt } } };
    features = createFeatures(ground);
    owner = await newAccount('own');
    const order = { owner, language: 'de', timeZone: 'Europe/Berlin', currency: 'CHF' } as const;
    const asked = { ...order, now, seed: 'test', perDay: 100 };
    filled = await fillSample(open.filling, asked, (_step, done) => told.push(done));
    await open.settle();
  },
  { timeout: 420_000 },
);
after(async () => {
  for (const feature of features.list.toReversed()) await feature.close?.();
  await open[Symbol.asyncDispose]();
});

async function newAccount(name: string): Promise<AccountId> {
  const email = `${name}.${process.pid}.${Math.random().toString(36).slice(2)}@aldermoor.example`;
  const { account } = await features.account.accounts.create({
    ...{ name: 'Own', timeZone: 'Europe/Berlin', currency: 'CHF' },
    administrator: { email, name: 'Ada' },
  });
  return account;
}

function rows<Row>(sql: string): Promise<readonly Row[]> {
  return ground.records.withAccount(filled.account, (on) => on.rows<Row>(sql));
}

async function idOf(name: string): Promise<CampaignId> {
  const found = await rows<{ id: CampaignId }>(
    `SELECT id FROM campaigns WHERE live->>'name' = '${name}'`,
  );
  assert.equal(found.length, 1, name);
  return found[0]?.id ?? assert.fail();
}

async function resultsOf(name: string): Promise<CampaignResults> {
  return features.report.reports.campaign(filled.account, await idOf(name));
}

/** The interval of the gain over everything closed, or null while there is none. */
async function gainOf(name: string): Promise<{ lower: number; upper: number } | null> {
  const figures = await features.report.reports.figures(filled.account);
  return figures.get(await idOf(name))?.effect ?? null;
}

test('[SH2] the administrator’s language, time zone and currency are those of the sample shop', async () => {
  const { settings, sites } = await features.configurations.current(filled.account);
  assert.deepEqual(
    [settings.name, settings.timeZone, settings.currency],
    [words.account, 'Europe/Berlin', 'CHF'],
  );
  assert.equal(sites[0]?.contactButton.label, words.contact);
});

test('[SH3] six weeks of visits end at the moment of making', async () => {
  assert.ok(filled.visits >= 6000, `${filled.visits} visits`);
  const [span] = await ground.facts.query<{ begun: number; ended: number }>(
    filled.account,
    `SELECT toFloat64(toUnixTimestamp64Milli(min(at))) AS begun,
       toFloat64(toUnixTimestamp64Milli(max(at))) AS ended FROM $events`,
  );
  const dayMs = 86_400_000;
  assert.ok(now - (span?.begun ?? 0) > 41 * dayMs);
  assert.ok((span?.ended ?? Infinity) <= now);
  assert.ok(now - (span?.ended ?? 0) < 600_000, 'the last event is minutes old');
});

test('[SH5] one campaign has a proved gain, and others none that is proved', async () => {
  const helped = await gainOf(words.campaigns.checkout.name);
  assert.ok((helped?.lower ?? -1) > 0, JSON.stringify(helped));
  const advice = await gainOf(words.campaigns.advice.name);
  assert.ok(advice === null || (advice.lower < 0 && advice.upper > 0), JSON.stringify(advice));
});

test('[SH5] the value proved so far is a gain, although one campaign did harm', async () => {
  const { goals } = await features.report.reports.provedValue(filled.account);
  assert.ok((goals[0]?.estimate ?? -1) > 0, JSON.stringify(goals));
});

test('[SH5] a harmful campaign has paused itself, and its period says why', async () => {
  const { stop } = await resultsOf(words.campaigns.newsletter.name);
  assert.ok(stop !== null && stop.upper < 0, JSON.stringify(stop));
  const [campaign] = await rows<{ state: string; updated_by: string }>(
    `SELECT state, updated_by FROM campaigns WHERE live->>'name' = '${words.campaigns.newsletter.name}'`,
  );
  assert.deepEqual(campaign, { state: 'paused', updated_by: 'Guardrail' });
});

test('[SH5] an optimising campaign has learnt from closed visitors', async () => {
  const [policy] = await rows<{ learnt: number }>(
    'SELECT count(*)::int AS learnt FROM engagement_policies',
  );
  assert.ok((policy?.learnt ?? 0) > 0);
});

test('[SH4] decisions are those of the engine: every control is a ghost that was shown nothing', async () => {
  const [seen] = await ground.facts.query<{ shown: number }>(
    filled.account,
    `SELECT toFloat64(count()) AS shown FROM $events AS e
     JOIN $decisions AS d ON d.id = e.decision
     WHERE e.name = 'Engagement Shown' AND d.arm = 'control'`,
  );
  assert.equal(seen?.shown, 0);
});

test('[SH6] conversations were answered by agents, rated, labelled and handed on', async () => {
  assert.ok(filled.conversations >= 130, `${filled.conversations} conversations`);
  const [counted] = await rows<Record<string, number>>(`
    SELECT (SELECT count(*)::int FROM conversations WHERE answered_at IS NOT NULL) AS answered,
      (SELECT count(*)::int FROM surveys) AS rated,
      (SELECT count(*)::int FROM conversations WHERE case_state IS NOT NULL) AS cases,
      (SELECT count(DISTINCT id)::int FROM users) AS people`);
  assert.ok((counted?.['answered'] ?? 0) >= 120, JSON.stringify(counted));
  assert.ok((counted?.['rated'] ?? 0) >= 40, JSON.stringify(counted));
  assert.ok((counted?.['cases'] ?? 0) >= 10, JSON.stringify(counted));
  assert.equal(counted?.['people'], 7);
});

test('[SH6] people who wrote over the app wait, also an hour later, and nobody has them', async () => {
  const [app] = await rows<{ id: string }>("SELECT id FROM channels WHERE kind = 'custom'");
  const open = await features.desk.desks.of(filled.account);
  clockAt = now + 3_600_000;
  open.apply({ type: 'time' });
  clockAt = now;
  const waiting = [...open.desk.conversations.values()].filter(
    ({ channel }) => channel === app?.id,
  );
  assert.deepEqual(
    waiting.map(({ status, agent }) => [status, agent]),
    Array.from({ length: 4 }, () => ['waiting', null]),
  );
});

test('[SH7] nobody invented can sign in', async () => {
  const [found] = await rows<{ many: number }>(
    'SELECT count(*)::int AS many FROM users WHERE password_hash IS NOT NULL',
  );
  assert.equal(found?.many, 0);
  const links = await rows(
    'SELECT 1 FROM sign_in_links WHERE expires_at > now() AND used_at IS NULL',
  );
  assert.equal(links.length, 0);
});

test('[SH8] progress never goes back and ends whole', () => {
  assert.deepEqual(
    told,
    [...told].sort((one, other) => one - other),
  );
  assert.equal(told.at(-1), 1);
});

test('[SH12] removing it leaves no row of it in either store, and nothing of the own account goes', async () => {
  const shops = createSampleShops({
    ...{ world: ground.world, records: ground.records, facts: ground.facts, files: ground.files },
    ...{ configurations: features.configurations, fill: () => assert.fail('none is made') },
  });
  await ground.records.withAccount(filled.account, (sql) =>
    sql.run('UPDATE accounts SET sample_ready_at = $1', [new Date(now)]),
  );
  assert.equal((await shops.of(owner)).state, 'ready');
  await shops.remove(owner);
  assert.equal((await shops.of(owner)).state, 'none');
  const tables = await rows<{ name: string; holder: string }>(`
    SELECT table_name AS name, column_name AS holder FROM information_schema.columns
    WHERE table_schema = 'public' AND (column_name = 'account' OR (table_name = 'accounts' AND column_name = 'id'))`);
  assert.ok(tables.length > 40, `${tables.length} tables`);
  for (const { name, holder } of tables)
    assert.deepEqual(
      await rows(`SELECT 1 FROM ${name} WHERE ${holder} = current_account() LIMIT 1`),
      [],
      name,
    );
  for (const table of ['events', 'decisions', 'conversions', 'availability', 'bursts'])
    assert.deepEqual(
      await ground.facts.query(filled.account, `SELECT 1 AS one FROM $${table} LIMIT 1`),
      [],
      table,
    );
  const { settings } = await features.configurations.current(owner);
  assert.equal(settings.name, 'Own');
});
