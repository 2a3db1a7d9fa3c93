// By what a policy decides, told from what its randomised decisions have said so far.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { confirmedShare } from './confirmation.ts';
import { newTestPolicy } from './engagement-world.test-support.ts';
import { standingOf, type Standing } from './engagement-standing.ts';
import type { EngagementPolicy } from './engagement-state.ts';

describe('by what it decides [U5]', () => {
  it('is the rule below 1,500 outcomes, whatever they say', () => {
    assert.deepEqual(standing(1_499, 10, 10), { using: 'rule', why: 'few_outcomes' });
  });

  it('is the gains as long as 0.3 of them is to be expected, also where the data alone are against them', () => {
    assert.deepEqual(standing(1_500, 0, 0), { using: 'uplift', why: 'undecided' });
    assert.deepEqual(standing(3_000, -1, 2), { using: 'uplift', why: 'undecided' });
    assert.deepEqual(standing(3_000, -2.5, 2), { using: 'rule', why: 'undecided' });
  });

  it('is confirmed by 1.64 standard errors of the data alone', () => {
    assert.deepEqual(standing(9_000, 4.8, 9), { using: 'uplift', why: 'undecided' });
    assert.deepEqual(standing(9_000, 5, 9), { using: 'uplift', why: 'confirmed' });
  });

  it('is refuted once less than 0.3 is known to 0.15', () => {
    assert.deepEqual(standing(30_000, 0, 39), { using: 'rule', why: 'undecided' });
    assert.deepEqual(standing(30_000, 0, 41), { using: 'uplift', why: 'refuted' });
  });

  it('counts on what is to be expected [U4]', () => {
    const { confirmation } = policyWith(9_000, 4.8, 9);
    assert.ok(Math.abs(confirmedShare(confirmation) - 8.8 / 13) < 1e-12);
    assert.equal(confirmedShare(policyWith(9_000, -9, 9).confirmation), 0);
    assert.equal(confirmedShare(policyWith(9_000, 90, 9).confirmation), 1.3);
  });
});

function standing(outcomes: number, along: number, square: number): Standing {
  return standingOf(policyWith(outcomes, along, square));
}

function policyWith(outcomes: number, along: number, square: number): EngagementPolicy {
  const policy = newTestPolicy();
  Object.assign(policy.confirmation, { outcomes, along, square });
  return policy;
}
