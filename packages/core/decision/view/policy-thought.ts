// Explains a decision of an optimising campaign as sentences of the catalogue with their values,
// from the log alone.
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import { delayOf, type DecisionPolicy } from '@opportune/protocol/campaign/policy.ts';

/** Keys under `policy.` that `words` has a sentence for. */
export const policyThoughts = [
  'control',
  'always',
  'taken-in',
  'passes',
  'before',
  'unread',
  'fallback',
  'late',
  'full',
  'chance.none',
  'worth.none',
  'cost.none',
  'room.none',
  'chance',
  'rule',
  'worth',
  'cost',
  'waits',
] as const;
export type PolicyThoughtKey = (typeof policyThoughts)[number];

export interface PolicyThought {
  readonly key: PolicyThoughtKey;
  readonly values: PolicyThoughtValues;
}

/** Shares between 0 and 1, money in the account's currency. */
export interface PolicyThoughtValues {
  readonly gain: number;
  readonly value: number;
  readonly minutes: number;
  /** Price of those minutes. */
  readonly price: number;
  readonly probability: number;
  readonly seconds: number;
}

const even = 0.5;

/** One sentence, and a second if the invitation waits. None if the campaign always offers. */
export function policyThought({ arm, offer, policy }: Decision): readonly PolicyThought[] {
  if (policy === undefined) return [];
  const values = valuesOf(policy);
  const of = (key: PolicyThoughtKey): PolicyThought => ({ key, values });
  if (arm.type === 'control') return [of('control')];
  if (policy.action === 'none' && policy.waits === true)
    return [of(whyNotYet(policy, arm.type, offer !== 'content'))];
  if (arm.type === 'treatment') return [of('always')];
  if (policy.action === 'none') return [of(whyNot(policy, offer !== 'content'))];
  const why = of(offer === 'fallback' ? 'fallback' : whyOffered(policy));
  return values.seconds > 0 ? [why, of('waits')] : [why];
}

function valuesOf({ action, probability, value, reasons }: DecisionPolicy): PolicyThoughtValues {
  const { gain, minutes, pricePerHour } = reasons ?? { gain: 0, minutes: 0, pricePerHour: 0 };
  const price = (minutes * pricePerHour) / 60;
  return { gain, value, minutes, price, probability, seconds: delayOf(action) ?? 0 };
}

/** Why nothing is decided yet: only enrolled, decided before, no agent, or a better moment may come. */
function whyNotYet(
  { guarded, free, isRule = true, reasons }: DecisionPolicy,
  arm: Decision['arm']['type'],
  isChat: boolean,
): PolicyThoughtKey {
  if (arm === 'treatment' || !isRule) return 'taken-in';
  if (reasons === null) return 'before';
  if (isChat && guarded) return 'late';
  return isChat && free === 0 ? 'full' : 'passes';
}

/**
 * Chance is named if the action taken was no likelier than the alternative: one action or none,
 * evenly drawn.
 */
function whyNot(
  { guarded, free, probability, reasons, value }: DecisionPolicy,
  isChat: boolean,
): PolicyThoughtKey {
  if (isChat && guarded) return 'late';
  if (isChat && free === 0) return 'full';
  if (probability <= even) return 'chance.none';
  if (reasons?.using === 'rule') return 'room.none';
  const { gain, minutes, pricePerHour } = reasons ?? { gain: 0, minutes: 0, pricePerHour: 0 };
  return gain * value < (minutes * pricePerHour) / 60 ? 'worth.none' : 'cost.none';
}

/** Chance is also named if the draw favoured the offer but its expected worth is not positive. */
function whyOffered({ probability, reasons }: DecisionPolicy): PolicyThoughtKey {
  if (reasons === null) return 'unread';
  if (probability <= even) return 'chance';
  if (reasons.using === 'rule') return 'rule';
  if (reasons.worth <= 0) return 'chance';
  return reasons.minutes > 0 ? 'worth' : 'cost';
}
