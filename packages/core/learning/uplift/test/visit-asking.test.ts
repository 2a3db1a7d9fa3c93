// Asking along a visit: who is asked about without a free agent, and what is learnt of waiting from
// followed visits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newEngagementPolicy, type PolicyQuestion } from '../engagement-policy.ts';
import { askAlong, endVisit, endVisitsBefore, type FollowedVisits } from '../visit-asking.ts';

const options = {
  ...{ salt: 'salt', features: 1, delaysS: [0], needsAgent: true, exploration: 0.02 },
  ...{ cost: 0, annoyance: 0, earliestS: 30, momentKinds: 2 },
};

/** A policy that decides by its gains. */
function decidingPolicy() {
  const policy = newEngagementPolicy(options);
  Object.assign(policy.confirmation, { outcomes: 2000, along: 500, square: 500 });
  return policy;
}

function questionOf(more: Partial<PolicyQuestion> = {}): PolicyQuestion {
  return {
    ...{ visitor: 'anna', occasion: 1, features: [0], skill: '*', free: 2, isGuarded: false },
    ...{ value: 50, ageS: 60, now: 1000, isRule: false, moment: 1, ...more },
  };
}

test('under the rule without a free agent, the policy is asked only when the rule is true', () => {
  const policy = newEngagementPolicy(options);
  const ask = (isRule: boolean) =>
    askAlong(policy, new Map(), questionOf({ free: 0, isRule }), true);
  assert.equal(ask(false).waits, true);
  assert.equal(policy.goal.seen, 0);
  assert.equal(ask(true).waits, true);
  assert.equal(policy.goal.seen, 1);
});

test('[U9] the worth of waiting is learnt from one moment to the next, and to the end of the visit', () => {
  const policy = decidingPolicy();
  const followed: FollowedVisits = new Map();
  const seen = () => policy.waiting.seen.reduce((sum, each) => sum + each, 0);
  askAlong(policy, followed, questionOf({ free: 0 }), true);
  assert.deepEqual([followed.size, seen()], [1, 0]);
  askAlong(policy, followed, questionOf({ free: 0, occasion: 2, now: 2000 }), true);
  assert.deepEqual([followed.size, seen()], [1, 1]);
  endVisitsBefore(policy, followed, 2000);
  assert.equal(followed.size, 1);
  endVisitsBefore(policy, followed, 2001);
  assert.deepEqual([followed.size, seen()], [0, 2]);
  endVisit(policy, followed, 'anna');
  assert.equal(seen(), 2);
});

test('visits that are not followed leave nothing behind, nor does a decided one', () => {
  const policy = decidingPolicy();
  const followed: FollowedVisits = new Map();
  askAlong(policy, followed, questionOf(), false);
  assert.equal(followed.size, 0);
  for (let at = 0; at < 3000 && followed.size === 0; at++)
    askAlong(policy, followed, questionOf({ visitor: `v${at}`, occasion: at }), true);
  const [visitor = ''] = followed.keys();
  let waits = true;
  for (let at = 0; at < 30_000 && waits; at++)
    waits = askAlong(
      policy,
      followed,
      questionOf({ visitor, occasion: `again ${at}` }),
      true,
    ).waits;
  assert.equal(waits, false);
  assert.equal(followed.has(visitor), false);
});

test('[U1] no invitation comes before the earliest age, unless the rule is true', () => {
  const policy = newEngagementPolicy(options);
  const shares = (isRule: boolean) =>
    Array.from({ length: 300 }, (_, at) =>
      askAlong(policy, new Map(), questionOf({ ageS: 5, occasion: at, isRule }), false),
    ).filter(({ action }) => action === 'now').length;
  assert.equal(shares(false), 0);
  assert.ok(shares(true) > 200);
});
