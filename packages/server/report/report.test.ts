// The figures of the reports, on the real engine, against a small world counted by hand.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { testEngines, type TestEngines } from '../adapter/engines.test-support.ts';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { configuration } from '@opportune/core/world/test/shop.test-support.ts';
import type { Goal, Schedule } from '@opportune/protocol/campaign/campaign.ts';
import { AccountId, CampaignId, GoalId } from '@opportune/protocol/ids.ts';
import { campaignFigures } from './campaign-figures.ts';
import { rateEffect } from '@opportune/core/proof/effect/effect.ts';
import { conversionParams } from './conversions/conversion-params.ts';
import { resultsCsv } from './results/csv.ts';
import { siteFunnel } from './site/funnel.ts';
import { holdoutResult } from './results/holdout.ts';
import { createReports } from './create-reports.ts';
import { SettledFigures, type SettledLines } from './settled-figures.ts';
import { resultsFor } from './results/results-sql.ts';
import { campaignResults } from './results/results.ts';
import type { ResultsQuestion } from './results/results.ts';
import { measuredTraffic, type Run } from './site/measured-traffic.ts';
import { eligibleVisitors, horizonOf, visitsPerDay } from './site/traffic.ts';
import { unsharedFacts } from './queries/unshared-facts.test-support.ts';

const dayMs = 86_400_000;
/** 22:30 UTC on a winter evening is the next day in Helsinki. */
const evening = Date.UTC(2026, 0, 10, 22, 30);
const now = evening + 20 * dayMs;
const anyTime: Schedule = { from: null, until: null, days: [], hours: null };
/** Of a campaign that was never paused. */
const ever: readonly Run[] = [{ from: evening, until: null, schedule: anyTime }];
const goal: Goal = {
  id: GoalId.parse('purchase'),
  name: 'Purchase',
  kind: 'purchase',
  event: { event: 'Order Completed' },
  value: { type: 'property', path: 'total' },
  valueCap: 100,
  key: 'order_id',
  window: { type: 'duration', seconds: 7 * 86_400 },
  trust: 'server',
};

let engines: TestEngines;
let account: AccountId;
let ordinal = 1;

const question = (): ResultsQuestion => ({
  account,
  campaign: CampaignId.parse('help'),
  name: 'Help',
  goal,
  period: 1,
  periods: [{ number: 1, from: evening, until: null }],
  variants: [{ id: 'a', name: 'A', share: 10_000 }],
  shares: { control: 0.5, treatment: 0.5, optimise: 0 },
  currency: 'EUR',
  timeZone: 'Europe/Helsinki',
  horizonVisitors: 1000,
  stop: null,
  now,
});

function event(visitor: string, name: string, at: number, more: FactRow = {}): FactRow {
  return {
    account,
    site: 's1',
    visitor,
    visit: `${visitor}-1`,
    ordinal: ordinal++,
    id: randomUUID(),
    kind: 'track',
    name,
    trust: 'page',
    at,
    received_at: at,
    properties: '{}',
    ...more,
  };
}
function decision(visitor: string, arm: string, at: number): FactRow {
  const variant = arm === 'control' ? '' : 'a';
  return {
    account,
    site: 's1',
    visitor,
    visit: `${visitor}-1`,
    ordinal: ordinal++,
    id: `d-${visitor}-${at}`,
    campaign: 'help',
    period: 1,
    engagement: 'e',
    goal: goal.id,
    arm,
    variant,
    zone: 'corner',
    offer: 'live',
    at,
    configuration_version: 3,
    availability_version: 1,
    propensity: 0.5,
    reasons: '{}',
  };
}
function conversion(visitor: string, key: string, at: number, value: number): FactRow {
  return {
    account,
    site: 's1',
    visitor,
    ordinal: ordinal++,
    goal: goal.id,
    key,
    event: randomUUID(),
    at,
    received_at: at,
    value,
    currency: 'EUR',
    trust: 'server',
  };
}

