// The score of a visit as a fact: when it is computed, when it or its reasons changed enough to
// enter the log, and how conditions read it. It computes no score itself: a scorer provides it, and
// a replay takes it from the log.
import { eventName, type AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';
import {
  intentStep,
  type GoalIntent,
  type IntentReason,
  type VisitIntent,
} from '@opportune/protocol/behaviour/intent.ts';
import type { Profile } from '../profile.ts';

/** Scores visits from what was learnt from earlier visits. It changes nothing that it reads. */
export interface IntentScorer<Of extends Profile> {
  /** The account's main goal first. Empty while too little is known. */
  scores(profile: Of, now: number): readonly Omit<GoalIntent, 'reasons'>[];
  /** The reasons for one of the goals. Called only when they enter the log. */
  reasons(profile: Of, now: number, goal: GoalId): readonly IntentReason[];
  /** Whether one of these reasons is no longer true of the visit that was just scored. */
  isOutdated(intent: VisitIntent): boolean;
}

/**
 * Events that trigger no score: effects of engagements, so that an offer does not raise the score
 * of its own visitor, and ticks of attention, because of their cost.
 */
const scoreless: ReadonlySet<string> = new Set([
  eventName.engagementShown,
  eventName.engagementClicked,
  eventName.engagementDismissed,
  eventName.engagementMissed,
  eventName.engagementMuted,
  eventName.conversationStarted,
  eventName.conversationAnswered,
  eventName.conversationEnded,
  eventName.conversationReopened,
  eventName.callEnded,
  eventName.pageShown,
  eventName.pageHidden,
  eventName.pageLeft,
  eventName.idleStarted,
  eventName.idleEnded,
  eventName.consentChanged,
]);

/** Whether a live event of the visitor's own triggers a score. */
export function asksForScore(profile: Profile, { name, trust }: AcceptedEvent): boolean {
  return profile.visit !== null && !profile.bot && trust !== 'server' && !scoreless.has(name);
}

/** Scores the visit. Records a new score and returns it for the event's row, else returns null. */
export function scoreVisitor<Of extends Profile>(
  profile: Of,
  scorer: IntentScorer<Of>,
  now: number,
): VisitIntent | null {
  const scores = scorer.scores(profile, now);
  if (scores.length === 0) return null;
  const before = profile.visit?.intent ?? null;
  if (before !== null && !hasMoved(before, scores))
    return scorer.isOutdated(before) ? noteReasons(profile, before, scorer, now) : null;
  // A value that is not a number could not be read back from the log.
  if (!scores.every(({ score, chance }) => Number.isFinite(score + chance))) return null;
  const reasonsOf = (goal: GoalId) => [...scorer.reasons(profile, now, goal)];
  const intent = scores.map((each) => ({ ...rounded(each), reasons: reasonsOf(each.goal) }));
  noteIntent(profile, intent);
  return intent;
}

/** Only once it is noted: of seven scores one moves, and rounding costs a tenth of a score. */
function rounded<Of extends { readonly chance: number }>(score: Of): Of {
  return { ...score, chance: Number(score.chance.toPrecision(3)) };
}

/** The score stays as recorded, so that no condition sees a difference. */
function noteReasons<Of extends Profile>(
  profile: Of,
  before: VisitIntent,
  scorer: IntentScorer<Of>,
  now: number,
): VisitIntent {
  const intent = before.map((each) => ({
    ...each,
    reasons: [...scorer.reasons(profile, now, each.goal)],
  }));
  noteIntent(profile, intent);
  return intent;
}

function hasMoved(
  before: VisitIntent,
  scores: readonly Pick<GoalIntent, 'goal' | 'score'>[],
): boolean {
  if (before.length !== scores.length) return true;
  return scores.some(({ goal, score }, at) => {
    const former = before[at];
    return former?.goal !== goal || Math.abs(former.score - score) >= intentStep;
  });
}

/** Takes over a score, computed now or read from the log. */
export function noteIntent(profile: Profile, intent: VisitIntent): void {
  if (profile.visit !== null) profile.visit.intent = intent;
}

/** The score of the first of these goals that is scored. Null if none is. */
export function intentScore({ visit }: Profile, goals: readonly GoalId[]): number | null {
  for (const goal of goals) {
    const found = visit?.intent?.find((each) => each.goal === goal);
    if (found !== undefined) return found.score;
  }
  return null;
}
