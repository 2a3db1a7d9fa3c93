// The basis of a plan: measurements of exactly the visitors that the draft meets, and nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CampaignDocument, Optimise } from '@opportune/protocol/campaign/campaign.ts';
import { GoalId } from '@opportune/protocol/ids.ts';
import { campaignDocument } from '../../../../test/support/examples.test-support.ts';
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
  test(`[V9] traffic measured under another ${part} is not used for the draft, rehearsed or not`, () => {
    const campaign = { live, draft: { ...live, ...change } };
    const unknown = planBasis(campaign, { measured, rehearsed: null });
    const assumed = { basis: 'assumed', rateBasis: 'assumed' };
    assert.deepEqual(unknown, { traffic: assumedTraffic, ...assumed });
    assert.equal(planBasis(campaign, { measured, rehearsed }).basis, 'rehearsed');
  });

test('[V9] measured traffic of the same visitors is preferred to a rehearsal', () => {
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

const asked = { gainPercent: 20, horizon: 20_000 };
const known = { traffic: measured, basis: 'measured', rateBasis: 'measured' } as const;
/** The plan of a draft whose variants have these shares. */
function planned(shares: readonly number[], change: Partial<CampaignDocument> = {}) {
  const [variant] = live.engagement.variants;
  assert.ok(variant !== undefined);
  const variants = shares.map((share) => ({ ...variant, share }));
  return planFor(
    { ...live, engagement: { ...live.engagement, variants }, ...change },
    asked,
    known,
  );
}

test('[ST11] a plan for several variants is that of the smallest, whose share decides the number of visitors', () => {
  const visitors = (...shares: readonly number[]): number =>
    planned(shares).rows.find(({ asSet }) => asSet)?.visitors ?? 0;
  const [alike, tenth, fiftieth] = [
    visitors(5000, 5000),
    visitors(9000, 1000),
    visitors(9800, 200),
  ];
  assert.ok(tenth > 1.5 * alike, `${tenth} beside ${alike}`);
  assert.ok(fiftieth > 3 * tenth, `${fiftieth} beside ${tenth}`);
  assert.equal(visitors(1000, 9000), tenth);
});

test('[ST11] with a variant that nobody would see there is no plan, and the reason is given', () => {
  const optimises = { mode: 'optimise' as const };
  for (const shares of [[0, 9000], [10_000, 0], [0], [0, 0, 5000]])
    for (const change of [{}, optimises]) {
      const plan = planned(shares, change);
      assert.equal(plan.withheld, 'variant-without-share');
      assert.deepEqual(plan.rows, []);
      assert.ok(plan.comparisons.every(({ visitors }) => visitors === null));
    }
});

test('[ST11] an empty arm has no plan, and the arm is named', () => {
  const always = (share: number): Partial<CampaignDocument> => ({
    mode: 'optimise',
    optimise: Optimise.parse({ always: share }),
  });
  const kept: Partial<CampaignDocument> = { ...always(0), mode: 'always' };
  for (const [change, withheld, isPlanned] of [
    [{}, null, true],
    [{ control: 0 }, 'no-control', false],
    [{ control: 10_000 }, 'all-control', false],
    [always(5000), null, true],
    [{ ...always(5000), control: 0 }, 'no-control', false],
    [always(0), 'no-always', true],
    [always(10_000), 'all-always', false],
    [kept, null, true],
  ] as const) {
    const plan = planned([10_000], change);
    assert.equal(plan.withheld, withheld, JSON.stringify(change));
    assert.equal(
      plan.rows.some(({ asSet }) => asSet),
      isPlanned,
      JSON.stringify(change),
    );
    // The outcome of other control shares is still shown.
    assert.ok(withheld === 'all-always' || plan.rows.length >= 4);
  }
});

test('[ST11] a gain that takes more visitors than there are is said to', () => {
  const nobody = { ...known, traffic: { ...measured, baseRate: 1e-5 } };
  const { rows, withheld } = planFor(live, { ...asked, gainPercent: 0.001 }, nobody);
  assert.deepEqual([rows, withheld], [[], 'too-many']);
});