before(async () => {
  engines = await testEngines();
  account = AccountId.parse(`report-${randomUUID().slice(0, 8)}`);
  const events: FactRow[] = [];
  const decisions: FactRow[] = [];
  const conversions: FactRow[] = [];
  for (let index = 0; index < 20; index++) {
    const visitor = `t${index}`;
    decisions.push(decision(visitor, 'treatment', evening));
    events.push(event(visitor, 'Page', evening));
    if (index < 18)
      events.push(
        event(visitor, 'Engagement Shown', evening + 1000, { decision: `d-${visitor}-${evening}` }),
      );
    if (index < 5)
      events.push(
        event(visitor, 'Engagement Clicked', evening + 2000, {
          decision: `d-${visitor}-${evening}`,
        }),
      );
    if (index < 8)
      conversions.push(conversion(visitor, `order-${visitor}`, evening + 3600_000, 150));
  }
  for (let index = 0; index < 20; index++) {
    const visitor = `c${index}`;
    decisions.push(decision(visitor, 'control', evening));
    events.push(event(visitor, 'Page', evening));
    if (index < 6)
      conversions.push(conversion(visitor, `order-${visitor}`, evening + 3600_000, 40));
  }
  for (const visitor of ['t0', 't1', 't2', 't3', 't4', 'c0', 'c1', 'c2', 'c3', 'c4'])
    conversions.push({
      ...conversion(visitor, `lead-${visitor}`, evening + 3600_000, 0),
      goal: 'without-value',
    });
  decisions.push(decision('t0', 'treatment', evening + dayMs));
  conversions.push(conversion('t0', 'order-t0', evening + 2 * 3600_000, 150));
  conversions.push(conversion('t19', 'order-late', evening + 8 * dayMs, 90));
  conversions.push(conversion('c19', 'order-early', evening - 1000, 90));
  decisions.push(decision('pending', 'treatment', now - dayMs));
  events.push(
    event('pending', 'Page', now - dayMs, { holdout: 0 }),
    event('held', 'Page', now - dayMs, { holdout: 1 }),
  );
  events.push(
    event('t0', 'Product Added', evening),
    event('t1', 'Cart Updated', evening, { properties: '{"items":2,"total":30}' }),
  );
  events.push(event('t2', 'Cart Updated', evening, { properties: '{"items":0,"total":0}' }));
  const order = { properties: '{"order_id":"o-1","total":25.5}' };
  events.push(
    event('t0', 'Order Completed', evening, order),
    event('t0', 'Order Completed', evening, { ...order, trust: 'server' }),
  );
  events.push(event('robot', 'Page', evening, { bot: 1 }));
  await engines.facts.append({ token: randomUUID(), tables: { decisions, conversions, events } });
});
after(() => engines.close());

