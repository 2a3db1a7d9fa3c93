// What is remembered of a decision of an optimising campaign: its arm, the choice, and until when
// it waits. All of it is in the decision's row, so a restored profile knows the same.
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import { delayOf } from '@opportune/protocol/campaign/policy.ts';
import type { RememberedDecision, RememberedPolicy } from './remembered-decision.ts';

export function rememberedPolicy({ arm, policy }: Decision): RememberedPolicy | null {
  if (policy === undefined) return null;
  const { action, again, isRule = true, waits = false } = policy;
  return { arm: arm.type, action, again, isRule, isDecided: !waits };
}

/**
 * Whether a decision was made at its campaign's own moment, in every arm alike, and so takes zone
 * and caps. In an optimising campaign enrolments and further looks do not.
 */
export function isAtMoment({ policy }: RememberedDecision): boolean {
  return policy === null || (policy.isRule && !policy.again);
}

/** Whether the visitor is offered the engagement, now or after a delay. */
export function isOffered({ variant, policy }: RememberedDecision): boolean {
  return variant !== null && policy?.action !== 'none';
}

/** The instant that an invitation waits for. Null for none. */
export function waitsUntil({ at, policy }: RememberedDecision): number | null {
  const delayS = policy === null ? null : delayOf(policy.action);
  return delayS === null || delayS === 0 ? null : at + delayS * 1000;
}

/** The arm of a remembered decision. */
export function armOf({ variant, policy }: RememberedDecision): Decision['arm']['type'] {
  return variant === null ? 'control' : (policy?.arm ?? 'treatment');
}
