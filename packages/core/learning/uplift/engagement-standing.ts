// Whether a policy decides by the gains it has learnt or by the manager's rule, and why. It draws
// nothing and changes nothing.
import { averageGain, confirmedShare, shareBounds, slopeError } from './estimate/confirmation.ts';
import type { EngagementPolicy } from './engagement-state.ts';

/** Below this many randomised outcomes they decide nothing. */
const FEWEST_OUTCOMES = 1_500;
/**
 * Gains are tried while at least this share of them is expected. They are refuted if less is
 * expected with an error below this.
 */
const TRIED = { share: 0.3, error: 0.15 };

/** What it decides by now, and why. */
export interface Standing {
  readonly using: 'uplift' | 'rule';
  readonly why: 'few_outcomes' | 'undecided' | 'confirmed' | 'refuted';
}

/**
 * Decides by gains while enough of them is expected, and once they are refuted. Otherwise it
 * follows the manager's rule, which also relies on gains: without gains it costs as much as a
 * trial. Gains that are tried and not yet confirmed are undecided. Confirmed is for people: it
 * requires bounds valid at every look and changes no decision. Refuted means that gains are known
 * to be small, or that the average one is less than an invitation costs: then hardly anybody is
 * invited.
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

/** By the slope, or because the average gain would not pay within its bounds. */
function isRefuted({ confirmation, goal }: EngagementPolicy, isEnough: boolean): boolean {
  if (!isEnough && slopeError(confirmation) <= TRIED.error) return true;
  const average = averageGain(confirmation);
  return average !== null && average.upper * goal.mean < goal.leastCharge;
}
