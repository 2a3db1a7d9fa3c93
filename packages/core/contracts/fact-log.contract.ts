// The contract of a log of facts with its reader: what was appended is read back unchanged, one
// visitor at a time, in order, so that a profile can be folded from it. Values go in and come out.
// How an adapter writes them as rows is its own matter, passed in with it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Conversion, Decision } from '@opportune/protocol/campaign/decision.ts';
import {
  type AccountId,
  CampaignId,
  ContactId,
  DecisionId,
  EngagementId,
  EventId,
  GoalId,
  PageViewId,
  SiteId,
  VariantId,
  VisitId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import type { DecisionPolicy } from '@opportune/protocol/campaign/policy.ts';
import type { StoredEvent, VisitorLog } from '../decision/engine.ts';
import type { FactBatch, FactLog, FactRow } from '../ports/facts.ts';

/** A log, the way to read a visitor back from it, and how values become its rows. */
export interface FactLogSide {
  readonly log: FactLog;
  load(account: AccountId, visitor: VisitorId): Promise<VisitorLog>;
  readonly rows: {
    event(event: StoredEvent): FactRow;
    decision(decision: Decision): FactRow;
    conversion(conversion: Conversion): FactRow;
  };
  close(): Promise<void>;
}

/** Runs the suite on what `open` opens. `freshAccount` creates an account that nobody used. */
export function factLogContract(
  name: string,
  open: () => Promise<FactLogSide>,
  freshAccount: () => AccountId,
): void {
  describe(`fact log: ${name}`, () => {
    let side: FactLogSide;
    before(async () => {
      side = await open();
    });
    after(() => side.close());

    it('a visitor is read back as stored, in the order of ordinals, with every field', async () => {
      const account = freshAccount();
      const first = fullEvent(account, 1);
      const second = bareEvent(account, 2);
      const decision = decisionOf(account, 3);
      const conversion = conversionOf(account, 2);
      const { event, decision: decided, conversion: converted } = side.rows;
      await side.log.append({
        token: `${account}-1`,
        tables: {
          decisions: [decided(decision)],
          conversions: [converted(conversion)],
          events: [event(second), event(first)],
        },
      });
      assert.deepEqual(await side.load(account, visitor), {
        events: [first, second],
        decisions: [decision],
        conversions: [conversion],
      });
    });

    it('[UN1] a decision is read back with its unit, including a contact', async () => {
      const account = freshAccount();
      const of = decisionOf(account, 3);
      const decision: Decision = {
        ...of,
        unit: { kind: 'contact', id: ContactId.parse('p_mia') },
      };
      await side.log.append({
        token: `${account}-1`,
        tables: { decisions: [side.rows.decision(decision)] },
      });
      assert.deepEqual((await side.load(account, visitor)).decisions, [decision]);
    });

    it('a decision of each arm is read back with what its policy recorded', async () => {
      const account = freshAccount();
      const decisions = optimisingDecisions(account);
      await side.log.append({
        token: `${account}-1`,
        tables: { decisions: decisions.map((each) => side.rows.decision(each)) },
      });
      assert.deepEqual((await side.load(account, visitor)).decisions, decisions);
    });

    it('a repeated token is read back once, whichever of its tables it names', async () => {
      const account = freshAccount();
      const stored = bareEvent(account, 1);
      const batch: FactBatch = {
        token: `${account}-1`,
        tables: { events: [side.rows.event(stored)] },
      };
      await side.log.append(batch);
      await side.log.append(batch);
      assert.deepEqual((await side.load(account, visitor)).events, [stored]);
    });

    it('a visitor without facts is read back empty, and never with another’s', async () => {
      const [one, other] = [freshAccount(), freshAccount()];
      const event = side.rows.event(bareEvent(one, 1));
      await side.log.append({ token: `${one}-1`, tables: { events: [event] } });
      const empty = { events: [], decisions: [], conversions: [] };
      assert.deepEqual(await side.load(other, visitor), empty);
      assert.deepEqual(await side.load(one, VisitorId.parse('stranger')), empty);
      assert.equal((await side.load(one, visitor)).events.length, 1);
    });
  });
}

const visitor = VisitorId.parse('v');
const site = SiteId.parse('s');
const visit = VisitId.parse('w');
const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

function bareEvent(account: AccountId, ordinal: number): StoredEvent {
  return {
    account,
    site,
    visitor,
    visit,
    ordinal,
    id: EventId.parse(`e${ordinal}`),
    kind: 'track',
    name: 'Leaving',
    trust: 'server',
    at,
    receivedAt: at + 1,
    properties: {},
    bot: false,
    imported: false,
    holdout: false,
  };
}

function fullEvent(account: AccountId, ordinal: number): StoredEvent {
  return {
    ...bareEvent(account, ordinal),
    kind: 'page',
    name: 'Page',
    trust: 'page',
    pageView: PageViewId.parse('p1'),
    page: {
      url: 'https://shop.example/ü',
      path: '/ü',
      search: '?q=1',
      title: 'T "1"',
      referrer: '',
    },
    sections: ['checkout', "o'clock"],
    properties: { deep: [{ n: 1.5, ok: true, none: null }], text: 'line\nline' },
    userId: 'u',
    device: {
      type: 'phone',
      browser: 'B',
      os: 'O',
      language: 'de',
      timeZone: 'Europe/Berlin',
      viewportWidth: 390,
    },
    place: { country: 'DE', region: null, city: 'Köln' },
    decision: DecisionId.parse('d0'),
    bot: true,
    holdout: true,
  };
}

function decisionOf(account: AccountId, ordinal: number): Decision {
  const node = { leaving: true } as const;
  const reason = { holds: true, node, value: null, wakesAt: null, parts: [] };
  return {
    id: DecisionId.parse('d1'),
    account,
    site,
    visitor,
    visit,
    unit: { kind: 'visitor', id: visitor },
    campaign: CampaignId.parse('c'),
    period: 2,
    engagement: EngagementId.parse('g'),
    goal: GoalId.parse('o'),
    arm: { type: 'treatment', variant: VariantId.parse('a') },
    zone: 'corner',
    offer: 'fallback',
    event: EventId.parse('e2'),
    pageView: null,
    at,
    ordinal,
    configurationVersion: 7,
    availabilityVersion: 9,
    propensity: 0.25,
    reasons: { audience: reason, moment: { ...reason, parts: [reason] } },
  };
}

/**
 * Control, always, and the arm that optimises: decided by the policy, waiting, and without a
 * policy.
 */
function optimisingDecisions(account: AccountId): readonly Decision[] {
  const variant = VariantId.parse('a');
  const common = {
    features: { intent: 0.25, phone: 1 },
    ageS: 42.5,
    value: 90,
    skill: null,
    free: 2,
    guarded: false,
    armShare: 0.45,
    again: false,
    reasons: null,
  };
  const reasons = {
    probabilities: { none: 0.9, now: 0.05, 'after:30': 0.05 },
    using: 'rule' as const,
    gain: 0.008,
    rate: 0.02,
    accepts: 0.1,
    minutes: 6,
    pricePerHour: 12.5,
    worth: -0.4,
    version: 17,
  };
  const policies: readonly [Decision['arm'], DecisionPolicy][] = [
    [{ type: 'control' }, { ...common, action: 'none', probability: 1, armShare: 0.1 }],
    [
      { type: 'treatment', variant },
      { ...common, action: 'now', probability: 1 },
    ],
    [
      { type: 'optimise', variant },
      { ...common, action: 'none', probability: 0.9, reasons },
    ],
    [
      { type: 'optimise', variant },
      { ...common, action: 'after:30', probability: 0.05, reasons },
    ],
    [
      { type: 'optimise', variant },
      { ...common, action: 'now', probability: 1, again: true },
    ],
  ];
  return policies.map(([arm, policy], at) => ({
    ...decisionOf(account, at + 1),
    id: DecisionId.parse(`d${at + 1}`),
    arm,
    policy,
  }));
}

function conversionOf(account: AccountId, ordinal: number): Conversion {
  return {
    account,
    site,
    visitor,
    goal: GoalId.parse('o'),
    key: 'order 1',
    keyProperty: 'order_id',
    event: EventId.parse('e2'),
    at,
    receivedAt: at + 1,
    ordinal,
    value: 12.5,
    currency: 'EUR',
    trust: 'server',
  };
}
