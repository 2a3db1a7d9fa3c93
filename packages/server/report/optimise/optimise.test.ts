// An optimising campaign's figures on the real engine, against a log counted by hand: agents' time
// by arm and by its gain, and estimates for other rules.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { factsStored } from '@opportune/protocol/bus/changes.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import type { StoredOfAccount } from '@opportune/protocol/bus/changes.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { AccountId, CampaignId, GoalId } from '@opportune/protocol/ids.ts';
import { openMemoryBus } from '../../adapter/bus-memory.ts';
import { testEngines, testLog, type TestEngines } from '../../adapter/engines.test-support.ts';
import { periodAdjusted } from './adjusted.ts';
import { agentTime, periodAgentTime } from './agent-time.ts';
import { anyReportsSql } from '../conversions/conversions-sql.ts';
import { resultsCsv } from '../results/csv.ts';
import { FactVersions } from '../queries/fact-versions.ts';
import { Pace } from '../queries/pace.ts';
import { campaignResults } from '../results/results.ts';
import type { ResultsQuestion } from '../results/results.ts';
import { SharedQueries } from '../queries/shared-queries.ts';
import type { FoldingFacts, SharedQueriesParts } from '../queries/shared-queries.ts';
import { settled, simulatedTime } from '../queries/simulated-time.test-support.ts';
import { Waits, Watch } from '../queries/watch.ts';
import { unsharedFacts } from '../queries/unshared-facts.test-support.ts';
import { periodWhatIf } from '../what-if/what-if.ts';

const dayMs = 86_400_000;
const from = Date.UTC(2026, 0, 10, 12);
const now = from + 20 * dayMs;
const certainty = { alpha: 0.05, comparisons: 3, horizonVisitors: 1000 };

let engines: TestEngines;
let account: AccountId;
let ordinal = 1;

const goal: Goal = {
  id: GoalId.parse('purchase'),
  name: 'Purchase',
  kind: 'purchase',
  event: { event: 'Order Completed' },
  value: { type: 'property', path: 'total' },
  valueCap: null,
  key: 'order_id',
  window: { type: 'duration', seconds: 7 * 86_400 },
  trust: 'server',
};
const question = (): ResultsQuestion => ({
  account,
  campaign: CampaignId.parse('help'),
  name: 'Help',
  goal,
  period: 1,
  periods: [{ number: 1, from, until: null }],
  variants: [{ id: 'a', name: 'A', share: 10_000 }],
  shares: { control: 1 / 3, treatment: 1 / 3, optimise: 1 / 3 },
  currency: 'EUR',
  timeZone: 'UTC',
  horizonVisitors: 1000,
  stop: null,
  now,
});

function decision(visitor: string, arm: string, more: FactRow = {}): FactRow {
  return {
    account,
    site: 's1',
    visitor,
    visit: `${visitor}-1`,
    ordinal: ordinal++,
    id: `d-${visitor}`,
    campaign: 'help',
    period: 1,
    engagement: 'e',
    goal: 'purchase',
    arm,
    variant: arm === 'control' ? '' : 'a',
    zone: 'corner',
    offer: 'live',
    at: from,
    configuration_version: 3,
    availability_version: 1,
    propensity: 0.33,
    reasons: '{}',
    policy: '',
    ...more,
  };
}

/** The recorded policy: a score of 80 or 20, a cart of 100 or none. */
function policy(high: boolean, action: string, probabilities: object | null, gain = 0.2): string {
  return JSON.stringify({
    features: { intent: high ? 0.6 : -0.6, unscored: 0, cartTotal: high ? 0.668 : 0 },
    action,
    value: 50,
    probability: 1,
    reasons: probabilities === null ? null : { probabilities, rate: 0.1, gain },
  });
}

function talk(visitor: string, name: string, at: number, more: FactRow = {}): FactRow {
  return {
    account,
    site: 's1',
    visitor,
    visit: `${visitor}-1`,
    ordinal: ordinal++,
    id: randomUUID(),
    kind: 'track',
    name,
    trust: 'server',
    at,
    received_at: at,
    decision: `d-${visitor}`,
    properties: JSON.stringify({ conversation: `k-${visitor}` }),
    ...more,
  };
}

