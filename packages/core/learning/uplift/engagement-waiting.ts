// What a visit is still worth if it is not invited now, for campaigns that may ask again as it goes on:
// the worth of waiting is learnt from some visits, from moment to moment, in what a typical invitation
// costs. It decides nothing; engagement-chances.ts reads it.
import type { PolicyQuestion } from './engagement-question.ts';
import { floorOf, skillOf } from './engagement-state.ts';
import type { EngagementPolicy } from './engagement-state.ts';
import { longRun } from './estimate/skill-time.ts';
import { cellOf, laterWorth, learnNext } from './estimate/timing.ts';

/** A moment as waiting knows it. */
export interface WaitingMoment {
  readonly cell: number;
  /** Of the best action then, 0 where there was none; in what a typical invitation costs. */
  readonly worth: number;
}

/** Part of the value of a goal that an invitation costs at least. */
const CHEAP = 0.0025;
/** So many times that is more than enough: one strange value spoils nothing. */
const MOST = 100;
/** Of those invited, about so many answer. */
const ANSWER = 0.2;

/** The moment of a question, whose best action was worth so much. */
export function momentOf(
  policy: EngagementPolicy,
  question: PolicyQuestion,
  worth: number,
): WaitingMoment {
  const scaled = Math.min(MOST, Math.max(-MOST, worth / unitOf(policy, question)));
  return { cell: cellOf(question.moment ?? 0, scaled), worth: question.free > 0 ? scaled : 0 };
}

/** What waiting at this moment is worth, and a typical invitation costs, in the account's currency. */
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

/** What a typical invitation costs, never next to nothing: it is the scale of the worth of waiting. */
function unitOf(policy: EngagementPolicy, { skill, value }: PolicyQuestion): number {
  const { options, goal } = policy;
  const least = Math.max(1e-9, options.cost + CHEAP * Math.max(goal.mean, value));
  if (!options.needsAgent) return least;
  const time = skillOf(policy, skill);
  return Math.max(least, (longRun(time, floorOf(policy)) * ANSWER * time.minutes) / 60);
}