describe('results of a campaign period', () => {
  it('[F1] [F2] [F3] [F6] [ST2] counts each visitor once by arm, so far, with a repeated conversion counted once', async () => {
    const results = await campaignResults(engines.facts, question());
    const treatment = results.arms.find((arm) => arm.arm === 'treatment');
    const control = results.arms.find((arm) => arm.arm === 'control');
    assert.deepEqual(treatment?.soFar, {
      eligible: 21,
      exposed: 18,
      engaged: 5,
      converted: 8,
      value: 800,
    });
    assert.deepEqual(control?.soFar, {
      eligible: 20,
      exposed: 0,
      engaged: 0,
      converted: 6,
      value: 240,
    });
  });

  it('[F5] [ST2] leaves pending visitors out of the effect, and says when the last window closes', async () => {
    const results = await campaignResults(engines.facts, question());
    assert.equal(results.arms.find((arm) => arm.arm === 'treatment')?.closed.eligible, 20);
    assert.deepEqual(results.pending, { visitors: 1, lastClosesAt: now - dayMs + 8 * dayMs });
  });

  it('[F6] counts reactions of closed visitors only', async () => {
    const own = AccountId.parse(`reacted-${randomUUID().slice(0, 8)}`);
    const at = now - dayMs;
    const clicked = event('eager', 'Engagement Clicked', at + 1000, { decision: `d-eager-${at}` });
    await engines.facts.append({
      token: randomUUID(),
      tables: {
        decisions: [{ ...decision('eager', 'treatment', at), account: own }],
        events: [{ ...clicked, account: own }],
      },
    });
    const [open] = (await campaignResults(engines.facts, { ...question(), account: own })).arms;
    assert.deepEqual([open?.soFar.eligible, open?.soFar.engaged], [1, 1]);
    assert.deepEqual([open?.closed.eligible, open?.closed.engaged], [0, 0]);
    const [ended] = (await campaignResults(engines.facts, question())).arms;
    assert.deepEqual([ended?.closed.eligible, ended?.closed.engaged], [20, 5]);
  });

  it('[ST6] gives the difference of rates over closed windows, times the treated, as incremental conversions', async () => {
    const { incrementalConversions, incrementalValue } = await campaignResults(
      engines.facts,
      question(),
    );
    assert.equal(incrementalConversions.type, 'interval');
    assert.ok(
      incrementalConversions.type === 'interval' &&
        Math.abs(incrementalConversions.estimate - 2) < 1e-9,
    );
    assert.ok(
      incrementalValue.type === 'interval' && Math.abs(incrementalValue.estimate - 560) < 1e-9,
    );
  });

  it('[ST3] shares alpha among the whole and its variants if there are several', async () => {
    const shown = async (names: readonly string[]) => {
      const variants = names.map((id) => ({ id, name: id, share: 10_000 / names.length }));
      const { gain, path, arms } = await campaignResults(engines.facts, {
        ...question(),
        variants,
      });
      const effects = arms.flatMap(({ variant, rateEffect: effect }) =>
        effect === null || variant === 'b' ? [] : [effect],
      );
      return { gain, path: path.at(-1), effects };
    };
    const comparison = {
      treatment: { visitors: 20, conversions: 8, valueSum: 800, valueSquareSum: 80_000 },
      control: { visitors: 20, conversions: 6, valueSum: 240, valueSquareSum: 9600 },
    };
    for (const [names, comparisons] of [
      [['a'], 1],
      [['a', 'b'], 3],
    ] as const) {
      const proved = rateEffect(comparison, { alpha: 0.05, comparisons, horizonVisitors: 1000 });
      assert.ok(proved.type === 'interval');
      const { difference, relative } = proved;
      const { gain, path, effects } = await shown(names);
      assert.equal(effects.length, names.length, 'the one variant in it, and the whole');
      for (const effect of effects)
        assert.deepEqual(effect, { type: 'interval', ...difference, alpha: 0.05 });
      assert.partialDeepStrictEqual(path, difference);
      assert.ok(gain.type === 'interval' || relative.upper === null);
      if (gain.type === 'interval') assert.equal(gain.lower, relative.lower);
    }
  });

  it('[F1] [F9] dates visitors by day of the account’s time zone', async () => {
    const { days } = await campaignResults(engines.facts, question());
    assert.equal(days[0]?.day, '2026-01-11');
    assert.equal(days[0]?.treatment.eligible, 20);
  });

  it('[ST3] withholds the interval under five conversions in an arm', async () => {
    const none = await campaignResults(engines.facts, {
      ...question(),
      goal: { ...goal, id: GoalId.parse('other') },
    });
    assert.deepEqual(none.incrementalConversions, { type: 'withheld', reason: 'few-conversions' });
    const empty = await campaignResults(engines.facts, { ...question(), period: 9 });
    assert.deepEqual(empty.gain, { type: 'withheld', reason: 'no-closed-windows' });
  });

  it('[ST3] says that no conversion carried a value, where five converted in each arm without one', async () => {
    const none = await campaignResults(engines.facts, {
      ...question(),
      goal: { ...goal, id: GoalId.parse('without-value') },
    });
    assert.equal(none.incrementalConversions.type, 'interval');
    assert.deepEqual(none.incrementalValue, { type: 'withheld', reason: 'no-value' });
    assert.equal(none.hasValue, true);
    const only = { ...goal, value: { type: 'none' } } as const;
    const counted = await campaignResults(engines.facts, { ...question(), goal: only });
    assert.equal(counted.hasValue, false);
  });

  it('has the same rows if an irrelevant part of the query is left out', async () => {
    const params = {
      ...(await conversionParams(engines.facts, account, { goal, currency: 'EUR' })),
      campaign: 'help',
      period: 1,
      windowS: 7 * 86_400,
      cap: 100,
      now: now / 1000,
      zone: 'UTC',
    };
    const rowsOf = (visits: boolean, refunds: boolean) =>
      engines.facts.query(account, resultsFor({ visits, refunds }), params);
    const whole = await rowsOf(true, true);
    assert.equal(whole.length, 3);
    for (const [visits, refunds] of [
      [false, false],
      [true, false],
      [false, true],
    ] as const)
      assert.deepEqual(await rowsOf(visits, refunds), whole);
  });

  it('writes the same figures as CSV', async () => {
    const results = await campaignResults(engines.facts, question());
    const text = resultsCsv(results);
    assert.match(
      text,
      /2026-01-11,treatment,20,18,5,8,800,+\r\n2026-01-11,control,20,,,6,240,+\r\n/,
    );
    const [head = [], ...rows] = text.split('\r\n').map((row) => row.split(','));
    const cell = (arm: string, column: string): string | undefined =>
      rows.find(([day, of]) => day === 'all' && of === arm)?.[head.indexOf(column)];
    for (const name of ['eligible', 'exposed', 'engaged', 'converted', 'value'])
      assert.ok(head.some((column) => column.startsWith(`${name} so far`)));
    assert.equal(cell('treatment', 'eligible so far'), '21');
    assert.equal(cell('treatment', 'closed'), '20');
    assert.equal(cell('treatment', 'pending'), '1');
    assert.equal(cell('control', 'value of closed (EUR)'), '240');
    assert.equal(cell('treatment', 'sample ratio'), 'as-planned');
    const { incrementalConversions: gained, arms } = results;
    const effect = arms.find(({ arm }) => arm === 'treatment')?.rateEffect;
    for (const [column, known] of [
      ['incremental conversions', gained],
      ['difference of rates', effect],
    ] as const) {
      assert.ok(known?.type === 'interval');
      const ends = [column, `${column}: from`, `${column}: to`];
      assert.deepEqual(
        ends.map((each) => Number(cell('treatment', each))),
        [known.estimate, known.lower, known.upper],
      );
    }
    assert.equal(cell('control', 'difference of rates'), '');
  });

  it('says in the CSV why there is no interval', async () => {
    const other = { ...goal, id: GoalId.parse('other') };
    const none = await campaignResults(engines.facts, { ...question(), goal: other });
    assert.match(
      resultsCsv(none),
      /\r\nall,treatment,21,18,5,0,0,,20,0,0,1,{16}few-conversions,as-planned\r\n/,
    );
  });
});

