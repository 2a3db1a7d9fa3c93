import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  chancesUnderPolicy,
  chancesUnderRule,
  chooseAction,
  momentOf,
  observeNext,
  observeOutcome,
  policyFromJson,
  policyJson,
  tick,
  withArms,
} from '../engagement-policy.ts';
import { newTestPolicy, play, questionOf } from './engagement-world.test-support.ts';

const helps = { help: (helped: number) => 0.8 + 0.8 * helped };
const ladder = [0, 10, 20, 40];

describe('the policy of an optimising campaign', () => {
  it('[U8] gives probabilities that sum to one, with at least its part of exploration for each action', () => {
    const policy = newTestPolicy({ delaysS: ladder });
    for (const { probabilities, action, probability } of play(policy, helps, { to: 5_000 })) {
      const shares = Object.values(probabilities);
      assert.equal(shares.length, 5);
      assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
      for (const share of shares) assert.ok(share >= 0.02 / 5 - 1e-12);
      assert.equal(probability, probabilities[action]);
    }
  });

  it('[U5] follows the rule at first: now, or after the shortest delay there is', () => {
    const now = chooseAction(newTestPolicy(), questionOf(1));
    assert.equal(now.using, 'rule');
    assert.ok((now.probabilities['now'] ?? 0) >= 0.9 - 1e-12);
    const later = chooseAction(newTestPolicy({ delaysS: ladder, earliestS: 30 }), {
      ...questionOf(1),
      ageS: 12,
    });
    assert.ok((later.probabilities['after:20'] ?? 0) > 0.8);
    assert.equal(later.probabilities['now'], undefined);
    assert.equal(later.probabilities['after:10'], undefined);
  });

  it('invites by chance only if the rule is false', () => {
    const choice = chooseAction(newTestPolicy(), questionOf(1, { isRule: false }));
    assert.ok((choice.probabilities['none'] ?? 0) >= 0.9 - 1e-12);
  });

  it('[U13] offers nothing without a free agent or with the guard shut, and learns nothing from that', () => {
    const policy = newTestPolicy();
    for (const more of [{ free: 0 }, { isGuarded: true }]) {
      const { action, probability } = chooseAction(policy, questionOf(3, more));
      assert.deepEqual([action, probability], ['none', 1]);
    }
    const { visitor, features, skill } = questionOf(3);
    const nothing = { accepted: false, minutes: 0, converted: true, value: 50 };
    const outcome = {
      visitor,
      features,
      skill,
      action: 'none' as const,
      probability: 1,
      ...nothing,
    };
    assert.equal(observeOutcome(policy, outcome), false);
    assert.equal(policy.gain.goal.seen, 0);
    const content = newTestPolicy({ needsAgent: false });
    assert.notEqual(chooseAction(content, questionOf(3, { free: 0 })).probability, 1);
  });

  it('[U16] chooses the same for the same history, and draws anew for another occasion', () => {
    const [one, two] = [newTestPolicy(), newTestPolicy()];
    assert.deepEqual(play(one, helps, { to: 400 }), play(two, helps, { to: 400 }));
    assert.deepEqual(one, two);
    const actions = Array.from({ length: 200 }, (_, occasion) => {
      return chooseAction(one, questionOf(1, { occasion })).action;
    });
    assert.equal(new Set(actions).size, 2);
  });

  it('counts nothing if it is asked for another arm', () => {
    const [one, two] = [newTestPolicy(), newTestPolicy()];
    chooseAction(two, questionOf(0));
    chooseAction(one, questionOf(0));
    for (let at = 1; at < 50; at++) chooseAction(two, questionOf(at, { isGhost: true }));
    assert.deepEqual(one, two);
  });

  it('[U11] [U16] continues unchanged after it is stored as JSON and read again', () => {
    const policy = newTestPolicy({ delaysS: ladder, momentKinds: 4 });
    play(policy, helps, { to: 4_000 });
    const kept = JSON.parse(JSON.stringify(policyJson(policy)));
    const again = policyFromJson(kept);
    assert.ok(again !== null);
    assert.deepEqual(again, policy);
    const next = { from: 4_000, to: 4_600 };
    assert.deepEqual(play(again, helps, next), play(policy, helps, next));
    assert.deepEqual(again, policy);
  });

  it('[U8] scales draws by its options, by a tenth if they say nothing', () => {
    const policy = newTestPolicy();
    play(policy, helps, { to: 5_000 });
    const undecidedWith = (damping: { readonly damping?: number }): number => {
      const same = policyFromJson(policyJson(policy), { ...policy.options, ...damping });
      assert.ok(same !== null);
      const kept = policyFromJson(policyJson(same));
      assert.ok(kept !== null);
      const asked = Array.from({ length: 1_000 }, (_, at) => questionOf(at, { occasion: 1 }));
      const chances = asked.map((each) => chooseAction(kept, each).probabilities['now'] ?? 0);
      return chances.filter((chance) => chance > 0.011 && chance < 0.989).length;
    };
    const [none, tenth, whole] = [0, 0.1, 1].map((damping) => undecidedWith({ damping }));
    assert.equal(none, 0);
    assert.equal(tenth, undecidedWith({}));
    assert.ok((tenth ?? 0) > 0 && (whole ?? 0) > 2 * (tenth ?? 0));
  });

  it('[U11] reads no JSON of another version, of other features, out of bounds or damaged', () => {
    const policy = newTestPolicy();
    const kept = policyJson(policy);
    assert.equal(policyFromJson(null), null);
    assert.equal(policyFromJson({ ...kept, version: 0 }), null);
    assert.equal(policyFromJson({ ...kept, numbers: 'short' }), null);
    assert.equal(policyFromJson({ ...kept, skills: ['a', 'a'] }), null);
    assert.equal(policyFromJson(kept, { ...policy.options, features: 3 }), null);
    const wild = { ...policy.options, damping: 1.5 };
    assert.equal(policyFromJson({ ...kept, options: wild }), null);
    const tooMany = { ...policy.options, delaysS: [0], features: 1e6 };
    assert.equal(policyFromJson({ ...kept, options: tooMany }), null);
    assert.ok(policyFromJson(kept, { ...policy.options, cost: 2, delaysS: [0, 30] }) !== null);
  });

  it('[U9] may wait if the visit is asked about again: nothing is decided then', () => {
    const policy = newTestPolicy({ momentKinds: 2 });
    const at = (occasion: number, isRule: boolean) =>
      chooseAction(policy, questionOf(1, { occasion, isRule, moment: 0 }));
    const waiting = Array.from({ length: 500 }, (_, occasion) => at(occasion, false));
    const decided = waiting.filter(({ waits }) => !waits);
    assert.ok(decided.length > 2 && decided.length < 40);
    for (const { probabilities } of decided)
      assert.deepEqual(probabilities, { none: 0.5, now: 0.5 });
    for (const choice of waiting)
      if (choice.waits) assert.deepEqual([choice.action, choice.probability], ['none', 1]);
    assert.equal(at(0, true).waits, false);
  });

  it('learns nothing from values that are not numbers, whatever the features', () => {
    const policy = newTestPolicy();
    const { visitor, skill } = questionOf(3);
    const common = { visitor, skill, action: 'now' as const, probability: 0.5, accepted: true };
    const outcome = { ...common, minutes: 5, converted: true, value: 50 };
    assert.equal(observeOutcome(policy, { ...outcome, features: [Number.NaN, Infinity] }), true);
    assert.equal(observeOutcome(policy, { ...outcome, features: [], minutes: Number.NaN }), false);
    assert.equal(observeOutcome(policy, { ...outcome, features: [], minutes: Infinity }), false);
    assert.equal(observeOutcome(policy, { ...outcome, features: [], ageS: Infinity }), false);
    const { worth, probability } = chooseAction(policy, questionOf(4, { features: [1e300, NaN] }));
    assert.ok(Number.isFinite(worth) && probability > 0);
  });

  it('[U12] knows the probabilities of arms that are hashed before it is asked', () => {
    const policy = { none: 0.2, now: 0.7, 'after:20': 0.1 };
    const joint = withArms(policy, { control: 0.1, always: 0.4, optimise: 0.5 });
    assert.deepEqual(joint, { none: 0.2, now: 0.75, 'after:20': 0.05 });
    assert.deepEqual(chancesUnderRule(0.2), { none: 0.2, now: 0.8 });
    assert.deepEqual(chancesUnderPolicy({ none: 0.5, now: 0.5 }, 0.5), { none: 0.75, now: 0.25 });
  });

  it('[U9] keeps the worth of waiting within bounds, even before anything has a price', () => {
    const policy = newTestPolicy({ momentKinds: 1 });
    for (let hour = 0; hour < 3; hour++) tick(policy, hour * 3_600_000, { sales: 2 });
    const { worth } = momentOf(policy, questionOf(1, { moment: 0 }), 50);
    assert.ok(worth > 0 && worth <= 100);
    const first = momentOf(policy, questionOf(1, { moment: 0 }), 0.1);
    observeNext(policy, first, momentOf(policy, questionOf(1, { moment: 0 }), 1e12));
    observeNext(policy, first, null);
    assert.ok(policy.waiting.later.every((each) => each <= 100));
  });
});
