// The adjusted effect on the real engine, against a log counted by hand.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { AccountId, CampaignId, GoalId } from '@opportune/protocol/ids.ts';
import type { AdjustedEffects } from '@opportune/protocol/rest/report/adjusted.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { periodAdjusted, type AdjustedQuestion } from './adjusted.ts';

const dayMs = 86_400_000;
const from = Date.UTC(2026, 0, 10, 12);
const goal: Goal = {
  id: GoalId.parse('purchase'),
  name: 'Purchase',
  kind: 'purchase',
  event: { event: 'Order Completed' },
  value: { type: 'none' },
  valueCap: null,
  key: null,
  window: { type: 'duration', seconds: 7 * 86_400 },
  trust: 'server',
};

let engines: TestEngines;
let account: AccountId;

const question = (campaign: string): AdjustedQuestion => ({
  account,
  campaign: CampaignId.parse(campaign),
  goal,
  currency: 'EUR',
  period: 1,
  shares: { control: 0.5, treatment: 0.5, optimise: 0 },
  horizonVisitors: 1000,
  now: from + 20 * dayMs,
  mainGoal: null,
});

const intent = (chance: number, of = 'purchase'): string =>
  JSON.stringify([
    { goal: 'other', score: 50, chance: 0.01, reasons: [] },
    { goal: of, score: 50, chance, reasons: [] },
  ]);

before(async () => {
  engines = await testEngines();
  account = AccountId.parse(`adjusted-${randomUUID().slice(0, 8)}`);
  const decisions: FactRow[] = [];
  const conversions: FactRow[] = [];
  const events: FactRow[] = [];
  /**
   * Half of them likely, half not. Of the likely, `often` in a hundred convert, of the others
   * `seldom`.
   */
  function arm(name: 'control' | 'treatment', often: number, seldom: number): void {
    for (let at = 0; at < 400; at++) {
      const isLikely = at % 2 === 0;
      const visitor = `${at}-${name}`;
      const own = { account, site: 's1', visitor };
      const happened = (ordinal: number, chance: number): void =>
        void events.push({
          ...own,
          visit: `${visitor}-1`,
          ordinal,
          id: randomUUID(),
          kind: 'page',
          name: 'Page',
          trust: 'page',
          at: from,
          received_at: from,
          properties: '{}',
          intent: intent(chance),
        });
      happened(1, 0.2);
      happened(2, isLikely ? 0.5 : 0.1);
      // Scores after the decision do not count.
      happened(4, name === 'treatment' ? 0.99 : 0.01);
      decisions.push(decision(own, 'help', name));
      if (at < 40) decisions.push(decision({ ...own, visitor: `x${visitor}` }, 'unscored', name));
      if (Math.floor(at / 2) % 100 < (isLikely ? often : seldom))
        conversions.push(conversion(own, from + 3_600_000));
    }
  }
  arm('control', 50, 10);
  arm('treatment', 60, 20);
  await engines.facts.append({ token: randomUUID(), tables: { decisions, conversions, events } });
});
after(() => engines.close());

function decision(own: FactRow, campaign: string, arm: string): FactRow {
  const visitor = String(own['visitor']);
  return {
    ...own,
    visit: `${visitor}-1`,
    ordinal: 3,
    id: `d-${campaign}-${visitor}`,
    campaign,
    period: 1,
    engagement: 'e',
    goal: goal.id,
    arm,
    variant: arm === 'control' ? '' : 'a',
    zone: 'corner',
    offer: 'live',
    at: from,
    configuration_version: 3,
    availability_version: 1,
    propensity: 0.5,
    reasons: '{}',
  };
}

function conversion(own: FactRow, at: number): FactRow {
  return {
    ...own,
    ordinal: 9,
    goal: goal.id,
    key: `order-${String(own['visitor'])}`,
    event: randomUUID(),
    at,
    received_at: at,
    value: 0,
    currency: 'EUR',
    trust: 'server',
  };
}

describe('the adjusted effect of a period', () => {
  it('adjusts for the score before the decision, and for nothing after it', async () => {
    const { scored, effects } = await periodAdjusted(engines.facts, question('help'));
    assert.equal(scored, 1);
    const [{ between, difference } = { between: null, difference: null }] = effects;
    assert.equal(between, 'treatment.control');
    assert.ok(difference?.type === 'interval');
    assert.ok(Math.abs(difference.estimate - 0.1) < 1e-9, `${difference.estimate}`);
    // Of a variance of 0.24 and 0.21, the halves leave 0.20 and 0.17.
    assert.ok(difference.varianceLeft > 0.75 && difference.varianceLeft < 0.87);
  });

  it('[F21] uses the main goal’s chance if the campaign’s goal was not scored, and no other goal’s', async () => {
    const asOf = (main: string | null, of: string): Promise<AdjustedEffects> => {
      const mainGoal = main === null ? null : GoalId.parse(main);
      const asked = { ...goal, id: GoalId.parse(of) };
      return periodAdjusted(engines.facts, { ...question('help'), goal: asked, mainGoal });
    };
    assert.equal((await asOf('purchase', 'newsletter')).scored, 1);
    assert.equal((await asOf('lead', 'newsletter')).scored, 0);
    assert.equal((await asOf(null, 'newsletter')).scored, 0);
    // The campaign's own comes first.
    const both = await Promise.all([asOf('other', 'purchase'), asOf(null, 'purchase')]);
    assert.deepEqual(both[0], both[1]);
  });

  it('says nothing where visits were not scored', async () => {
    const { scored, effects } = await periodAdjusted(engines.facts, question('unscored'));
    assert.equal(scored, 0);
    assert.deepEqual(effects[0]?.difference, { type: 'withheld', reason: 'few-scored' });
  });
});