describe('the funnel of a site', () => {
  it('[F10] counts visits, carts that were not empty and orders once, bots apart', async () => {
    const funnel = await siteFunnel(engines.facts, {
      account,
      site: null,
      fromMs: evening - dayMs,
      untilMs: evening + dayMs,
      timeZone: 'UTC',
      currency: 'EUR',
      now,
    });
    assert.deepEqual(
      [funnel.visits, funnel.withCart, funnel.withOrder, funnel.orders, funnel.value, funnel.bots],
      [40, 2, 1, 1, 25.5, 1],
    );
  });

  it('[F10] shows the value of an order past midnight on its own day, even if no visit began on it', async () => {
    const own = AccountId.parse(`report-${randomUUID().slice(0, 8)}`);
    const of = { account: own, properties: '{"order_id":"late","total":80}' };
    const midnight = Date.UTC(2026, 0, 11);
    await engines.facts.append({
      token: randomUUID(),
      tables: {
        events: [
          event('owl', 'Page', midnight - 60_000, { account: own }),
          event('owl', 'Order Completed', midnight + 60_000, of),
        ],
      },
    });
    const span = { fromMs: midnight - dayMs, untilMs: midnight + dayMs };
    const ask = { account: own, site: null, ...span, timeZone: 'UTC', currency: 'EUR', now };
    const { value, days } = await siteFunnel(engines.facts, ask);
    assert.equal(value, 80);
    assert.deepEqual(
      days.map((each) => [each.day, each.visits, each.withOrder, each.value]),
      [
        ['2026-01-10', 1, 1, 0],
        ['2026-01-11', 0, 0, 80],
      ],
    );
  });

  it('[F10] counts a visit in the span in which it began, and invents no visit', async () => {
    const own = AccountId.parse(`report-${randomUUID().slice(0, 8)}`);
    const midnight = Date.UTC(2026, 0, 11);
    const minute = 60_000;
    const seen = (visitor: string, minutes: number, name = 'Page', more: FactRow = {}): FactRow =>
      event(visitor, name, midnight + minutes * minute, { account: own, ...more });
    const byServer = { trust: 'server', properties: '{"order_id":"late","total":80}' };
    await engines.facts.append({
      token: randomUUID(),
      tables: {
        events: [
          // Crosses midnight with the longest possible gap.
          seen('owl', -29),
          seen('owl', 0, 'Product Added'),
          seen('owl', 1, 'Order Completed', { properties: '{"order_id":"owl","total":20}' }),
          // Begins with the day and belongs to that day alone.
          seen('lark', 0),
          // The visit was over when the shop reported the payment.
          seen('late', -90),
          seen('late', 45, 'Order Completed', byServer),
          // No visit: only the shop reports about them.
          seen('unseen', 5, 'Order Completed', { ...byServer, properties: '{"order_id":"u"}' }),
          // Recognised as a bot after a page view.
          seen('guise', 10),
          seen('guise', 11, 'Page', { bot: 1 }),
        ],
      },
    });
    const on = async (fromMs: number, untilMs: number) => {
      const ask = { account: own, site: null, fromMs, untilMs, timeZone: 'UTC', currency: 'EUR' };
      const { visits, visitors, withCart, withOrder, orders } = await siteFunnel(engines.facts, {
        ...ask,
        now,
      });
      return { visits, visitors, withCart, withOrder, orders };
    };
    const before = await on(midnight - dayMs, midnight);
    assert.deepEqual(before, { visits: 2, visitors: 2, withCart: 0, withOrder: 0, orders: 0 });
    const day = await on(midnight, midnight + dayMs);
    assert.deepEqual(day, { visits: 1, visitors: 1, withCart: 0, withOrder: 0, orders: 3 });
    const both = await on(midnight - dayMs, midnight + dayMs);
    assert.deepEqual(both, { visits: 3, visitors: 3, withCart: 1, withOrder: 2, orders: 3 });
  });

  it('shows another account nothing', async () => {
    const other = AccountId.parse('somebody-else');
    const funnel = await siteFunnel(engines.facts, {
      account: other,
      site: null,
      fromMs: 0,
      untilMs: now,
      timeZone: 'UTC',
      currency: 'EUR',
      now,
    });
    assert.equal(funnel.visits, 0);
  });
});

