// The policy finds the truth of small worlds, and claims no gain where there is none.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseAction, learntOf, observeOutcome, tick } from '../engagement-policy.ts';
import type { PolicyChoice } from '../engagement-policy.ts';
import { featuresOf, newTestPolicy, play, questionOf } from './engagement-world.test-support.ts';

const VISITORS = 12_000;

/** Share of choices that invite. */
function invited(choices: readonly PolicyChoice[]): number {
  return choices.filter(({ action }) => action !== 'none').length / choices.length;
}

describe('what the policy of an optimising campaign learns', () => {
  it('finds the gain, who has it, and invites those', () => {
    const policy = newTestPolicy();
    const choices = play(policy, { help: (helped) => 0.8 + 1.2 * helped }, { to: VISITORS });
    const learnt = learntOf(policy);
    assert.deepEqual([learnt.using, learnt.why], ['uplift', 'confirmed']);
    assert.ok(learnt.gain !== null && learnt.gain.lower > 0);
    const [helped, keen] = learnt.features;
    assert.ok(helped !== undefined && keen !== undefined);
    assert.ok((helped.lower ?? 0) > 0 && (keen.lower ?? 0) < 0 && (keen.upper ?? 0) > 0);
    const late = choices.slice(-3_000).map((choice, at) => {
      return { choice, helped: featuresOf(`visitor-${VISITORS - 3_000 + at}`)[0] ?? 0 };
    });
    const gainers = late.filter((each) => each.helped > 0.3).map(({ choice }) => choice);
    const others = late.filter((each) => each.helped < -1).map(({ choice }) => choice);
    assert.ok(invited(gainers) > 0.9);
    assert.ok(invited(others) < 0.1);
  });

  it('claims nothing where nothing is gained, and then takes no agents’ time', () => {
    const policy = newTestPolicy({ leastPerHour: 40 });
    const choices = play(policy, { help: () => 0 }, { to: 3 * VISITORS });
    const { gain, why } = learntOf(policy);
    assert.ok(gain !== null && gain.lower < 0);
    assert.equal(why, 'refuted');
    assert.ok(invited(choices.slice(-3_000)) < 0.1);
  });

  it('stops inviting where that does harm', () => {
    const policy = newTestPolicy();
    const choices = play(policy, { help: () => -0.5, shown: -0.4 }, { to: 2 * VISITORS });
    const { gain } = learntOf(policy);
    assert.ok(gain !== null && gain.upper < 0);
    assert.ok(invited(choices.slice(-3_000)) < 0.1);
  });

  it('[U10] reports no answers and no agents’ time if an engagement needs neither', () => {
    const policy = newTestPolicy({ needsAgent: false, delaysS: [0, 20] });
    play(policy, { help: () => 0, shown: 0.3 }, { to: 500 });
    const { skills, delays } = learntOf(policy);
    assert.deepEqual(skills, []);
    assert.deepEqual(
      delays.map(({ accept }) => accept),
      [null, null],
    );
    assert.notEqual(delays[1]?.goal.lower, null);
  });

  it('finds that a later invitation helps more, and delays', () => {
    const policy = newTestPolicy({ delaysS: [0, 10, 20, 40] });
    const world = { help: (_: number, delayS: number) => (delayS >= 20 ? 1.6 : 0) };
    const choices = play(policy, world, { to: VISITORS });
    const longest = learntOf(policy).delays.at(-1);
    assert.ok((longest?.goal.lower ?? 0) > 0);
    const late = choices.slice(-3_000).filter(({ action }) => action !== 'none');
    const delayed = late.filter(({ action }) => action === 'after:20' || action === 'after:40');
    assert.ok(delayed.length / late.length > 0.9);
  });

  it('[U7] raises the price of an invitation while fewer places are free, and the more an hour brings', () => {
    const policy = newTestPolicy();
    play(policy, { help: (helped) => 0.8 + 0.8 * helped }, { to: VISITORS });
    const now = VISITORS * 10_000;
    tick(policy, now, { sales: 4 });
    const priceWith = (free: number): number =>
      chooseAction(policy, questionOf(0, { free, now, isGhost: true })).pricePerHour;
    assert.ok(priceWith(1) > priceWith(2));
    assert.ok(priceWith(2) > priceWith(4));
    assert.ok(priceWith(4) >= 50 / 8);
  });

  it('[U6] keeps the last place for visitors likelier to reach the goal, while it follows the rule', () => {
    const policy = newTestPolicy();
    play(policy, { help: () => 0.3 }, { to: 1_400 });
    const questions = Array.from({ length: 3_000 }, (_, at) => questionOf(at));
    for (const [at, each] of questions.entries())
      chooseAction(policy, { ...each, free: at % 2, occasion: 1 });
    const invitedAt = (keen: boolean, free: number): number =>
      invited(
        questions
          .filter(({ features }) => (keen ? (features[1] ?? 0) > 0.5 : (features[1] ?? 0) < -0.5))
          .map((each) => chooseAction(policy, { ...each, free, occasion: 2, isGhost: true })),
      );
    assert.equal(learntOf(policy).using, 'rule');
    assert.ok(invitedAt(true, 1) > 0.85);
    assert.ok(invitedAt(false, 1) < 0.15);
    assert.ok(invitedAt(false, 2) > 0.85);
  });

  it('[U7] learns whose conversations take longer, and charges them more', () => {
    const policy = newTestPolicy();
    for (let at = 0; at < 2_000; at++) {
      const { visitor, features, skill } = questionOf(at);
      const minutes = (features[0] ?? 0) > 0 ? 12 : 4;
      const told = {
        visitor,
        features,
        skill,
        accepted: true,
        minutes,
        converted: false,
        value: 0,
      };
      observeOutcome(policy, { ...told, action: 'now', probability: 0.5 });
    }
    const minutesOf = (helped: number): number => {
      const { minutes, accepts } = chooseAction(policy, questionOf(0, { features: [helped, 0] }));
      return minutes / accepts;
    };
    assert.ok(minutesOf(1.5) > 2 * minutesOf(-1.5));
    assert.ok(Math.abs(minutesOf(0) - 8) < 1);
  });

  it('finds the effect of an engagement that is only shown, answered or not', () => {
    const content = { needsAgent: false, cost: 0.5 };
    const useful = newTestPolicy(content);
    const offered = play(useful, { help: () => 0, shown: 0.5 }, { to: VISITORS });
    const { why, gain } = learntOf(useful);
    assert.equal(why, 'confirmed');
    assert.ok(gain !== null && gain.lower > 0);
    assert.ok(invited(offered.slice(-3_000)) > 0.9);
    const harmful = newTestPolicy(content);
    const held = play(harmful, { help: () => 0, shown: -0.5 }, { to: VISITORS });
    assert.ok(invited(held.slice(-3_000)) < 0.1);
  });

  it('[U3] distinguishes visitors less by what is shown, the tighter its options are, 0.03 by default', () => {
    const apartBy = (options: { readonly interaction?: number }): number => {
      const policy = newTestPolicy({ needsAgent: false, ...options });
      play(policy, { help: () => 0, shown: 0.5 }, { to: 3_000 });
      const gainOf = (helped: number): number =>
        chooseAction(policy, questionOf(0, { features: [helped, 0] })).gain;
      return Math.abs(gainOf(1.5) - gainOf(-1.5));
    };
    const [tight, usual, loose] = [0.001, 0.03, 0.4].map((interaction) => apartBy({ interaction }));
    assert.ok((tight ?? 0) < (usual ?? 0) && (usual ?? 0) < (loose ?? 0));
    assert.equal(usual, apartBy({}));
  });
});