function conversion(visitor: string): FactRow {
  const at = from + 3_600_000;
  const key = `order-${visitor}`;
  const common = { account, site: 's1', visitor, ordinal: ordinal++, goal: 'purchase' };
  return {
    ...common,
    key,
    event: randomUUID(),
    at,
    received_at: at,
    value: 50,
    currency: 'EUR',
    trust: 'server',
  };
}

const minute = 60_000;
const chances = { none: 0.5, now: 0.25, 'after:30': 0.25 };

before(async () => {
  engines = await testEngines();
  account = AccountId.parse(`optimise-${randomUUID().slice(0, 8)}`);
  const decisions: FactRow[] = [];
  const conversions: FactRow[] = [];
  const events: FactRow[] = [];
  const say = (visitor: string, minutes: number): void => {
    events.push(
      talk(visitor, 'Conversation Answered', from + minute),
      talk(visitor, 'Conversation Ended', from + (1 + minutes) * minute),
    );
  };
  for (let at = 0; at < 400; at++) {
    const high = at % 2 === 0;
    const tenth = Math.floor(at / 2) % 10;
    decisions.push(decision(`${at}c`, 'control', { policy: policy(high, 'none', null) }));
    if (tenth < 1) conversions.push(conversion(`${at}c`));
    decisions.push(decision(`${at}t`, 'treatment', { policy: policy(high, 'now', null) }));
    if (tenth < 3) conversions.push(conversion(`${at}t`));
    if (at < 100) say(`${at}t`, 12);
    const action = at % 4 === 0 ? 'now' : at % 4 === 1 ? 'after:30' : 'none';
    decisions.push(decision(`${at}o`, 'optimise', { policy: policy(high, action, chances) }));
    if (tenth < 5) conversions.push(conversion(`${at}o`));
    if (at < 80) say(`${at}o`, 10);
  }
  decisions.push(
    decision('0o', 'optimise', { id: 'd-0o-again', policy: policy(true, 'none', chances) }),
    decision('pending', 'optimise', { at: now - dayMs, policy: policy(true, 'now', chances) }),
  );
  events.push(
    talk('100t', 'Conversation Answered', from + minute),
    // Reopened for thirty minutes after its twelve; another, never answered, for the first time.
    talk('0t', 'Conversation Reopened', from + 20 * minute),
    talk('0t', 'Conversation Ended', from + 50 * minute),
    talk('103t', 'Conversation Ended', from + 2 * minute),
    talk('103t', 'Conversation Reopened', from + 3 * minute),
    talk('103t', 'Conversation Answered', from + 5 * minute),
    talk('103t', 'Conversation Ended', from + 9 * minute),
    talk('101t', 'Conversation Answered', from + minute, { trust: 'page' }),
    talk('102t', 'Conversation Started', from + minute),
    talk('pending', 'Conversation Answered', now - dayMs),
    talk('0c', 'Conversation Answered', from + minute, { decision: '' }),
  );
  await engines.facts.append({ token: randomUUID(), tables: { decisions, conversions, events } });
});
after(() => engines.close());

describe('agents’ time', () => {
  it('[F19] is that of conversations from the engagement, from the first answer to the end, and of those taken up again from then on', async () => {
    const { arms } = await periodAgentTime(engines.facts, question());
    const [optimise, always] = arms;
    assert.deepEqual([optimise?.eligible, optimise?.talked, optimise?.minutes], [400, 80, 80 * 10]);
    // One of them was never ended. It counts one hour.
    assert.deepEqual([always?.talked, always?.minutes], [102, 100 * 12 + 60 + 30 + 4]);
  });

  it('[F19] is divided by the conversions beyond control, with its interval', async () => {
    const { arms } = await periodAgentTime(engines.facts, question());
    const perGain = arms[0]?.perGain;
    assert.ok(perGain?.type === 'interval');
    assert.ok(Math.abs(perGain.estimate - 800 / (200 - 40)) < 1e-9);
    assert.ok(perGain.lower > 3 && perGain.upper < 10);
  });

  it('[F19] is not divided by a gain that may be none', async () => {
    const other = { ...question(), goal: { ...goal, id: GoalId.parse('nothing') } };
    const { arms } = await periodAgentTime(engines.facts, other);
    assert.deepEqual(arms[0]?.perGain, { type: 'withheld', reason: 'few-conversions' });
    const empty = agentTime([], ['optimise'], () => certainty);
    assert.deepEqual(empty.arms[0]?.perGain, { type: 'withheld', reason: 'no-closed-windows' });
  });
});