describe('traffic', () => {
  it('counts eligible visitors a day by campaign', async () => {
    const counts = await eligibleVisitors(engines.facts, account, 'UTC', now);
    assert.deepEqual(counts.get(CampaignId.parse('help'))?.perDay.slice(-2), [1, 0]);
  });

  it('counts whole days of the account, each of the last fourteen, also where its clock was set forward or back', async () => {
    const own = AccountId.parse(`days-${randomUUID().slice(0, 8)}`);
    const zone = 'Europe/Berlin';
    const counted = async (of: string, until: number, ats: readonly number[]) => {
      const decisions = ats.map((at, nth) => ({
        ...decision(`${of}${nth}`, 'control', at),
        ...{ account: own, campaign: of },
      }));
      await engines.facts.append({ token: randomUUID(), tables: { decisions } });
      const eligible = await eligibleVisitors(engines.facts, own, zone, until);
      return eligible.get(CampaignId.parse(of))?.perDay;
    };
    // Half past midnight on 30 March. The day before had 23 hours.
    const spring = [Date.UTC(2026, 2, 29, 12), Date.UTC(2026, 2, 16, 23, 10)];
    const forward = await counted('spring', Date.UTC(2026, 2, 29, 22, 30), spring);
    assert.deepEqual(forward, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    // Half past eleven at night on 25 October, a day of 25 hours.
    const autumn = [
      Date.UTC(2026, 9, 25, 12),
      Date.UTC(2026, 9, 12, 12),
      Date.UTC(2026, 9, 11, 12),
    ];
    const back = await counted('autumn', Date.UTC(2026, 9, 25, 22, 30), autumn);
    assert.deepEqual(back, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  const help = CampaignId.parse('help');

  it('[F3] lists a campaign whose results cannot be computed without an effect, and says so', async () => {
    const failed: CampaignId[] = [];
    const figures = await campaignFigures(
      engines.facts,
      account,
      [help],
      'UTC',
      now,
      new Map(),
      () => Promise.reject(new Error('no such sum')),
      (campaign) => failed.push(campaign),
    );
    assert.deepEqual(failed, [help]);
    const { eligible, effect, harm } = figures.get(help) ?? {};
    assert.deepEqual({ eligible, effect, harm }, { eligible: 41, effect: null, harm: false });
  });

  it('[F3] has a line of figures for a campaign that no longer runs as well', async () => {
    const zone = 'UTC';
    const settled: SettledLines = new Map();
    let [asked, until] = [0, now];
    const line = (running: readonly CampaignId[], at = now) =>
      campaignFigures(
        engines.facts,
        account,
        running,
        zone,
        at,
        settled,
        () => {
          asked++;
          return campaignResults(engines.facts, { ...question(), now: until });
        },
        (_, error) => assert.fail(String(error)),
      );
    const [runs, ran] = [await line([help]), await line([])];
    assert.equal(ran.get(help)?.eligible, 41);
    assert.deepEqual(ran, runs);
    // While a window is open, each list queries anew. Once all are closed, none does.
    const none = new Array<number>(14).fill(0);
    for (const [atOnce, wanted] of [
      [now, 2],
      [now + 30 * dayMs, 1],
    ] as const) {
      [asked, until] = [0, atOnce];
      await line([], now + 30 * dayMs);
      const later = (await line([], now + 30 * dayMs)).get(help);
      assert.deepEqual([later?.eligible, later?.perDay, asked], [41, none, wanted]);
    }
    assert.equal(settled.get(help)?.eligible, 41);
  });

  it('[F8] sets a horizon from the traffic before the period only', async () => {
    assert.equal(await visitsPerDay(engines.facts, account, evening - dayMs, now), null);
    assert.equal(await horizonOf(engines.facts, account, evening + dayMs, now), 1000);
  });

  it('[F8] does not move a horizon when history is imported or arrives late', async () => {
    const own = AccountId.parse(`horizon-${randomUUID().slice(0, 8)}`);
    const seen = (visitor: string, at: number, more: FactRow = {}): FactRow => ({
      ...event(visitor, 'Page', at, more),
      account: own,
    });
    const add = (events: readonly FactRow[]) =>
      engines.facts.append({ token: randomUUID(), tables: { events } });
    const visits = () => visitsPerDay(engines.facts, own, evening, now);
    // Imported before it began, and so known by then.
    const early = { imported: 1, received_at: evening - dayMs };
    await add([seen('ada', evening - 2 * dayMs), seen('ben', evening - 4 * dayMs, early)]);
    assert.equal(await visits(), 0.5);
    await add([
      seen('cem', evening - 20 * dayMs, { imported: 1, received_at: evening + dayMs }),
      seen('dov', evening - 1000, { received_at: evening + 1000 }),
    ]);
    assert.equal(await visits(), 0.5);
  });

  it('[V9] measures for a plan from the periods that met the same visitors, and no other', async () => {
    const own = AccountId.parse(`plan-${randomUUID().slice(0, 8)}`);
    const met = (visitor: string, period: number): FactRow => ({
      ...decision(visitor, 'control', evening + period * dayMs),
      ...{ account: own, period },
    });
    const hundred = Array.from({ length: 100 }, (_, at) => at);
    const decisions = hundred.flatMap((at) => [met(`a${at}`, 1), met(`b${at}`, 2)]);
    const conversions = hundred.slice(0, 20).map((at) => ({
      ...conversion(`b${at}`, `order-b${at}`, evening + 2 * dayMs + 1000, 10),
      account: own,
    }));
    await engines.facts.append({ token: randomUUID(), tables: { decisions, conversions } });
    const ask = {
      ...{ account: own, campaign: CampaignId.parse('help'), goal, currency: 'EUR' },
      ...{ schedule: anyTime, now },
    };
    const measured = (fromPeriod: number, runs = ever, schedule = anyTime) =>
      measuredTraffic(engines.facts, { ...ask, fromPeriod, runs, schedule });
    assert.deepEqual(await measured(1), { days: 19, eligiblePerDay: 200 / 19, baseRate: 0.1 });
    assert.deepEqual(await measured(2), { days: 18, eligiblePerDay: 100 / 18, baseRate: 0.2 });
    assert.equal(await measured(3), null);
    // Resumed for a day after a long pause, then paused until now.
    const day = (at: number): number => evening + at * dayMs;
    const paused = { schedule: anyTime };
    const runs = [
      { from: day(-9), until: day(3), ...paused },
      { from: day(10), until: day(11), ...paused },
    ];
    assert.deepEqual(
      await measured(1, runs),
      { days: 3, eligiblePerDay: 200 / 3, baseRate: 0.1 },
      'days of a pause met nobody',
    );
    assert.deepEqual(
      await measured(1, [{ from: day(-9), until: day(40), ...paused }]),
      { days: 19, eligiblePerDay: 200 / 19, baseRate: 0.1 },
      'what ends later goes on',
    );
    // Up to the second day in other hours of the week, by another schedule than its period began
    // with.
    const weekdays: Schedule = { ...anyTime, days: ['mon', 'tue', 'wed', 'thu', 'fri'] };
    const changed = [
      { from: day(-9), until: day(1.5), schedule: weekdays },
      { from: day(1.5), until: null, schedule: { ...anyTime, until: day(90) } },
    ];
    assert.deepEqual(await measured(1, changed), await measured(2));
    assert.equal(await measured(1, changed, weekdays), null);
    assert.deepEqual(await measured(1, changed.slice(0, 1), weekdays), {
      ...{ days: 1, eligiblePerDay: 200, baseRate: 0.1 },
    });
  });

  it('[V9] measures the rate within the same visit as results count it: until the visit is over', async () => {
    const own = AccountId.parse(`plan-${randomUUID().slice(0, 8)}`);
    const of = (row: FactRow): FactRow => ({ ...row, account: own });
    const hourMs = 3600_000;
    const of100 = Array.from({ length: 100 }, (_, at) => `c${at}`);
    const [afterwards, inVisit, restless] = [of100.slice(0, 10), of100.slice(10, 30), of100[30]];
    const order = (visitor: string, at: number) => of(conversion(visitor, `of-${visitor}`, at, 10));
    const events = inVisit.map((visitor) => of(event(visitor, 'Page', evening + 6 * hourMs)));
    const signs = [20, 40, 50].map((hours) =>
      event(`${restless}`, 'Page', evening + hours * hourMs),
    );
    await engines.facts.append({
      token: randomUUID(),
      tables: {
        decisions: of100.map((visitor) => of(decision(visitor, 'control', evening))),
        events: [...events, ...signs.map(of)],
        conversions: [
          ...afterwards.map((visitor) => order(visitor, evening + 2 * hourMs)),
          ...inVisit.map((visitor) => order(visitor, evening + 6 * hourMs)),
          order(`${restless}`, evening + 25 * hourMs),
        ],
      },
    });
    const sameVisit: Goal = { ...goal, window: { type: 'visit' } };
    const ask = { ...question(), account: own, goal: sameVisit };
    const results = await campaignResults(engines.facts, ask);
    const control = results.arms.find(({ arm }) => arm === 'control');
    const plan = await measuredTraffic(engines.facts, {
      ...{ ...ask, fromPeriod: 1, runs: ever, schedule: anyTime },
    });
    assert.deepEqual(control?.closed, { eligible: 100, engaged: 0, converted: 20, value: 200 });
    assert.equal(plan?.baseRate, 0.2);
  });
});

describe('harm to the value', () => {
  it('[F16] is claimed only if the value was capped when the period began', async () => {
    const own = AccountId.parse(`worth-${randomUUID().slice(0, 8)}`);
    const of = (row: FactRow): FactRow => ({ ...row, account: own });
    const visitors = Array.from({ length: 400 }, (_, at) => at);
    const decisions = visitors.flatMap((at) => [
      of(decision(`t${at}`, 'treatment', evening)),
      of(decision(`c${at}`, 'control', evening)),
    ]);
    const bought = visitors.slice(0, 200);
    const conversions = bought.flatMap((at) => [
      of(conversion(`t${at}`, `order-t${at}`, evening + 1000, 20)),
      of(conversion(`c${at}`, `order-c${at}`, evening + 1000, 90)),
    ]);
    await engines.facts.append({ token: randomUUID(), tables: { decisions, conversions } });
    const under = async (valueCap: number | null) =>
      campaignResults(engines.facts, {
        ...question(),
        account: own,
        goal: { ...goal, valueCap },
      });
    assert.equal((await under(100)).harm?.measure, 'value');
    const uncapped = await under(null);
    assert.equal(uncapped.harm, null);
    assert.ok(uncapped.incrementalValue.type === 'interval', 'the figure itself stays');
  });
});

function heldOut(of: AccountId, since: number, by = goal) {
  const ask = { account: of, goal: by, currency: 'EUR', since, horizonVisitors: 1000, now };
  return holdoutResult(engines.facts, ask);
}

describe('the holdout', () => {
  it('[F11] is compared with everyone else from the first event on', async () => {
    const result = await heldOut(account, evening);
    assert.deepEqual(result.holdout, { visitors: 1, converted: 0 });
    assert.deepEqual(result.others, { visitors: 41, converted: 14 });
    assert.deepEqual(result.closed.others, { visitors: 40, converted: 14 });
    assert.equal(result.pending, 2);
    assert.deepEqual(result.effect, { type: 'withheld', reason: 'no-control' });
  });

  it('[F11] counts visitors who first came under its share, in the group of that time, once their window is over', async () => {
    const own = AccountId.parse(`holdout-${randomUUID().slice(0, 8)}`);
    const of = (row: FactRow): FactRow => ({ ...row, account: own });
    const seen = (visitor: string, at: number, holdout: number): FactRow =>
      of(event(visitor, 'Page', at, { holdout }));
    const order = (visitor: string, at: number): FactRow =>
      of(conversion(visitor, `o-${visitor}`, at, 10));
    const events: FactRow[] = [];
    const conversions: FactRow[] = [];
    for (let at = 0; at < 10; at++) {
      events.push(seen(`o${at}`, evening, 0), seen(`h${at}`, evening, 1));
      if (at < 7) conversions.push(order(`o${at}`, evening + 3600_000));
      if (at < 5) conversions.push(order(`h${at}`, evening + 3600_000));
    }
    conversions.push(order('h9', evening + 7 * dayMs + 1));
    events.push(
      // Treated and converted before the share was raised, held out since, and put back later.
      seen('raised', evening - dayMs, 0),
      seen('raised', evening + 1000, 1),
      seen('o0', evening + dayMs, 1),
      seen('open', now - 1000, 0),
      // Taken back after the closing: no longer counted so far, still counted in the effect.
      of(
        event('o1', 'Order Cancelled', now - 1, {
          ...{ trust: 'server', properties: '{"order_id":"o-o1"}' },
        }),
      ),
    );
    conversions.push(order('raised', evening + 2000), order('open', now - 500));
    await engines.facts.append({ token: randomUUID(), tables: { events, conversions } });
    const result = await heldOut(own, evening);
    assert.deepEqual(result.closed, {
      holdout: { visitors: 10, converted: 5 },
      others: { visitors: 10, converted: 7 },
    });
    assert.deepEqual(result.others, { visitors: 11, converted: 7 });
    assert.equal(result.pending, 1);
    const treatment = { visitors: 10, conversions: 7, valueSum: 0, valueSquareSum: 0 };
    const proved = rateEffect(
      { treatment, control: { ...treatment, conversions: 5 } },
      { alpha: 0.05, comparisons: 1, horizonVisitors: 1000 },
    );
    assert.ok(proved.type === 'interval');
    assert.deepEqual(result.effect, { type: 'interval', ...proved.difference, alpha: 0.05 });
    const window = { type: 'visit' } as const;
    const visit = await heldOut(own, evening, { ...goal, window });
    assert.deepEqual(visit.closed.holdout, { visitors: 10, converted: 5 });
  });

  it('[F11] compares a goal that is reached by something else over those who first came since then', async () => {
    const own = AccountId.parse(`redefined-${randomUUID().slice(0, 8)}`);
    const redefined = evening + 5 * dayMs;
    const of = (row: FactRow): FactRow => ({ ...row, account: own });
    const came = ['before', 'across', 'after', 'late'].flatMap((name) => [
      `o-${name}`,
      `h-${name}`,
    ]);
    const at = (visitor: string): number =>
      redefined + (/before|across/.test(visitor) ? -dayMs : dayMs);
    await engines.facts.append({
      token: randomUUID(),
      tables: {
        events: came.map((visitor) =>
          of(event(visitor, 'Page', at(visitor), { holdout: visitor.startsWith('h') ? 1 : 0 })),
        ),
        conversions: [
          of(conversion('o-before', 'old', at('before') + 1000, 10)),
          of(conversion('h-across', 'new-1', redefined + 1000, 10)),
          of(conversion('o-after', 'new-2', at('after') + 1000, 10)),
        ],
      },
    });
    const compared = async (since: ReadonlyMap<GoalId, number>) => {
      const reports = createReports(
        unsharedFacts(engines.facts),
        {
          current: async () => configuration([], { account: own, goals: [goal] }),
          holdoutSince: async () => evening,
          goalsSince: async () => since,
        },
        {
          periods: async () => [],
          runs: async () => [],
          beside: async () => [],
          exclusions: async () => [],
        },
        {
          clock: { now: () => now },
          log: { warn: (of) => assert.fail(of) },
          settled: new SettledFigures(),
          settledValues: new SettledFigures(),
        },
      );
      const { since: share, goals } = await reports.holdout(own);
      assert.equal(share, evening);
      return goals[0];
    };
    const always = await compared(new Map([[goal.id, evening - dayMs]]));
    assert.equal(always?.since, evening);
    assert.deepEqual(
      [always.others, always.holdout],
      [
        { visitors: 4, converted: 2 },
        { visitors: 4, converted: 1 },
      ],
    );
    const anew = await compared(new Map([[goal.id, redefined]]));
    assert.equal(anew?.since, redefined);
    assert.deepEqual(
      [anew.others, anew.holdout],
      [
        { visitors: 2, converted: 1 },
        { visitors: 2, converted: 0 },
      ],
    );
  });
});
