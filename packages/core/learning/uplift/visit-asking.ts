// Asks a policy along a visit, moment by moment, until it decides. Learns from some visits what
// waiting for a later moment is worth. Product and simulated shop share this code. The caller
// decides which visitors are asked about, and when.
import { chooseAction, letPass } from './engagement-policy.ts';
import type { PolicyChoice, PolicyQuestion } from './engagement-question.ts';
import { standingOf } from './engagement-standing.ts';
import type { EngagementPolicy } from './engagement-state.ts';
import { momentOf, observeNext } from './engagement-waiting.ts';
import type { WaitingMoment } from './engagement-waiting.ts';

/** By visitor: the last moment of visits from which the worth of waiting is learnt. */
export type FollowedVisits = Map<string, WaitingMoment & { readonly now: number }>;

/** The worth of waiting is learnt from one visitor in this many. */
export const FOLLOWED_EVERY = 8;

/** `isFollowed`: the worth of waiting is learnt from this visit. */
export function askAlong(
  policy: EngagementPolicy,
  followed: FollowedVisits,
  question: PolicyQuestion,
  isFollowed: boolean,
): PolicyChoice {
  if (!isHeard(policy, question, isFollowed)) return letPass;
  const choice = chooseAction(policy, question);
  if (isFollowed && choice.using === 'uplift') {
    const moment = momentOf(policy, question, choice.worth);
    const last = followed.get(question.visitor);
    if (last !== undefined) observeNext(policy, last, moment);
    followed.set(question.visitor, { ...moment, now: question.now });
  }
  if (!choice.waits) followed.delete(question.visitor);
  return choice;
}

/**
 * Without a free agent nothing is decided. Some visits are still asked about, to learn from them.
 */
function isHeard(policy: EngagementPolicy, question: PolicyQuestion, isFollowed: boolean): boolean {
  if (question.free > 0 || !policy.options.needsAgent) return true;
  return standingOf(policy).using === 'rule' ? question.isRule === true : isFollowed;
}

/** The visit is over, and nothing was decided in it. */
export function endVisit(
  policy: EngagementPolicy,
  followed: FollowedVisits,
  visitor: string,
): void {
  const last = followed.get(visitor);
  if (last !== undefined && followed.delete(visitor)) observeNext(policy, last, null);
}

/** Ends all visits last asked about before an instant. */
export function endVisitsBefore(
  policy: EngagementPolicy,
  followed: FollowedVisits,
  before: number,
): void {
  for (const [visitor, { now }] of followed) if (now < before) endVisit(policy, followed, visitor);
}