describe('what if', () => {
  const ask = (rule: 'never' | 'now' | 'after' | 'intent' | 'cart', at = 0) =>
    periodWhatIf(unsharedFacts(engines.facts), question(), { rule, at });

  it('rests on each closed visitor’s first decision', async () => {
    const { decisions, invited, delays } = await ask('never');
    assert.equal(decisions, 1200);
    assert.deepEqual(invited, { logged: 0.5, rule: 0 });
    assert.deepEqual(delays, [30]);
  });

  it('knows the score and the cart as they were', async () => {
    assert.equal((await ask('intent', 80)).invited.rule, 0.5);
    assert.equal((await ask('intent', 81)).invited.rule, 0);
    assert.equal((await ask('intent', 20)).invited.rule, 1);
    assert.equal((await ask('cart', 100)).invited.rule, 0.5);
    assert.equal((await ask('cart', 101)).invited.rule, 0);
  });

  it('[F20] is close to what the randomised arms did', async () => {
    const [never, now] = [await ask('never'), await ask('now')];
    assert.ok(Math.abs(never.rate.rule - 0.1) < 0.03, `${never.rate.rule}`);
    assert.ok(Math.abs(now.rate.rule - 0.3) < 0.03, `${now.rate.rule}`);
    assert.ok(Math.abs(never.rate.logged - 0.5) < 0.03, `${never.rate.logged}`);
    assert.ok(never.difference.type === 'interval' && never.difference.upper < 0);
  });

  it('[F20] answers for the value too, as the period caps it', async () => {
    const [never, capped] = [
      await ask('never'),
      await periodWhatIf(
        unsharedFacts(engines.facts),
        { ...question(), goal: { ...goal, valueCap: 20 } },
        { rule: 'never', at: 0 },
      ),
    ];
    // Every order is worth 50.
    assert.ok(never.value?.difference.type === 'interval' && capped.value !== null);
    assert.ok(Math.abs(never.value.rule - 50 * never.rate.rule) < 1e-6, `${never.value.rule}`);
    assert.ok(never.value.difference.upper < 0);
    assert.ok(Math.abs(capped.value.rule - 20 * capped.rate.rule) < 1e-6);
    assert.deepEqual([never.value.cap, capped.value.cap], [null, 20]);
  });

  it('[F20] answers for a delay from the draws of the arm that optimises', async () => {
    const later = await ask('after', 30);
    assert.equal(later.decisions, 400);
    assert.equal(later.invited.rule, 1);
    // Of those who were asked later, three fifths converted.
    assert.ok(Math.abs(later.rate.rule - 0.6) < 0.05, `${later.rate.rule}`);
  });

  it('[F20] answers for a delay by nothing that the draw decided, as the recorded gain of what was drawn is', async () => {
    const gains: Readonly<Record<string, number>> = { none: 0.2, now: 0.2, 'after:30': 0.05 };
    const [decisions, conversions]: [FactRow[], FactRow[]] = [[], []];
    for (let at = 0; at < 400; at++) {
      const action = at % 4 === 0 ? 'now' : at % 4 === 1 ? 'after:30' : 'none';
      for (const [campaign, gain] of [
        ['unsaid', 0],
        ['said', gains[action] ?? 0],
      ] as const) {
        const visitor = `${campaign}${at}`;
        const record = policy(true, action, chances, gain);
        decisions.push(decision(visitor, 'optimise', { campaign, policy: record }));
        if (at % 20 < 4) conversions.push(conversion(visitor));
      }
    }
    await engines.facts.append({ token: randomUUID(), tables: { decisions, conversions } });
    const asked = (campaign: string) =>
      periodWhatIf(
        unsharedFacts(engines.facts),
        { ...question(), campaign: CampaignId.parse(campaign) },
        { rule: 'after', at: 30 },
      );
    const [unsaid, said] = [await asked('unsaid'), await asked('said')];
    assert.equal(said.difference.type, 'interval');
    assert.deepEqual(
      [said.rate, said.difference, said.value],
      [unsaid.rate, unsaid.difference, unsaid.value],
    );
  });
});

