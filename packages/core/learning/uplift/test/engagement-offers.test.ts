// What an invitation is charged: its cost, its annoyance, and the price of the time it takes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { offersOf } from '../engagement-offers.ts';
import type { EngagementOffer } from '../engagement-offers.ts';
import {
  chooseAction,
  policyFromJson,
  policyJson,
  restateValue,
  tick,
} from '../engagement-policy.ts';
import type { EngagementPolicy, EngagementPolicyOptions } from '../engagement-policy.ts';
import { newTestPolicy, play, questionOf } from './engagement-world.test-support.ts';

const VISITORS = 6_000;
const now = VISITORS * 10_000;

/** A policy that has its gains confirmed, where an answered invitation helps. */
function learntPolicy(options: Partial<EngagementPolicyOptions> = {}): EngagementPolicy {
  const policy = newTestPolicy(options);
  play(policy, { help: (helped) => 1 + 0.8 * helped }, { to: VISITORS });
  return policy;
}

/** The same with other options of the campaign. */
function told(policy: EngagementPolicy, more: Partial<EngagementPolicyOptions>): EngagementPolicy {
  const other = policyFromJson(policyJson(policy), { ...policy.options, ...more });
  assert.ok(other !== null);
  return other;
}

function offerFor(policy: EngagementPolicy, more = {}): EngagementOffer {
  const [offer] = offersOf(policy, questionOf(1, { now, ...more }));
  assert.ok(offer !== undefined);
  return offer;
}

describe('[U2] what an invitation is worth', () => {
  const policy = learntPolicy({ delaysS: [0, 30] });

  it('is value × gain minus cost, annoyance if it is not answered, and the price of its minutes', () => {
    const charged = told(policy, { cost: 0.7, annoyance: 1.3 });
    const question = questionOf(1, { now, free: 1 });
    const { pricePerHour } = chooseAction(charged, { ...question, isGhost: true });
    assert.ok(pricePerHour > 0);
    for (const { worth, gain, accepts, minutes } of offersOf(charged, question)) {
      const time = (pricePerHour / 60) * minutes;
      const expected = question.value * gain - 0.7 - (1 - accepts) * 1.3 - time;
      assert.ok(minutes > 0 && Math.abs(worth - expected) < 1e-9);
    }
  });

  it('scales with the value of the goal, and so do prices computed from it', () => {
    const before = told(policy, { cost: 0, annoyance: 0 });
    const after = told(before, {});
    restateValue(after, before.goal.mean / 50);
    const value = questionOf(1, { now }).value;
    const offer = offerFor(before);
    const restated = offerFor(after, { value: value / 50 });
    assert.ok(offer.worth !== 0 && Math.abs(restated.worth * 50 - offer.worth) < 1e-9);
    chooseAction(after, questionOf(2, { now, value: 1 }));
    assert.equal(after.goal.mean, 1, 'what was asked before says nothing any more');
  });

  it('falls by the whole cost, and by annoyance in proportion to not being answered', () => {
    const free = told(policy, { cost: 0, annoyance: 0 });
    const { worth, accepts } = offerFor(free);
    assert.ok(accepts > 0.2 && accepts < 0.6);
    const fallen = (more: Partial<EngagementPolicyOptions>): number =>
      worth - offerFor(told(free, more)).worth;
    assert.ok(Math.abs(fallen({ cost: 2 }) - 2) < 1e-9);
    assert.ok(Math.abs(fallen({ annoyance: 2 }) - 2 * (1 - accepts)) < 1e-9);
  });

  it('falls with the price of time, which is 0 if nobody’s time is taken', () => {
    const dear = offerFor(policy, { free: 1 });
    tick(policy, now, { sales: 2 });
    const cheap = offerFor(policy, { free: 2 });
    assert.ok(dear.worth < cheap.worth);
    const content = newTestPolicy({ needsAgent: false, cost: 0.5, annoyance: 1 });
    const { worth, gain, accepts, minutes } = offerFor(content);
    assert.equal(minutes, 0);
    assert.ok(Math.abs(worth - (50 * gain - 0.5 - (1 - accepts))) < 1e-9);
  });

  it('is compared with doing nothing: cost, annoyance or an expensive hour each prevent it', () => {
    const invites = (of: EngagementPolicy): number => {
      const asked = { now, features: [1.5, 0], isGhost: true };
      return 1 - (chooseAction(of, questionOf(1, asked)).probabilities['none'] ?? 0);
    };
    assert.ok(invites(policy) > 0.9);
    assert.ok(invites(told(policy, { cost: 40 })) < 0.05);
    assert.ok(invites(told(policy, { annoyance: 60 })) < 0.05);
    assert.ok(invites(told(policy, { leastPerHour: 2_000 })) < 0.05);
  });

  it('counts cost and annoyance in the least charge of an invitation, by which gains are refuted', () => {
    const least = (more: Partial<EngagementPolicyOptions>): number => {
      const fresh = newTestPolicy({ leastPerHour: 0, cost: 0, ...more });
      chooseAction(fresh, questionOf(1));
      return fresh.goal.leastCharge;
    };
    const [nothing, costly, annoying] = [least({}), least({ cost: 3 }), least({ annoyance: 3 })];
    assert.equal(nothing, 0);
    assert.equal(costly, 3);
    assert.ok(annoying > 1.5 && annoying < 3);
  });
});
