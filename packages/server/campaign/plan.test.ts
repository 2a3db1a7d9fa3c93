// What a plan rests on: what was measured of the very visitors that the draft meets, and nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CampaignDocument } from '@opportune/protocol/campaign.ts';
import { GoalId } from '@opportune/protocol/ids.ts';
import { campaignDocument } from '../../../test/support/examples.test-support.ts';
import { assumedTraffic, planBasis, planFor, type Rehearsed } from './plan.ts';

const live = CampaignDocument.parse(campaignDocument('purchase', []));
const measured = { days: 28, eligiblePerDay: 40, baseRate: 0.2 };
const counted = { visitors: 200, converted: 4, value: 0, pending: 0, rate: null, valueEach: null };
const rehearsed: Rehearsed = {
  ...{ from: 0, until: 10 * 86_400_000, share: 1, audience: null },
  ...{ eligible: counted, eligibleVisitors: 200 },
};

const others: readonly (readonly [string, Partial<CampaignDocument>])[] = [
  ['goal', { goal: GoalId.parse('lead') }],
  ['audience', { audience: { all: [] } }],
  ['moment', { engagement: { ...live.engagement, moment: { leaving: true } } }],
  ['schedule', { schedule: { ...live.schedule, days: ['mon'] } }],
  ['mode', { mode: 'optimise' }],
];

for (const [part, change] of others)
  test(`[V9] what was measured under another ${part} says nothing of the draft, rehearsed or not`, () => {
    const campaign = { live, draft: { ...live, ...change } };
    const unknown = planBasis(campaign, { measured, rehearsed: null });
    const assumed = { basis: 'assumed', rateBasis: 'assumed' };
    assert.deepEqual(unknown, { traffic: assumedTraffic, ...assumed });
    assert.equal(planBasis(campaign, { measured, rehearsed }).basis, 'rehearsed');
  });

test('[V9] what was measured of the same visitors comes before a rehearsal', () => {
  const draft = { ...live, name: 'Other', control: 500, priority: 9 };
  const known = { measured, rehearsed };
  const basis = { traffic: measured, basis: 'measured', rateBasis: 'measured' };
  assert.deepEqual(planBasis({ live, draft }, known), basis);
  const optimising = { ...live, mode: 'optimise' as const };
  const elsewhen = { ...live.engagement, moment: { leaving: true as const } };
  const later = { ...optimising, engagement: elsewhen };
  assert.deepEqual(planBasis({ live: optimising, draft: later }, known), basis);
});

test('[V9] a draft that never ran is planned from its rehearsal, with an assumed rate where few converted', () => {
  const { traffic, ...basis } = planBasis(
    { live: null, draft: live },
    { measured: null, rehearsed },
  );
  assert.deepEqual(basis, { basis: 'rehearsed', rateBasis: 'assumed' });
  assert.deepEqual(traffic, { days: 10, eligiblePerDay: 20, baseRate: assumedTraffic.baseRate });
});

test('a plan for several variants is that of the smallest: it takes as many as its share is small', () => {
  const planned = (...shares: readonly number[]): number => {
    const [variant] = live.engagement.variants;
    assert.ok(variant !== undefined);
    const variants = shares.map((share) => ({ ...variant, share }));
    const document = { ...live, engagement: { ...live.engagement, variants } };
    const basis = { traffic: measured, basis: 'measured', rateBasis: 'measured' } as const;
    const { rows } = planFor(document, { gainPercent: 20, horizon: 20_000 }, basis);
    return rows.find(({ asSet }) => asSet)?.visitors ?? 0;
  };
  const [alike, tenth, fiftieth] = [planned(5000, 5000), planned(9000, 1000), planned(9800, 200)];
  assert.ok(tenth > 1.5 * alike, `${tenth} beside ${alike}`);
  assert.ok(fiftieth > 3 * tenth, `${fiftieth} beside ${tenth}`);
  assert.equal(planned(1000, 9000), tenth);
  assert.equal(planned(0, 9000), alike, 'a share that is not set yet');
});