describe('what the log is asked for', () => {
  const closes = from + 8 * dayMs;

  /**
   * The log shared as reports share it, at an instant, and how often it was queried, apart from
   * whether anything was taken back.
   */
  function shared() {
    const bus = openMemoryBus(testLog());
    const time = simulatedTime(closes - dayMs);
    const { clock, schedule } = time;
    const asked = { lines: 0, rows: 0 };
    const { facts: log } = engines;
    const facts: SharedQueriesParts['facts'] = {
      query(of, sql, params) {
        if (sql !== anyReportsSql) asked.rows++;
        return log.query(of, sql, params);
      },
      queryLines: (...question) => (asked.lines++, log.queryLines(...question)),
    };
    const versions = new FactVersions(bus);
    const queries = new SharedQueries({ facts, versions, clock, pace: new Pace(clock, schedule) });
    return {
      ...{ asked, time, bus },
      facts: new Watch(
        { ...{ queries, facts, versions, clock, schedule }, waits: new Waits() },
        account,
        'at-once',
      ),
      ask: () => ({ ...question(), goal: { ...goal, key: null }, now: clock.now() }),
    };
  }

  for (const [name, period, closed] of [
    [
      'what if',
      (facts: FoldingFacts, of: ResultsQuestion) =>
        periodWhatIf(facts, of, { rule: 'never', at: 0 }).then(({ decisions }) => decisions),
      1200,
    ],
    [
      'the adjusted effect',
      (facts: FoldingFacts, of: ResultsQuestion) =>
        periodAdjusted(facts, { ...of, mainGoal: null }).then(
          ({ effects }) => effects[0]?.difference.type,
        ),
      'withheld',
    ],
    [
      'agents’ time',
      (facts: FoldingFacts, of: ResultsQuestion) =>
        periodAgentTime(facts, of).then(({ arms }) => arms[0]?.eligible),
      400,
    ],
  ] as const)
    it(`[F12] is asked once for ${name} while nothing is stored and no window closes`, async () => {
      const { asked, time, bus, facts, ask } = shared();
      const times = (): number => asked.lines + asked.rows;
      const [one, other] = await Promise.all([period(facts, ask()), period(facts, ask())]);
      assert.deepEqual([one, other, times()], [one, one, 1]);
      await period(facts, ask());
      assert.equal(times(), 1);
      const nothing = { sites: [], campaigns: [], goals: [], holds: [], through: 0 };
      const stored = (more: Partial<StoredOfAccount>): void =>
        publish(bus, factsStored, { accounts: [{ account, ...nothing, ...more }] });
      stored({ goals: [GoalId.parse('another')] });
      await settled();
      await period(facts, ask());
      assert.equal(times(), 1);
      stored({ goals: [goal.id] });
      await settled();
      await period(facts, ask());
      assert.equal(times(), 2);
      // Within the minute after which everything is queried again.
      await time.pass(dayMs - 30_000);
      await period(facts, ask());
      assert.equal(times(), 3);
      await time.pass(30_000);
      assert.deepEqual([await period(facts, ask()), times()], [closed, 4]);
    });
});

