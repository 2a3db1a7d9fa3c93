// What a visit is still worth if it is not invited now, for campaigns that may ask again later. The
// worth of waiting is learnt from some visits, from moment to moment, in units of a typical
// invitation's cost. It decides nothing; engagement-chances.ts reads it.
import type { PolicyQuestion } from './engagement-question.ts';
import { floorOf, skillOf } from './engagement-state.ts';
import type { EngagementPolicy } from './engagement-state.ts';
import { longRun } from './estimate/skill-time.ts';
import { cellOf, laterWorth, learnNext } from './estimate/timing.ts';

/** A moment for the learning of waiting. */
export interface WaitingMoment {
  readonly cell: number;
  /**
   * Worth of the best action then, 0 if there was none, in units of a typical invitation's cost.
   */
  readonly worth: number;
}

/** The lowest cost of an invitation, as a fraction of the goal's value. */
const CHEAP = 0.0025;
/** Worth is clipped to this multiple, so that one outlier spoils nothing. */
const MOST = 100;
/** The fraction of invited visitors assumed to answer. */
const ANSWER = 0.2;

/** The moment of a question whose best action has this worth. */
export function momentOf(
  policy: EngagementPolicy,
  question: PolicyQuestion,
  worth: number,
): WaitingMoment {
  const scaled = Math.min(MOST, Math.max(-MOST, worth / unitOf(policy, question)));
  return { cell: cellOf(question.moment ?? 0, scaled), worth: question.free > 0 ? scaled : 0 };
}

/**
 * The worth of waiting at this moment, and the cost of a typical invitation, in the account's
 * currency.
 */
export function worthOfWaiting(
  policy: EngagementPolicy,
  question: PolicyQuestion,
  worth: number,
): { readonly later: number; readonly unit: number } {
  const unit = unitOf(policy, question);
  const later = laterWorth(policy.waiting, cellOf(question.moment ?? 0, worth / unit));
  return { later: later * unit, unit };
}

/** A visit went on from one moment to the next, or ended (null). A sample of visits is enough. */
export function observeNext(
  policy: EngagementPolicy,
  last: WaitingMoment,
  next: WaitingMoment | null,
): void {
  learnNext(policy.waiting, last.cell, next);
}

/** The cost of a typical invitation, with a lower bound: it is the unit of the worth of waiting. */
function unitOf(policy: EngagementPolicy, { skill, value }: PolicyQuestion): number {
  const { options, goal } = policy;
  const least = Math.max(1e-9, options.cost + CHEAP * Math.max(goal.mean, value));
  if (!options.needsAgent) return least;
  const time = skillOf(policy, skill);
  return Math.max(least, (longRun(time, floorOf(policy)) * ANSWER * time.minutes) / 60);
}
