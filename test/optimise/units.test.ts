// What a policy learns from: the visitors of a period whose windows have closed, read from stored
// facts, in order, each once, with the outcome of their first decision.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { purchase } from '@opportune/core/world/test/shop.test-support.ts';
import type { StoredEvent } from '@opportune/core/decision/engine.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import type { DecisionPolicy } from '@opportune/protocol/campaign/policy.ts';
import {
  AccountId,
  CampaignId,
  DecisionId,
  EngagementId,
  EventId,
  SiteId,
  VariantId,
  VisitId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '@opportune/server/adapter/engines.test-support.ts';
import { conversionRow, decisionRow, eventRow } from '@opportune/server/engage/ledger/fact-rows.ts';
import { closedUnits, goalWorth, type Place } from '@opportune/server/learn/policy/policy-units.ts';
import { takenBackFrom } from '@opportune/server/report/conversions/taken-back.ts';

const account = AccountId.parse('units');
const site = SiteId.parse('shop');
const campaign = CampaignId.parse('help');
const noon = Date.UTC(2026, 5, 1, 12);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const hour: Goal = { ...purchase, valueCap: 100, window: { type: 'duration', seconds: 3600 } };
const visit: Goal = { ...hour, window: { type: 'visit' } };
const start: Place = { through: 0, visitor: '' };
const policy: DecisionPolicy = {
  ...{ features: { intent: 0.5 }, ageS: 30, value: 80, skill: null, free: 1, guarded: false },
  ...{ action: 'now', probability: 0.9, armShare: 0.45, again: false, reasons: null },
};

/** Nothing is decided yet. */
const waiting: DecisionPolicy = {
  ...{ ...policy, action: 'none', probability: 1 },
  ...{ isRule: false, waits: true, follows: 'policy' },
};

let engines: TestEngines;
let ordinal = 0;

before(async () => {
  engines = await testEngines();
  const decisions = [
    // Enrolled at noon and decided on again later: the first decision counts.
    decided('anna', noon),
    decided('anna', noon + 60_000, { policy: { ...policy, again: true } }),
    decided('berta', noon + 1000, { arm: { type: 'control' } }),
    decided('carla', noon + 2000),
    decided('dora', noon + 2 * hourMs),
    { ...decided('emma', noon), period: 2 },
    // Enrolled, decided later, and then offered something else. The first row was waiting.
    { ...decided('gina', noon, { policy: waiting }), period: 3 },
    { ...decided('gina', noon + 60_000, { policy: { ...policy, again: true } }), period: 3 },
    { ...decided('gina', noon + 120_000, { policy: { ...policy, action: 'none' } }), period: 3 },
    // Enrolled, but nothing was decided, or only after the window.
    { ...decided('hanna', noon, { policy: waiting }), period: 3 },
    { ...decided('ida', noon, { policy: waiting }), period: 3 },
    { ...decided('ida', noon + 2 * hourMs), period: 3 },
    // For each kind of conversation: one that lasts past the visit, one never ended, two in one
    // visit, one answered after the closing.
    ...['karl', 'lena', 'mona', 'nora', 'paul', 'quinn', 'rosa', 'sara'].map((each) => ({
      ...decided(each, noon),
      period: 4,
    })),
    { ...decided('otto', noon), period: 5 },
    // Content, either as a variant beside one that takes agents' time, or alone.
    { ...decided('tina', noon, { offer: 'content' }), period: 6 },
    // Nobody was free: no invitation, and not learnt from.
    decided('fiona', noon, { offer: 'fallback' }),
  ];
  const events = [
    happened('anna', 'Page', noon),
    happened('anna', 'Page', noon + 10 * 60_000),
    talk('anna', 'Conversation Started', noon + 60_000),
    talk('anna', 'Conversation Answered', noon + 70_000),
    talk('anna', 'Conversation Ended', noon + 430_000),
    talk('carla', 'Conversation Started', noon + 60_000),
    talk('gina', 'Conversation Started', noon + 70_000, noon + 60_000),
    ...talked('karl', 'k1', 10, 50),
    ...talked('lena', 'l1', 12, null),
    ...talked('mona', 'm1', 1, 4),
    ...talked('mona', 'm2', 6, 26),
    // Reopened, and ended the next day.
    { ...(talked('mona', 'm2', 6, 1000)[1] ?? assert.fail()) },
    ...talked('nora', 'n1', 40, 45),
    // Reopened: ended again, first answered only then, and left open.
    ...talked('paul', 'p1', 1, 3),
    ...takenUp('paul', 'p1', 10, 40),
    ...takenUp('quinn', 'q1', 3, 2),
    ...talked('quinn', 'q1', 5, 9),
    ...talked('rosa', 'r1', 1, 3),
    ...takenUp('rosa', 'r1', 10, null),
    // All stored at one instant, when the store was back.
    ...[...talked('sara', 's1', 1, 3), ...takenUp('sara', 's1', 4, 8)].map((each) => ({
      ...each,
      receivedAt: noon + 15 * 60_000,
    })),
    // A browser that never rests.
    ...Array.from({ length: 80 }, (_, at) => happened('otto', 'Page', noon + at * 25 * 60_000)),
  ];
  const conversions = [
    reached('anna', 'a1', noon + 60_000, 70),
    reached('anna', 'a2', noon + 120_000, 50),
    // Before the decision, after the window, and in time but reported too late.
    reached('berta', 'b1', noon - 60_000, 30),
    reached('berta', 'b2', noon + 2 * hourMs, 30),
    reached('berta', 'b3', noon + 60_000, 30, noon + 3 * dayMs),
    // Reported for another visitor first, so it is theirs.
    reached('carla', 'a1', noon + 60_000, 70),
    // Before and after the decision.
    reached('gina', 'g1', noon + 30_000, 20),
    reached('gina', 'g2', noon + 90_000, 10),
    reached('otto', 'd1', noon + dayMs, 40),
    // From a log written before values had a bound.
    reached('otto', 'd3', noon + 60_000, 1e300),
    reached('otto', 'd2', noon + dayMs + 1, 20),
  ];
  await engines.facts.append({
    token: 'units',
    tables: {
      decisions: decisions.map(decisionRow),
      conversions: conversions.map(conversionRow),
      events: events.map(eventRow),
    },
  });
});
after(() => engines.close());

const names = (visitor: string) => ({
  ...{ account, site, visitor: VisitorId.parse(visitor) },
  visit: VisitId.parse(`visit-${visitor}`),
});

function decided(visitor: string, at: number, more: Partial<Decision> = {}): Decision {
  const node = { leaving: true } as const;
  const reason = { holds: true, node, value: null, wakesAt: null, parts: [] };
  return {
    ...names(visitor),
    unit: { kind: 'visitor', id: VisitorId.parse(visitor) },
    ...{ id: DecisionId.parse(`${visitor}-${at}`), campaign, period: 1, goal: purchase.id },
    ...{ engagement: EngagementId.parse('e'), zone: 'corner', offer: 'live', event: null },
    arm: { type: 'optimise', variant: VariantId.parse('a') },
    ...{ pageView: null, at, ordinal: ++ordinal, configurationVersion: 1, availabilityVersion: 1 },
    ...{ propensity: 0.45, reasons: { audience: reason, moment: reason }, policy },
    ...more,
  };
}

function happened(visitor: string, name: string, at: number): StoredEvent {
  return {
    ...names(visitor),
    ...{ id: EventId.parse(`event-${++ordinal}`), ordinal, kind: 'track', name, trust: 'page' },
    ...{ at, receivedAt: at, properties: {}, bot: false, imported: false, holdout: false },
  };
}

function talk(
  visitor: string,
  name: string,
  at: number,
  first = visitor === 'anna' ? noon : noon + 2000,
): StoredEvent {
  const decision = DecisionId.parse(`${visitor}-${first}`);
  return { ...happened(visitor, name, at), trust: 'server', decision };
}

/** Answered and ended this many minutes after the decision. */
function talked(
  ...[visitor, conversation, answered, ended]: [string, string, number, number | null]
): readonly StoredEvent[] {
  return spoken('Conversation Answered', visitor, conversation, answered, ended);
}

/** Reopened and ended, as above. */
function takenUp(
  ...[visitor, conversation, again, ended]: [string, string, number, number | null]
): readonly StoredEvent[] {
  return spoken('Conversation Reopened', visitor, conversation, again, ended);
}

function spoken(
  ...[first, visitor, conversation, from, ended]: [string, string, string, number, number | null]
): readonly StoredEvent[] {
  const at = (name: string, minute: number): StoredEvent => ({
    ...talk(visitor, name, noon + minute * 60_000, noon),
    properties: { conversation },
  });
  return [at(first, from), ...(ended === null ? [] : [at('Conversation Ended', ended)])];
}

function reached(visitor: string, key: string, at: number, value: number, receivedAt = at) {
  const { visit: _visit, ...of } = names(visitor);
  const event = EventId.parse(`event-${++ordinal}`);
  const told = { at, receivedAt, ordinal, value, currency: 'EUR', trust: 'page' as const };
  return { ...of, goal: purchase.id, key, keyProperty: 'order_id', event, ...told };
}

function ask(goal: Goal, now: number, place = start, period = 1, takesAgents = true) {
  const counted = { goal, currency: 'EUR' };
  const question = { account, campaign, period, ...counted, takesAgents, after: place, now };
  return closedUnits(engines.facts, takenBackFrom(engines.facts), question);
}

test('[M8] a unit is learnt with its first decision, when its window and the time for late events are over', async () => {
  const closing = noon + hourMs + dayMs;
  assert.deepEqual((await ask(hour, closing - 1)).units, []);
  const { units, place } = await ask(hour, closing + 2000);
  assert.deepEqual(
    units.map(({ visitor, arm, closesAt }) => [visitor, arm, closesAt]),
    [
      ['anna', 'optimise', closing],
      ['berta', 'control', closing + 1000],
      ['carla', 'optimise', closing + 2000],
    ],
  );
  assert.deepEqual(units[0]?.policy, policy);
  assert.deepEqual(place, { through: closing + 2000, visitor: 'carla' });
});

test('[M8] goals reached in the window count once, capped, as known when it closed', async () => {
  const { units } = await ask(hour, noon + 2 * dayMs);
  assert.deepEqual(
    units.map(({ visitor, converted, value }) => [visitor, converted, value]),
    [
      ['anna', true, 100],
      ['berta', false, 0],
      ['carla', false, 0],
      ['dora', false, 0],
    ],
  );
});

test('[M8] a unit is dated by its enrolment in the audience, and learnt with the row of its decision', async () => {
  const closing = noon + hourMs + dayMs;
  const { units, place } = await ask(hour, closing, start, 3);
  assert.deepEqual(
    units.map(({ visitor, closesAt, converted, value, accepted }) => {
      return [visitor, closesAt, converted, value, accepted];
    }),
    [['gina', closing, true, 10, true]],
  );
  assert.deepEqual(units[0]?.policy, { ...policy, again: true });
  assert.equal(place.visitor, 'ida');
});

test('[M8] a conversation shows acceptance, and minutes if an agent answered', async () => {
  const { units } = await ask(hour, noon + 2 * dayMs);
  assert.deepEqual(
    units.map(({ accepted, minutes }) => [accepted, minutes]),
    [
      [true, 6],
      [false, 0],
      [true, 0],
      [false, 0],
    ],
  );
});

test('[M8] minutes end with the conversation or the closing, and are at most 60 a visitor, as in results', async () => {
  const minutesOf = async (goal: Goal) =>
    (await ask(goal, noon + 2 * dayMs, start, 4)).units.map(({ visitor, minutes }) => [
      visitor,
      minutes,
    ]);
  assert.deepEqual(await minutesOf(visit), [
    ['karl', 20],
    ['lena', 18],
    ['mona', 23],
    ['nora', 0],
    ['paul', 22],
    ['quinn', 4],
    ['rosa', 22],
    ['sara', 6],
  ]);
  assert.deepEqual(await minutesOf(hour), [
    ['karl', 40],
    ['lena', 60],
    ['mona', 23],
    ['nora', 5],
    ['paul', 32],
    ['quinn', 4],
    ['rosa', 60],
    ['sara', 6],
  ]);
});

test('[M2] [M8] content beside a chat variant is not a unit, and content alone is one', async () => {
  const learnt = async (takesAgents: boolean) =>
    (await ask(hour, noon + 2 * dayMs, start, 6, takesAgents)).units.map(({ visitor }) => visitor);
  assert.deepEqual(await learnt(true), []);
  assert.deepEqual(await learnt(false), ['tina']);
});

test('[M8] after a given position each unit comes once, even if several close at one instant', async () => {
  const all = (await ask(hour, noon + 2 * dayMs)).units;
  for (const [at, { closesAt, visitor }] of all.entries()) {
    const { units } = await ask(hour, noon + 2 * dayMs, { through: closesAt, visitor });
    assert.deepEqual(units, all.slice(at + 1));
  }
  const atOnce = { through: all[0]?.closesAt ?? 0, visitor: 'ann' };
  assert.equal((await ask(hour, noon + 2 * dayMs, atOnce)).units[0]?.visitor, 'anna');
});

test('[M8] a window of one visit closes half an hour after the visitor’s last own event', async () => {
  const end = noon + 40 * 60_000;
  assert.deepEqual(
    (await ask(visit, end - 1)).units.map(({ visitor }) => visitor),
    ['berta', 'carla'],
  );
  assert.deepEqual(
    (await ask(visit, end)).units.map(({ visitor }) => visitor),
    ['berta', 'carla', 'anna'],
  );
});

test('[M8] a visit that never ends is learnt from a day after the decision', async () => {
  assert.deepEqual((await ask(visit, noon + dayMs - 1, start, 5)).units, []);
  const { units } = await ask(visit, noon + dayMs, start, 5);
  assert.deepEqual(
    units.map(({ visitor, closesAt, value }) => [visitor, closesAt, value]),
    [['otto', noon + dayMs, 40]],
  );
  const { units: later } = await ask(visit, noon + 9 * dayMs, start, 5);
  assert.deepEqual(later, units);
});

test('[M8] a conversion in a foreign currency counts, without its value', async () => {
  const [own, other] = await Promise.all(
    ['EUR', 'USD'].map(async (currency) => {
      const counted = { goal: hour, currency, takesAgents: true };
      const question = { account, campaign, period: 1, ...counted, after: start };
      const takenBack = takenBackFrom(engines.facts);
      const now = noon + 4 * dayMs;
      return (await closedUnits(engines.facts, takenBack, { ...question, now })).units;
    }),
  );
  assert.ok(own?.some(({ value }) => value > 0));
  assert.deepEqual(
    other,
    own?.map((unit) => ({ ...unit, value: 0 })),
  );
});

const worthOf = (goal: Goal, now: number, of = account, reachedSince = 0) =>
  goalWorth(takenBackFrom(engines.facts), of, { goal, currency: 'EUR' }, { reachedSince, now });
const worthAt = async (...asked: Parameters<typeof worthOf>) =>
  (await worthOf(...asked))?.value ?? null;

test('[M8] a goal is worth the mean of its recent values, capped', async () => {
  const worth = await worthAt({ ...hour, valueCap: 60 }, noon + 4 * dayMs);
  assert.equal(worth, (60 + 50 + 30 + 30 + 30 + 20 + 10 + 40 + 20 + 0) / 10);
  assert.equal(await worthAt(hour, noon + 200 * dayMs), null);
});

test('[M8] a goal whose value changed is worth its past events by the present rule', async () => {
  const recounted = AccountId.parse('recounted');
  const bought = [
    { key: 'one', properties: { total: 80, margin: { net: 20 } } },
    { key: 'two', properties: { total: 40, margin: { net: 10 } } },
    { key: 'text', properties: { total: 60, margin: { net: '9' } } },
    { key: 'foreign', properties: { total: 20, margin: { net: 20 }, currency: 'USD' } },
  ];
  const events = bought.map(({ key, properties }) => ({
    ...happened(key, 'Order Completed', noon),
    ...{ account: recounted, id: EventId.parse(`order-${key}`), properties },
  }));
  // Each visitor reached a goal of a fixed sum. The event of one conversion is no longer known.
  const conversions = [...bought.map(({ key }) => key), 'lost'].map((key) => ({
    ...{ ...reached(key, key, noon, 1), account: recounted },
    event: EventId.parse(`order-${key}`),
    currency: key === 'foreign' ? 'USD' : '',
  }));
  await engines.facts.append({
    token: 'recounted',
    tables: { conversions: conversions.map(conversionRow), events: events.map(eventRow) },
  });
  const worth = (value: Goal['value']) => worthAt({ ...hour, value }, noon + dayMs, recounted);
  assert.equal(await worth({ type: 'property', path: 'total' }), (80 + 40 + 60 + 0 + 1) / 5);
  assert.equal(await worth({ type: 'property', path: 'margin.net' }), (20 + 10 + 0 + 0 + 1) / 5);
  assert.equal(await worth({ type: 'fixed', amount: 7 }), 7);
});

test('[M8] for a goal whose event changed, earlier conversions say nothing', async () => {
  const redefined = AccountId.parse('redefined');
  const changedAt = noon + hourMs;
  const received = [
    ['old', changedAt - 1, 80],
    ['late', changedAt, 70],
    ['new', changedAt + 1, 30],
    ['newer', changedAt + dayMs, 20],
  ] as const;
  const conversions = received.map(([key, receivedAt, value]) => ({
    ...{ ...reached(key, key, noon, value), account: redefined, receivedAt },
    event: EventId.parse(`order-${key}`),
  }));
  await engines.facts.append({
    token: 'redefined',
    tables: { conversions: conversions.map(conversionRow) },
  });
  const at = (now: number) => worthOf(hour, now, redefined, changedAt);
  const now = noon + 2 * dayMs;
  assert.deepEqual(await at(now), { value: 25, conversions: 2, since: changedAt });
  assert.equal(await worthAt(hour, now, redefined), (80 + 70 + 30 + 20) / 4);
  assert.equal(await worthOf(hour, now, redefined, now), null, 'as of one that is new');
  const later = changedAt + 90 * dayMs + dayMs / 2;
  assert.deepEqual(await at(later), { value: 20, conversions: 1, since: later - 90 * dayMs });
});

describe('[M8] a conversion that is taken back', () => {
  const returns = AccountId.parse('returns');
  const closing = noon + hourMs + dayMs;
  const back = (name: string, key: string, at: number, says: object = {}): StoredEvent => ({
    ...happened(key, name, at),
    ...{ account: returns, trust: 'server', properties: { order_id: key, ...says } },
  });
  const order = (visitor: string): StoredEvent => ({
    ...happened(visitor, 'Order Completed', noon + 60_000),
    ...{ account: returns, id: EventId.parse(`order-${visitor}`), properties: { total: 80 } },
  });
  const all = ['whole', 'half', 'late', 'kept'];

  before(async () => {
    const events = [
      ...all.map(order),
      back('Order Cancelled', 'whole', noon + hourMs),
      back('Order Refunded', 'half', noon + hourMs, { total: 40 }),
      // A page is not trusted, and a refund after the closing belongs to no unit.
      { ...back('Order Cancelled', 'kept', noon + hourMs), trust: 'page' as const },
      back('Order Cancelled', 'late', closing + hourMs),
    ];
    const conversions = all.map((key) => ({
      ...{ ...reached(key, key, noon + 60_000, 80), account: returns },
      event: EventId.parse(`order-${key}`),
    }));
    await engines.facts.append({
      token: 'returns',
      tables: {
        decisions: all.map((each) => decisionRow({ ...decided(each, noon), account: returns })),
        conversions: conversions.map(conversionRow),
        events: events.map(eventRow),
      },
    });
  });

  const learnt = async (now: number) => {
    const takenBack = takenBackFrom(engines.facts);
    const counted = { goal: hour, currency: 'EUR', takesAgents: true };
    const of = { account: returns, campaign, period: 1, ...counted, after: start };
    const { units } = await closedUnits(engines.facts, takenBack, { ...of, now });
    return units.map(({ visitor, converted, value }) => [visitor, converted, value]);
  };

  test('before the closing changes the unit: a whole order is not reached, and a part lowers its value', async () => {
    const expected = [
      ['half', true, 40],
      ['kept', true, 80],
      ['late', true, 80],
      ['whole', false, 0],
    ];
    assert.deepEqual(await learnt(closing), expected);
    assert.deepEqual(await learnt(closing + 10 * dayMs), expected, 'and stays as it was');
  });

  test('after the closing lowers the goal’s worth for all, down to zero at most', async () => {
    assert.equal(await worthAt(hour, closing, returns), (40 + 80 + 80) / 3);
    assert.equal(await worthAt(hour, closing + 2 * dayMs, returns), (40 + 0 + 80) / 3);
    const lead: Goal = { ...hour, value: { type: 'fixed', amount: 12 } };
    assert.equal(await worthAt(lead, closing + 2 * dayMs, returns), 6);
    assert.equal(await worthAt({ ...lead, key: null }, closing, returns), null);
  });
});