describe('the results of a campaign that optimises', () => {
  it('[F18] count all three arms, so far and by day, in the table and in the CSV', async () => {
    const results = await campaignResults(engines.facts, question());
    assert.deepEqual(
      results.arms.map(({ arm, soFar, closed }) => [arm, soFar.eligible, closed.converted]),
      [
        ['optimise', 401, 200],
        ['treatment', 400, 120],
        ['control', 400, 40],
      ],
    );
    const [day] = results.days;
    assert.deepEqual(
      [day?.optimise?.converted, day?.treatment.converted, day?.control.converted],
      [200, 120, 40],
    );
    assert.equal(results.pending.visitors, 1);
    const csv = resultsCsv(results)
      .split('\r\n')
      .map((row) => row.split(','));
    assert.deepEqual(
      csv.filter(([day]) => day === 'all').map(([, arm]) => arm),
      ['optimise', 'always', 'control', 'optimise against always'],
    );
    const daily = csv.slice(1, 4).map((row) => row.slice(0, 7).join());
    assert.deepEqual(daily, [
      '2026-01-10,optimise,400,0,0,200,10000',
      '2026-01-10,always,400,0,1,120,6000',
      '2026-01-10,control,400,,,40,2000',
    ]);
  });

  it('[F18] hold the three planned shares', async () => {
    const { sampleRatio } = await campaignResults(engines.facts, question());
    assert.equal(sampleRatio.verdict, 'as-planned');
    assert.deepEqual(
      sampleRatio.counts.map(({ arm, count }) => [arm, count]),
      [
        ['Optimise', 400],
        ['Always', 400],
        ['Control', 400],
      ],
    );
    const shares = { control: 0.1, treatment: 0.45, optimise: 0.45 };
    const off = await campaignResults(engines.facts, { ...question(), shares });
    assert.equal(off.sampleRatio.verdict, 'alarm');
  });

  it('[F18] compare each two arms, optimise against control first', async () => {
    const results = await campaignResults(engines.facts, question());
    const differences = results.comparisons?.map(({ between, rate }) => [
      between,
      rate.type === 'interval' ? Math.round(rate.estimate * 1000) / 1000 : null,
    ]);
    assert.deepEqual(differences, [
      ['optimise.control', 0.4],
      ['optimise.treatment', 0.2],
      ['treatment.control', 0.2],
    ]);
    assert.ok(results.incrementalConversions.type === 'interval');
    assert.equal(Math.round(results.incrementalConversions.estimate), 160);
    const ofArm = (arm: string) => results.arms.find((each) => each.arm === arm)?.rateEffect;
    assert.deepEqual(
      [ofArm('optimise'), ofArm('treatment')],
      [results.comparisons?.[0]?.rate, results.comparisons?.[2]?.rate],
    );
    assert.deepEqual(results.gain, results.comparisons?.[0]?.gain);
    assert.deepEqual(results.path, results.comparisons?.[0]?.path);
  });

  it('[F18] widen each interval for three comparisons', async () => {
    const widthOf = async (ask: ResultsQuestion): Promise<number> => {
      const { incrementalConversions: of } = await campaignResults(engines.facts, ask);
      return of.type === 'interval' ? of.upper - of.lower : 0;
    };
    const alone = { ...question(), shares: { control: 0.5, treatment: 0.5, optimise: 0 } };
    const variance = (rate: number): number => rate * (1 - rate);
    const noise = Math.sqrt((variance(0.5) + variance(0.1)) / (variance(0.3) + variance(0.1)));
    assert.ok((await widthOf(question())) / (await widthOf(alone)) > 1.1 * noise);
  });

  it('[F16] [F18] say of which arm harm is proved', async () => {
    const { harm } = await campaignResults(engines.facts, question());
    assert.equal(harm, null);
    const [decisions, conversions]: [FactRow[], FactRow[]] = [[], []];
    for (let at = 0; at < 400; at++)
      for (const [arm, rate] of [
        ['control', 4],
        ['treatment', 4],
        ['optimise', 1],
      ] as const) {
        const visitor = `h${at}${arm}`;
        decisions.push(decision(visitor, arm, { campaign: 'harmful' }));
        if (at % 10 < rate) conversions.push(conversion(visitor));
      }
    await engines.facts.append({ token: randomUUID(), tables: { decisions, conversions } });
    const harmful = { ...question(), campaign: CampaignId.parse('harmful') };
    const found = (await campaignResults(engines.facts, harmful)).harm;
    assert.deepEqual([found?.arm, found?.measure], ['optimise', 'rate']);
  });
});
