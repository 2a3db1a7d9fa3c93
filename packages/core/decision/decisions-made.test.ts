import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CampaignId, DecisionId, GoalId, VisitId, VisitorId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';
import { account, noon, site } from '../world/test-shop.ts';
import { addDecision, madeBy } from './decisions-made.ts';
import type { RememberedDecision } from './remembered-decision.ts';
import { newVisitor } from './state.ts';

const campaignOf = (number: number) => CampaignId.parse(`c${number}`);

function decisionOf(number: number, at: number): RememberedDecision {
  return {
    id: DecisionId.parse(`d${at}`),
    campaign: campaignOf(number),
    period: 1,
    goal: GoalId.parse('g'),
    visit: VisitId.parse('v'),
    at: noon + at,
    zone: 'corner',
    variant: null,
    pageSerial: 1,
    policy: null,
    step: 'eligible',
    dismissedAt: null,
    withdrawn: false,
  };
}

test('[P7] of any campaign just its remembered decisions are found, however many came and went', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 300 }), (numbers) => {
      const state = newVisitor(account, site, VisitorId.parse('anna'));
      const all = numbers.map(decisionOf);
      for (const decision of all) addDecision(state, decision);
      assert.deepEqual(state.decisions, all.slice(-profileLimits.decisions));
      assert.equal(state.dropped, all.length - state.decisions.length);
      const decided = new Set(state.decisions.map(({ campaign }) => campaign));
      assert.equal(state.decidedBy?.size ?? decided.size, decided.size);
      for (let number = 0; number <= 31; number++) {
        const own = state.decisions.filter(({ campaign }) => campaign === campaignOf(number));
        assert.deepEqual(madeBy(state, campaignOf(number)), own.toReversed());
      }
    }),
    { seed: 20_261_122, numRuns: 300 },
  );
});

test('[P7] what a campaign has decided is known without a look at the hundred of others', () => {
  const state = newVisitor(account, site, VisitorId.parse('anna'));
  let looks = 0;
  for (let at = 0; at < 3 * profileLimits.decisions; at++) {
    const decision = decisionOf(at, at);
    const { campaign } = decision;
    addDecision(
      state,
      Object.defineProperty(decision, 'campaign', { get: () => (looks++, campaign) }),
    );
  }
  looks = 0;
  assert.deepEqual(madeBy(state, CampaignId.parse('other')), []);
  assert.equal(madeBy(state, campaignOf(3 * profileLimits.decisions - 2)).length, 1);
  assert.equal(looks, 0);
});
