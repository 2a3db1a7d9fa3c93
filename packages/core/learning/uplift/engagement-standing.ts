// Whether a policy decides by the gains it has learnt or as the manager's rule, and why. It draws nothing
// and changes nothing.
import { averageGain, confirmedShare, shareBounds, slopeError } from './estimate/confirmation.ts';
import type { EngagementPolicy } from './engagement-state.ts';

/** Below so many randomised outcomes nothing is decided by them. */
const FEWEST_OUTCOMES = 1_500;
/** Gains are tried while so much of them is to be expected; with less, and an error below that, refuted. */
const TRIED = { share: 0.3, error: 0.15 };

/** By what it decides now, and why. */
export interface Standing {
  readonly using: 'uplift' | 'rule';
  readonly why: 'few_outcomes' | 'undecided' | 'confirmed' | 'refuted';
}

/**
 * By gains while enough of them is to be expected, and once they are refuted; else as the manager's rule,
 * which rests on gains as well: where there are none it costs as much as a trial. Gains that are tried
 * and not yet confirmed are undecided. Confirmed is what people are told: it needs bounds that hold at
 * every look, and changes no decision. Refuted means that gains are known to be small, or the average one
 * to be less than an invitation costs: then hardly anybody is invited.
 */
export function standingOf(policy: EngagementPolicy): Standing {
  const { confirmation } = policy;
  if (confirmation.outcomes < FEWEST_OUTCOMES) return { using: 'rule', why: 'few_outcomes' };
  const isEnough = confirmedShare(confirmation) >= TRIED.share;
  if (isEnough && isConfirmed(policy)) return { using: 'uplift', why: 'confirmed' };
  if (isRefuted(policy, isEnough)) return { using: 'uplift', why: 'refuted' };
  return { using: isEnough ? 'uplift' : 'rule', why: 'undecided' };
}

function isConfirmed({ confirmation }: EngagementPolicy): boolean {
  return (shareBounds(confirmation)?.lower ?? 0) > 0;
}

/** By the slope; or because the average gain, however one looks at it, would not pay. */
function isRefuted({ confirmation, goal }: EngagementPolicy, isEnough: boolean): boolean {
  if (!isEnough && slopeError(confirmation) <= TRIED.error) return true;
  const average = averageGain(confirmation);
  return average !== null && average.upper * goal.mean < goal.leastCharge;
}
