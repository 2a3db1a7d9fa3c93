// Whether a policy decides by the gains it has learnt or as the manager's rule, and why. It draws nothing
// and changes nothing.
import { averageGain, confirmedShare, evidenceFor, slopeError } from './confirmation.ts';
import type { EngagementPolicy } from './engagement-state.ts';

/** Below so many randomised outcomes nothing is decided by them. */
const FEWEST_OUTCOMES = 1_500;
/** While less than this is confirmed, and the error is above that, nothing is decided either way. */
const UNDECIDED = { confirmed: 0.25, error: 0.15 };
/** Standard errors by which the data alone must speak for the gains: to be tried, to be confirmed. */
const TRIED_AT = 0;
const CONFIRMED_AT = 1.64;

/** By what it decides now, and why. */
export interface Standing {
  readonly using: 'uplift' | 'rule';
  readonly why: 'few_outcomes' | 'undecided' | 'confirmed' | 'refuted';
}

/**
 * By gains while randomised outcomes speak for them, and once they have refuted them; else as the
 * manager's rule. Gains that are tried and not yet confirmed are undecided as well. Refuted means that
 * gains are known to be small, or the average one to be less than an invitation costs: then hardly
 * anybody is invited.
 */
export function standingOf(policy: EngagementPolicy): Standing {
  const { confirmation } = policy;
  if (confirmation.outcomes < FEWEST_OUTCOMES) return { using: 'rule', why: 'few_outcomes' };
  const evidence = evidenceFor(confirmation);
  const isEnough = confirmedShare(confirmation) >= UNDECIDED.confirmed;
  if (isEnough && evidence >= CONFIRMED_AT) return { using: 'uplift', why: 'confirmed' };
  if (isRefuted(policy)) return { using: 'uplift', why: 'refuted' };
  return { using: isEnough && evidence > TRIED_AT ? 'uplift' : 'rule', why: 'undecided' };
}

/** By the slope; or because the average gain, however one looks at it, would not pay. */
function isRefuted({ confirmation, goal }: EngagementPolicy): boolean {
  if (slopeError(confirmation) <= UNDECIDED.error) return true;
  const average = averageGain(confirmation);
  return average !== null && average.upper * goal.mean < goal.leastCharge;
}
