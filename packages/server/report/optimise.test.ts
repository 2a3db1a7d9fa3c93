// An optimising campaign's figures on the real engine, against a log counted by hand: agents' time by
// arm and by what it gained, and what other rules would have come to.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { Engines } from '../adapter/engines.ts';
import { testEngines } from '../adapter/engines.test-support.ts';
import { agentTimeSql } from './agent-time-sql.ts';
import type { AgentTimeRow } from './agent-time-sql.ts';
import { agentTime } from './agent-time.ts';
import { whatIfSql } from './what-if-sql.ts';
import type { FirstDecisionRow } from './what-if-sql.ts';
import { whatIf } from './what-if.ts';

const dayMs = 86_400_000;
const from = Date.UTC(2026, 0, 10, 12);
const now = from + 20 * dayMs;
const certainty = { alpha: 0.05, comparisons: 3, horizonVisitors: 1000 };

let engines: Engines;
let account: AccountId;
let ordinal = 1;

const params = {
  campaign: 'help',
  period: 1,
  goal: 'purchase',
  keyPath: '$."order_id"',
  windowS: 7 * 86_400,
  cap: 0,
  now: now / 1000,
};

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

/** What the decision recorded: a score of 80 or 20, a cart of 100 or none. */
function policy(high: boolean, action: string, probabilities: object | null): string {
  return JSON.stringify({
    features: { intent: high ? 0.6 : -0.6, unscored: 0, cartTotal: high ? 0.668 : 0 },
    action,
    probability: 1,
    reasons: probabilities === null ? null : { probabilities, rate: 0.1, gain: 0.2 },
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
    talk('101t', 'Conversation Answered', from + minute, { trust: 'page' }),
    talk('102t', 'Conversation Started', from + minute),
    talk('pending', 'Conversation Answered', now - dayMs),
    talk('0c', 'Conversation Answered', from + minute, { decision: '' }),
  );
  await engines.facts.append({ token: randomUUID(), tables: { decisions, conversions, events } });
});
after(() => engines.close());

describe('agents’ time', () => {
  const read = async (arms: readonly ('optimise' | 'treatment')[]) =>
    agentTime(
      await engines.facts.query<AgentTimeRow>(account, agentTimeSql, params),
      arms,
      () => certainty,
    );

  it('is that of conversations from the engagement, from the first answer to the end', async () => {
    const { arms } = await read(['optimise', 'treatment']);
    const [optimise, always] = arms;
    assert.deepEqual([optimise?.eligible, optimise?.talked, optimise?.minutes], [400, 80, 80 * 10]);
    // One of them was never ended: it counts an hour, and no more.
    assert.deepEqual([always?.talked, always?.minutes], [101, 100 * 12 + 60]);
  });

  it('is divided by the conversions beyond control, with its interval', async () => {
    const { arms } = await read(['optimise']);
    const perGain = arms[0]?.perGain;
    assert.ok(perGain?.type === 'interval');
    assert.ok(Math.abs(perGain.estimate - 800 / (200 - 40)) < 1e-9);
    assert.ok(perGain.lower > 3 && perGain.upper < 10);
  });

  it('is not divided by a gain that may be none', async () => {
    const other = { ...params, goal: 'nothing' };
    const rows = await engines.facts.query<AgentTimeRow>(account, agentTimeSql, other);
    const { arms } = agentTime(rows, ['optimise'], () => certainty);
    assert.deepEqual(arms[0]?.perGain, { type: 'withheld', reason: 'few-conversions' });
    const empty = agentTime([], ['optimise'], () => certainty);
    assert.deepEqual(empty.arms[0]?.perGain, { type: 'withheld', reason: 'no-closed-windows' });
  });
});

describe('what if', () => {
  const shares = { control: 1 / 3, treatment: 1 / 3, optimise: 1 / 3 };
  const ask = async (rule: 'never' | 'now' | 'after' | 'intent' | 'cart', at = 0) =>
    whatIf(
      await engines.facts.query<FirstDecisionRow>(account, whatIfSql, params),
      { rule, at },
      shares,
      1000,
    );

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

  it('is close to what the randomised arms did', async () => {
    const [never, now] = [await ask('never'), await ask('now')];
    assert.ok(Math.abs(never.rate.rule - 0.1) < 0.03, `${never.rate.rule}`);
    assert.ok(Math.abs(now.rate.rule - 0.3) < 0.03, `${now.rate.rule}`);
    assert.equal(never.rate.logged, 0.5);
    assert.ok(never.difference.type === 'interval' && never.difference.upper < 0);
  });

  it('answers for a delay from the draws of the arm that optimises', async () => {
    const later = await ask('after', 30);
    assert.equal(later.decisions, 400);
    assert.equal(later.invited.rule, 1);
    // Of those who were asked later, three fifths converted.
    assert.ok(Math.abs(later.rate.rule - 0.6) < 0.05, `${later.rate.rule}`);
  });
});
