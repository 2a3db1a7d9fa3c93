import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CampaignId, DecisionId, GoalId, VisitId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { noon } from '../../../world/test/shop.test-support.ts';
import { DecisionsMade, type Forgotten } from '../decisions-made.ts';
import type { RememberedDecision } from '../remembered-decision.ts';

const campaignOf = (number: number) => CampaignId.parse(`c${number}`);

function decisionOf(number: number, at: number): RememberedDecision {
  return {
    id: DecisionId.parse(`d${at}`),
    campaign: campaignOf(number),
    period: 1,
    goal: GoalId.parse('g'),
    visit: VisitId.parse(`v${Math.floor(at / 40)}`),
    at: noon + at * 1_200_000,
    zone: 'corner',
    variant: null,
    pageSerial: 1,
    policy: null,
    step: 'eligible',
    dismissedAt: at % 3 === 0 ? noon + at * 1_200_000 + 1 : null,
    withdrawn: false,
  };
}

const dayOf = ({ at }: RememberedDecision) => Math.floor(at / 86_400_000);

function countsOf(forgotten: readonly RememberedDecision[], number: number): Forgotten | null {
  const own = forgotten.filter(({ campaign }) => campaign === campaignOf(number));
  const last = own.at(-1);
  if (last === undefined) return null;
  const count = {
    ever: own.length,
    inVisit: own.filter(({ visit }) => visit === last.visit).length,
    inDay: own.filter((each) => dayOf(each) === dayOf(last)).length,
  };
  // Control is offered nothing.
  return {
    visit: last.visit,
    day: dayOf(last),
    moments: count,
    offers: { ever: 0, inVisit: 0, inDay: 0 },
    dismissedAt: own.findLast((each) => each.dismissedAt !== null)?.dismissedAt ?? null,
  };
}

test('[P7] finds exactly a campaign’s remembered decisions, and counts the forgotten ones', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 300 }), (numbers) => {
      const made = new DecisionsMade();
      const all = numbers.map(decisionOf);
      const forgotten = all.filter((decision) => made.add(decision, 'UTC').forgotten !== null);
      const kept = all.slice(-profileLimits.decisions);
      assert.deepEqual([...made], kept);
      assert.deepEqual([made.length, forgotten.length], [kept.length, all.length - kept.length]);
      for (const [before, decision] of [...kept.toReversed(), undefined].entries())
        assert.equal(made.newest(before), decision);
      for (const { id } of all)
        assert.equal(
          made.byId(id),
          kept.find((each) => each.id === id),
        );
      for (let number = 0; number <= 31; number++) {
        const own = kept.filter(({ campaign }) => campaign === campaignOf(number));
        assert.deepEqual(made.of(campaignOf(number)), own.toReversed());
        assert.deepEqual(made.forgotten(campaignOf(number)), countsOf(forgotten, number));
      }
    }),
    { seed: 20_261_122, numRuns: 300 },
  );
});

test('[P7] a campaign’s decisions are found without reading the hundred of others', () => {
  const made = new DecisionsMade();
  let looks = 0;
  for (let at = 0; at < 3 * profileLimits.decisions; at++) {
    const decision = decisionOf(at, at);
    const { campaign } = decision;
    made.add(
      Object.defineProperty(decision, 'campaign', { get: () => (looks++, campaign) }),
      'UTC',
    );
  }
  looks = 0;
  assert.deepEqual(made.of(CampaignId.parse('other')), []);
  assert.equal(made.of(campaignOf(3 * profileLimits.decisions - 2)).length, 1);
  assert.equal(looks, 0);
});
