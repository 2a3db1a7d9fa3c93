import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../../../../proof/test/random.test-support.ts';
import { addDecision, newOffPolicySums, offPolicyEstimate, ruleScore } from '../off-policy.ts';
import type { LoggedDecision } from '../off-policy.ts';
import { rounds } from '../../../../../../test/support/proof-size.test-support.ts';

const rates = { chat: 0.15, none: 0.1 };
const certainty = { alpha: 0.05, comparisons: 1, horizonVisitors: 5_000, plannedVariance: 1 };
const chat = { chat: 1 };
const none = { none: 1 };

/**
 * A log of a policy that follows the arm that looks better so far, and expects what it has seen.
 */
function* adaptiveLog(seed: number, decisions: number): Iterable<LoggedDecision> {
  const random = seededRandom(seed);
  const seen = { chat: { count: 1, sum: 0.3 }, none: { count: 1, sum: 0.3 } };
  for (let at = 0; at < decisions; at++) {
    const expected = {
      chat: seen.chat.sum / seen.chat.count,
      none: seen.none.sum / seen.none.count,
    };
    const chatShare = expected.chat > expected.none ? 0.9 : 0.1;
    const action = random() < chatShare ? 'chat' : 'none';
    const outcome = random() < rates[action] ? 1 : 0;
    yield { action, probabilities: { chat: chatShare, none: 1 - chatShare }, outcome, expected };
    seen[action].count += 1;
    seen[action].sum += outcome;
  }
}

describe('[U15] what a rule would have achieved', () => {
  it('is the outcome itself if every decision was the rule’s own', () => {
    const expected = { chat: 0.2 };
    const decision = { action: 'chat', probabilities: { chat: 1 }, outcome: 1, expected };
    assert.equal(ruleScore(decision, chat), 1);
    const sums = newOffPolicySums();
    addDecision(sums, decision, chat, 'as_logged');
    assert.equal(sums.mean, 0);
  });

  it('is right on average however wrong the expectation is', () => {
    const random = seededRandom(3);
    const sums = newOffPolicySums();
    const probabilities = { chat: 0.2, none: 0.8 };
    for (let at = 0; at < 40_000; at++) {
      const action = random() < 0.2 ? 'chat' : 'none';
      const outcome = random() < rates[action] ? 1 : 0;
      const decision = { action, probabilities, outcome, expected: { chat: 0.9 } };
      addDecision(sums, decision, chat, none);
    }
    assert.ok(Math.abs(sums.mean - 0.05) < 0.03);
  });

  it('has an interval that, over all looks, misses in at most five runs of a hundred', () => {
    const runs = rounds({ usual: 40, full: 150 });
    let missed = 0;
    for (let seed = 0; seed < runs; seed++) {
      const sums = newOffPolicySums();
      let hasMissed = false;
      for (const decision of adaptiveLog(seed, 4_000)) {
        addDecision(sums, decision, chat, none);
        if (sums.decisions % 20 !== 0) continue;
        const estimate = offPolicyEstimate(sums, certainty);
        if (estimate.type === 'interval' && (estimate.lower > 0.05 || estimate.upper < 0.05))
          hasMissed = true;
      }
      if (hasMissed) missed += 1;
    }
    assert.ok(missed / runs <= 0.05, `${missed} of ${runs}`);
  });

  it('has no estimate from few decisions, nor while a possible one would outweigh the others', () => {
    const sums = newOffPolicySums();
    const decide = (share: number, outcome: number): void => {
      const probabilities = { chat: share, none: 1 - share };
      addDecision(sums, { action: 'chat', probabilities, outcome, expected: {} }, chat, none);
    };
    for (let at = 0; at < 199; at++) decide(0.5, at % 2);
    assert.equal(offPolicyEstimate(sums, certainty).type, 'open');
    decide(0.5, 0);
    assert.equal(offPolicyEstimate(sums, certainty).type, 'interval');
    decide(0.01, 0);
    const open = offPolicyEstimate(sums, certainty);
    assert.ok(open.type === 'open' && open.reason === 'few_carry_it');
  });
});
