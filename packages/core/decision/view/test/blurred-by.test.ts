// Which results are blurred when an agent writes to a visitor first.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignExplanation } from '@opportune/protocol/campaign/decision.ts';
import { CampaignId, DecisionId } from '@opportune/protocol/ids.ts';
import { blurredBy, isBlurred } from '../blurred-by.ts';

const decided = [DecisionId.parse('d1')];
const anything = { holds: true, node: { all: [] }, value: null, wakesAt: null, parts: [] };

/** In control of a campaign whose audience they are in. */
function why(name: string, but: Partial<CampaignExplanation> = {}): CampaignExplanation {
  return {
    campaign: CampaignId.parse(name),
    name,
    period: 1,
    optimises: false,
    arm: { type: 'control' },
    outcome: 'waiting',
    gate: 'moment',
    audience: anything,
    moment: { ...anything, holds: false },
    decisions: [],
    ...but,
  };
}
const outside = { ...anything, holds: false };

test('[C33] control that counts the visitor, or may, is blurred; another arm or another audience is not', () => {
  const all = [
    why('audience'),
    why('counted', { audience: outside, gate: 'audience', decisions: decided }),
    why('stranger', { audience: outside, gate: 'audience' }),
    why('elsewhere', { gate: 'site' }),
    why('at-night', { gate: 'schedule' }),
    why('treated', { arm: { type: 'holdout' } }),
  ];
  const blurred = blurredBy(all, false);
  assert.deepEqual(
    blurred.control.map(({ name }) => name),
    ['audience', 'counted'],
  );
  assert.equal(isBlurred(blurred), true);
  assert.equal(isBlurred(blurredBy([why('stranger', { audience: outside })], false)), false);
});

test('[C33] the holdout is blurred if no campaign is', () => {
  assert.equal(isBlurred(blurredBy([], true)), true);
  assert.equal(isBlurred(blurredBy([], false)), false);
});
