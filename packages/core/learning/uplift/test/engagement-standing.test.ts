// How a policy decides, given what its randomised decisions have shown so far.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../../../proof/test/random.test-support.ts';
import { confirm, confirmedShare } from '../estimate/confirmation.ts';
import { newTestPolicy } from './engagement-world.test-support.ts';
import { standingOf, type Standing } from '../engagement-standing.ts';
import type { EngagementPolicy } from '../engagement-state.ts';

describe('by what it decides [U5]', () => {
  it('is the rule below 1,500 outcomes, whatever they say', () => {
    assert.deepEqual(standing(1_499, 10, 10), { using: 'rule', why: 'few_outcomes' });
  });

  it('is the gains while at least 0.3 of them is expected, even if the data alone are against them', () => {
    assert.deepEqual(standing(1_500, 0, 0), { using: 'uplift', why: 'undecided' });
    assert.deepEqual(standing(3_000, -1, 2), { using: 'uplift', why: 'undecided' });
    assert.deepEqual(standing(3_000, -2.5, 2), { using: 'rule', why: 'undecided' });
  });

  it('is confirmed by bounds of the data alone that are valid at every look', () => {
    // 3.06 standard errors when 9 squared ones are in: √(2 · 8.142/7.142 · ln(√8.142/0.05)) with
    // 7.142 = 9 · 7.936/10.
    assert.deepEqual(standing(9_000, 9.1, 9), { using: 'uplift', why: 'undecided' });
    assert.deepEqual(standing(9_000, 9.25, 9), { using: 'uplift', why: 'confirmed' });
    // Outcomes that vary twice as much as expected carry less information.
    assert.deepEqual(standing(9_000, 9.25, 9, 18), { using: 'uplift', why: 'undecided' });
  });

  it('confirms no gains where there are none, at any of many looks', () => {
    let told = 0;
    for (let campaign = 0; campaign < 300; campaign++) if (everConfirms(campaign)) told++;
    // 0.05 of both sides together is 0.025 of this one; 1.64 standard errors confirmed 86.
    assert.ok(told <= 15, `${told} of 300`);
  });

  it('is refuted once less than 0.3 is expected with an error below 0.15', () => {
    assert.deepEqual(standing(30_000, 0, 39), { using: 'rule', why: 'undecided' });
    assert.deepEqual(standing(30_000, 0, 41), { using: 'uplift', why: 'refuted' });
  });

  it('relies on what is expected [U4]', () => {
    const { confirmation } = policyWith(9_000, 4.8, 9);
    assert.ok(Math.abs(confirmedShare(confirmation) - 8.8 / 13) < 1e-12);
    assert.equal(confirmedShare(policyWith(9_000, -9, 9).confirmation), 0);
    assert.equal(confirmedShare(policyWith(9_000, 90, 9).confirmation), 1.3);
  });
});

/**
 * Whether a campaign confirms gains at one of 200 looks at 20,000 outcomes, none changed by an
 * invitation.
 */
function everConfirms(campaign: number): boolean {
  const policy = newTestPolicy();
  const random = seededRandom(campaign);
  for (let at = 1; at <= 20_000; at++) {
    const invited = random() < 0.5;
    confirm(policy.confirmation, {
      ...{ invited, invitedProbability: 0.5, rate: 0.1 },
      ...{ seeming: invited ? 0.02 : 0, meanSeeming: 0.01 },
      unexplained: Number(random() < 0.1) - 0.1,
    });
    if (at % 100 === 0 && standingOf(policy).why === 'confirmed') return true;
  }
  return false;
}

function standing(
  outcomes: number,
  along: number,
  square: number,
  alongTerms: number = square,
): Standing {
  return standingOf(policyWith(outcomes, along, square, alongTerms));
}

function policyWith(
  outcomes: number,
  along: number,
  square: number,
  alongTerms: number = square,
): EngagementPolicy {
  const policy = newTestPolicy();
  Object.assign(policy.confirmation, { outcomes, along, square, alongTerms });
  return policy;
}
