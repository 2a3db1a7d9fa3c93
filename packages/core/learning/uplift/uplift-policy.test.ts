import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawOf, probabilities } from './exploration.ts';
import { policyFromJson, policyToJson } from './policy-json.ts';
import { choose, newPolicy, observe, setCapacity } from './uplift-policy.ts';
import type { Choice, Offer, UpliftPolicy } from './uplift-policy.ts';

const chat: Offer = { action: 'chat', skill: 'sales', minutes: 1, cost: 0, annoyance: 0 };
const room = { sales: 1 };

function newChatPolicy(options: { readonly floor?: number } = {}): UpliftPolicy {
  const policy = newPolicy({
    salt: 'spring',
    features: 2,
    actions: ['chat'],
    value: 1,
    price: { floor: options.floor ?? 0, step: 0.02 },
  });
  setCapacity(policy, 'sales', { per: 'arrival', minutes: 0.3 });
  return policy;
}

/** A visitor with a first feature that makes a chat help and a second that makes the goal likely. */
function featuresOf(visitor: string): readonly number[] {
  const number = (name: string): number => 3.4 * (drawOf(`${name}:${visitor}`) - 0.5);
  return [number('helped'), number('keen')];
}

function ask(policy: UpliftPolicy, visitor: string, free = room): Choice {
  return choose(policy, {
    visitor,
    features: featuresOf(visitor),
    actions: [chat],
    room: free,
    now: 0,
  });
}

/** Arrivals at random arms; what the policy would have done with each, in order. */
function live(policy: UpliftPolicy, visitors: number): Choice[] {
  return Array.from({ length: visitors }, (_, at) => {
    const visitor = `visitor-${at}`;
    const choice = ask(policy, visitor);
    const [helped = 0, keen = 0] = featuresOf(visitor);
    const action = drawOf(`arm:${visitor}`) < 0.5 ? 'chat' : 'none';
    const rate = 0.2 + 0.08 * keen + (action === 'chat' ? 0.08 * helped : 0);
    const outcome = drawOf(`outcome:${visitor}`) < rate ? 1 : 0;
    const { preferred } = choice.reasons;
    observe(policy, {
      visitor,
      action,
      probability: 0.5,
      features: featuresOf(visitor),
      outcome,
      preferred,
    });
    return choice;
  });
}

describe('the policy of an optimising campaign', () => {
  it('begins with ranking by response and comes to choose those who gain', () => {
    const policy = newChatPolicy();
    assert.equal(ask(policy, 'first').reasons.using, 'fallback');
    const choices = live(policy, 6_000);
    assert.equal(policy.evidence.using, 'uplift');
    const late = choices.flatMap(({ action }, at) =>
      at >= 4_000 && action === 'chat' ? [featuresOf(`visitor-${at}`)[0] ?? 0] : [],
    );
    assert.ok(late.filter((helped) => helped > 0).length / late.length > 0.95);
  });

  it('meets its capacity, over all and in every thousand arrivals', () => {
    const chats = live(newChatPolicy(), 6_000).map(({ action }) => (action === 'chat' ? 1 : 0));
    const shareOf = (from: number, to: number): number =>
      chats.slice(from, to).reduce((sum: number, one) => sum + one, 0) / (to - from);
    assert.ok(Math.abs(shareOf(0, 6_000) - 0.3) < 0.003);
    for (let from = 0; from < 6_000; from += 1_000)
      assert.ok(Math.abs(shareOf(from, from + 1_000) - 0.3) < 0.02);
  });

  it('says the probability of what it did, and keeps each action at one per cent or more', () => {
    for (const { action, probability, reasons } of live(newChatPolicy(), 3_000)) {
      assert.equal(probability, reasons.probabilities[action]);
      for (const share of Object.values(reasons.probabilities)) assert.ok(share >= 0.01 - 1e-12);
    }
  });

  it('chooses the same for the same history, and draws anew for another occasion', () => {
    const [one, two] = [newChatPolicy(), newChatPolicy()];
    assert.deepEqual(live(one, 500), live(two, 500));
    assert.deepEqual(one, two);
  });

  it('offers nothing where a skill has no room, and learns nothing from what was not random', () => {
    const policy = newChatPolicy();
    const choice = ask(policy, 'late', { sales: 0 });
    assert.deepEqual([choice.action, choice.probability], ['none', 1]);
    const { action, probability } = choice;
    observe(policy, { visitor: 'late', action, probability, features: [1, 1], outcome: 1 });
    assert.equal(policy.model.weights.seen, 0);
  });

  it('leaves agents idle where no gain covers the floor of their time', () => {
    const policy = newChatPolicy({ floor: 0.5 });
    const chats = live(policy, 6_000).filter(({ action }) => action === 'chat');
    assert.ok(chats.length < 100);
  });

  it('goes on as it would have when it is kept as JSON and read again', () => {
    const policy = newChatPolicy();
    live(policy, 700);
    const kept = JSON.parse(JSON.stringify(policyToJson(policy)));
    const again = policyFromJson(kept, policy.options);
    assert.ok(again !== null);
    assert.deepEqual(again, policy);
    assert.deepEqual(live(again, 300), live(policy, 300));
    assert.equal(policyFromJson(kept, { ...policy.options, actions: ['call'] }), null);
    assert.equal(policyFromJson({ ...kept, numbers: 'short' }, policy.options), null);
  });

  it('shares chance between several actions and none by how likely each is the best', () => {
    const alike = probabilities(
      [
        { net: 1, deviation: 1 },
        { net: 1, deviation: 1 },
      ],
      1,
      0,
    );
    // Of two draws with mean 1 and deviation 1, both lie below 0 with Φ(−1)² = 0.0252.
    assert.ok(Math.abs((alike[0] ?? 0) - 0.0252) < 1e-3);
    assert.ok(Math.abs((alike[1] ?? 0) - (alike[2] ?? 0)) < 1e-12);
    assert.ok(Math.abs(alike.reduce((sum, share) => sum + share, 0) - 1) < 1e-12);
  });
});
