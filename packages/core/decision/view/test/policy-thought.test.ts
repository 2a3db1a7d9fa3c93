// Which sentence explains a decision of an optimising campaign.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VariantId } from '@opportune/protocol/ids.ts';
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import type { DecisionPolicy, PolicyReasons } from '@opportune/protocol/campaign/policy.ts';
import { content } from '../../../world/test/shop.test-support.ts';
import { campaign } from '../../../world/test/shop.test-support.ts';
import { policyThought } from '../policy-thought.ts';
import { Visit } from '../../test/visit.test-support.ts';

const reasons: PolicyReasons = {
  probabilities: { none: 0.98, now: 0.02 },
  using: 'uplift',
  gain: 0.008,
  rate: 0.03,
  accepts: 0.2,
  minutes: 6,
  pricePerHour: 30,
  worth: -2.28,
  version: 1,
};
const recorded: DecisionPolicy = {
  ...{ features: {}, ageS: 10, value: 90, skill: null, free: 2, guarded: false },
  ...{ action: 'none', probability: 0.98, armShare: 0.45, again: false, reasons },
};
const [plain] = new Visit([
  campaign({
    id: 'c',
    moment: { fact: 'visit.pages', op: 'gte', value: 1 },
    variants: [content()],
  }),
]).page('/').decisions;

function thoughts(
  policy: Partial<DecisionPolicy>,
  more: Partial<Decision> = {},
): readonly string[] {
  assert.ok(plain);
  const arm = { type: 'optimise', variant: VariantId.parse('a') } as const;
  const decision: Decision = { ...plain, arm, offer: 'live', policy: { ...recorded, ...policy } };
  return policyThought({ ...decision, ...more }).map(({ key }) => key);
}

test('[M7] a decision to offer nothing is explained by what spoke against the offer', () => {
  assert.deepEqual(thoughts({}), ['worth.none']);
  assert.deepEqual(thoughts({ guarded: true }), ['late']);
  assert.deepEqual(thoughts({ free: 0 }), ['full']);
  assert.deepEqual(thoughts({ free: 0 }, { offer: 'content' }), ['worth.none']);
  assert.deepEqual(thoughts({ probability: 0.02 }), ['chance.none']);
  assert.deepEqual(thoughts({ reasons: { ...reasons, using: 'rule' } }), ['room.none']);
  assert.deepEqual(thoughts({ reasons: { ...reasons, minutes: 0 } }), ['cost.none']);
});

test('[M7] an offer is explained by what spoke for it, and says that it waits', () => {
  const pays = { ...reasons, gain: 0.08, worth: 4.2 };
  assert.deepEqual(thoughts({ action: 'now', reasons: pays }), ['worth']);
  assert.deepEqual(thoughts({ action: 'after:30', reasons: pays }), ['worth', 'waits']);
  assert.deepEqual(thoughts({ action: 'now', reasons: { ...pays, minutes: 0 } }), ['cost']);
  assert.deepEqual(thoughts({ action: 'after:30', probability: 0.01 }), ['chance', 'waits']);
  const rule = { ...reasons, using: 'rule' as const };
  assert.deepEqual(thoughts({ action: 'now', reasons: rule }), ['rule']);
  const unasked = { action: 'now' as const, reasons: null, probability: 1 };
  assert.deepEqual(thoughts(unasked), ['unread']);
  assert.deepEqual(thoughts(unasked, { offer: 'fallback' }), ['fallback']);
});

test('[M7] an even draw is explained by chance, not by the rule or the expectation', () => {
  const rule = { ...reasons, using: 'rule' as const };
  for (const even of [{ reasons }, { reasons: rule, isRule: false }]) {
    assert.deepEqual(thoughts({ ...even, action: 'now', probability: 0.5 }), ['chance']);
    assert.deepEqual(thoughts({ ...even, action: 'none', probability: 0.5 }), ['chance.none']);
  }
});

test('[M7] no sentence contradicts its own figures', () => {
  assert.deepEqual(thoughts({ action: 'now' }), ['chance']);
  assert.deepEqual(thoughts({ action: 'now', reasons: { ...reasons, worth: 0 } }), ['chance']);
  const dear = { ...reasons, gain: 0.05, worth: -2 };
  assert.deepEqual(thoughts({ reasons: dear }), ['cost.none']);
});

test('[M7] the other arms say that they do not ask, and other campaigns say nothing', () => {
  assert.deepEqual(thoughts({}, { arm: { type: 'control' } }), ['control']);
  const always = { type: 'treatment', variant: VariantId.parse('a') } as const;
  assert.deepEqual(thoughts({ action: 'now' }, { arm: always }), ['always']);
  assert.ok(plain);
  assert.deepEqual(policyThought(plain), []);
});

test('[M7] the values are those of the log: the price is that of the minutes', () => {
  assert.ok(plain);
  const arm = { type: 'optimise', variant: VariantId.parse('a') } as const;
  const [thought] = policyThought({ ...plain, arm, offer: 'live', policy: recorded });
  assert.deepEqual(thought?.values, {
    ...{ gain: 0.008, value: 90, minutes: 6, price: 3, probability: 0.98, seconds: 0 },
  });
});
