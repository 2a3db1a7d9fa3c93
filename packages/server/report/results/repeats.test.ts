// Rows that occur twice in the log (a crash between two tables, or a client that resends what is no
// longer remembered) change no figure. The same world is stored once, and with every row repeated.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import type { FactRow, FactTable } from '@opportune/core/ports/facts.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { AccountId, CampaignId, GoalId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { siteFunnel } from '../site/funnel.ts';
import { holdoutResult } from './holdout.ts';
import { campaignResults } from './results.ts';
import { eligibleVisitors, visitsPerDay } from '../site/traffic.ts';

const hourMs = 3600_000;
const began = Date.UTC(2026, 0, 10, 12);
const now = began + 9 * 24 * hourMs;
const goal: Goal = {
  id: GoalId.parse('purchase'),
  name: 'Purchase',
  kind: 'purchase',
  event: { event: 'Order Completed' },
  value: { type: 'property', path: 'total' },
  valueCap: null,
  key: 'order_id',
  window: { type: 'visit' },
  trust: 'page',
};

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

type Rows = Record<Extract<FactTable, 'events' | 'decisions' | 'conversions'>, FactRow[]>;

/**
 * Ten in each arm. Six see the engagement or would, four click, five and four order, two are bots.
 */
function shop(account: AccountId): Rows {
  const rows: Rows = { events: [], decisions: [], conversions: [] };
  let ordinal = 0;
  const put = (table: keyof Rows, visitor: string, row: FactRow): void => {
    const own = { account, site: 's1', visitor, visit: `${visitor}-1`, ordinal: ++ordinal };
    const { visit: _visit, ...withoutVisit } = own;
    rows[table].push({ ...(table === 'conversions' ? withoutVisit : own), ...row });
  };
  const event = (visitor: string, name: string, at: number, more: FactRow = {}): void =>
    put('events', visitor, {
      id: `${visitor}-${name}`,
      kind: 'track',
      name,
      trust: 'page',
      at,
      received_at: at,
      properties: '{}',
      ...more,
    });
  for (const [at, visitor] of Array.from({ length: 20 }, (_, each) => `v${each}`).entries()) {
    const treated = at < 10;
    event(visitor, 'Page', began, { holdout: at % 5 === 0 ? 1 : 0, bot: at % 10 === 9 ? 1 : 0 });
    put('decisions', visitor, {
      id: `d-${visitor}`,
      campaign: 'help',
      period: 1,
      engagement: 'e',
      goal: goal.id,
      arm: treated ? 'treatment' : 'control',
      variant: treated ? 'a' : '',
      zone: 'corner',
      offer: 'live',
      event: `${visitor}-Page`,
      at: began,
      propensity: 0.5,
      reasons: '{}',
    });
    const decision = { decision: `d-${visitor}` };
    if (treated && at < 6) event(visitor, 'Engagement Shown', began + 1000, decision);
    if (treated && at < 4) event(visitor, 'Engagement Clicked', began + 2000, decision);
    if (at % 10 < 7) event(visitor, 'Product Added', began + 3000);
    if (at % 10 >= (treated ? 5 : 4)) continue;
    const orderAt = began + 60_000 + at;
    const properties = JSON.stringify({ order_id: `o-${visitor}`, total: 10 + at });
    event(visitor, 'Order Completed', orderAt, { properties });
    put('conversions', visitor, {
      goal: goal.id,
      key: `o-${visitor}`,
      event: `${visitor}-Order Completed`,
      at: orderAt,
      received_at: orderAt,
      value: 10 + at,
      currency: 'EUR',
      trust: 'page',
    });
  }
  return rows;
}

/** Every row again with a later ordinal, as if its event had been taken twice. */
function repeated(rows: Rows): Rows {
  const again = (list: readonly FactRow[]): FactRow[] =>
    list.flatMap((row) => [row, { ...row, ordinal: Number(row['ordinal']) + 1000 }]);
  return {
    events: again(rows.events),
    decisions: again(rows.decisions),
    conversions: again(rows.conversions),
  };
}

async function stored(change: (rows: Rows) => Rows): Promise<AccountId> {
  const account = AccountId.parse(`twice-${randomUUID().slice(0, 8)}`);
  await engines.facts.append({ token: randomUUID(), tables: change(shop(account)) });
  return account;
}

const results = (account: AccountId) =>
  campaignResults(engines.facts, {
    account,
    campaign: CampaignId.parse('help'),
    name: 'Help',
    goal,
    period: 1,
    periods: [{ number: 1, from: began, until: null }],
    variants: [{ id: 'a', name: 'A', share: 10_000 }],
    shares: { control: 0.5, treatment: 0.5, optimise: 0 },
    currency: 'EUR',
    timeZone: 'UTC',
    horizonVisitors: 1000,
    stop: null,
    now,
  });

async function figures(account: AccountId): Promise<unknown> {
  const { facts } = engines;
  const span = { fromMs: began - hourMs, untilMs: now, timeZone: 'UTC', currency: 'EUR', now };
  return {
    results: await results(account),
    funnel: await siteFunnel(facts, { account, site: null, ...span }),
    holdout: await holdoutResult(facts, {
      ...{ account, goal, currency: 'EUR', since: began, horizonVisitors: 1000, now },
    }),
    eligible: await eligibleVisitors(facts, account, 'UTC', now),
    visits: await visitsPerDay(facts, account, now, now),
  };
}

it('[F13] every figure is the same if every row is stored twice', async () => {
  const once = await stored((rows) => rows);
  const twice = await stored(repeated);
  assert.deepEqual(await figures(twice), await figures(once));
  const { arms } = await results(once);
  const counts = (arm: string) => arms.find((each) => each.arm === arm)?.soFar;
  assert.deepEqual([counts('treatment')?.eligible, counts('treatment')?.converted], [10, 5]);
  assert.deepEqual([counts('control')?.eligible, counts('control')?.converted], [10, 4]);
});

it('[F13] a decision that was made again counts once, in the visit and at the instant of its newest row', async () => {
  const account = await stored((rows) => ({
    ...rows,
    // What a crash separated: earlier, and in a visit of which nothing else was stored.
    decisions: rows.decisions.flatMap((row) => [
      { ...row, ordinal: 0, at: began - 1000, visit: `${String(row['visitor'])}-lost` },
      row,
    ]),
  }));
  const whole = await stored((rows) => rows);
  assert.deepEqual((await results(account)).arms, (await results(whole)).arms);
});

it('[F13] a goal whose key names no property fails nothing', async () => {
  const account = await stored((rows) => rows);
  const span = { account, currency: 'EUR', since: began, horizonVisitors: 1000, now };
  for (const key of ['', 'order..id', '"', 'order\\']) {
    const found = await holdoutResult(engines.facts, { ...span, goal: { ...goal, key } });
    assert.equal(found.goal, goal.id, key);
  }
});
