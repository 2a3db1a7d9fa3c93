import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planVisitors } from '@opportune/core/proof/plan.ts';
import { Optimise, type CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { EngagementId, GoalId, VariantId } from '@opportune/protocol/ids.ts';
import { planArms } from './plan-arms.ts';

const document: CampaignDocument = {
  name: 'Carts',
  sites: [],
  goal: GoalId.parse('purchase'),
  audience: { all: [] },
  engagement: {
    id: EngagementId.parse('e'),
    moment: { leaving: true },
    zone: 'corner',
    variants: [
      {
        id: VariantId.parse('a'),
        name: 'A',
        share: 10_000,
        offer: {
          channel: 'content',
          creative: {
            format: 'toast',
            headline: 'Hello',
            text: '',
            action: '',
            image: null,
            link: null,
            slot: null,
            side: 'right',
            mutable: true,
          },
        },
      },
    ],
  },
  control: 2000,
  caps: { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null },
  schedule: { from: null, until: null, days: [], hours: null },
  priority: 50,
  mode: 'optimise',
  optimise: Optimise.parse({ always: 5000 }),
};
const period = { visitorsPerDay: 1000, horizon: 20_000 };
const asked = { baseline: { type: 'rate', rate: 0.05 }, gain: 0.2, alpha: 0.05 } as const;

describe('the plan of an optimising campaign', () => {
  const [ours, always, plain] = planArms(document, asked, period);

  it('needs the fewest visitors between the two larger arms', () => {
    assert.equal(always?.between, 'optimise-always');
    assert.ok((always?.visitors ?? 0) < (ours?.visitors ?? 0));
    assert.equal(ours?.visitors, plain?.visitors);
    assert.equal(ours?.days, Math.ceil((ours?.visitors ?? 0) / 1000));
  });

  it('needs more than a campaign with control alone, since three comparisons share the error', () => {
    const { visitorsPerDay, horizon: horizonVisitors } = period;
    const question = { ...asked, variants: [1], visitorsPerDay, horizonVisitors };
    const [whole] = planVisitors(question, [2000]);
    assert.ok((ours?.visitors ?? 0) > (whole?.visitors ?? Infinity));
  });

  it('gives no number of visitors for a comparison with an empty arm', () => {
    const none = planArms({ ...document, optimise: Optimise.parse({ always: 0 }) }, asked, period);
    assert.deepEqual(
      none.map(({ visitors }) => visitors === null),
      [false, true, true],
    );
  });

  it('uses the shares that it would begin with while the campaign does not optimise', () => {
    const off = planArms({ ...document, mode: 'always', optimise: undefined }, asked, period);
    assert.deepEqual(off, [ours, always, plain]);
  });
});
