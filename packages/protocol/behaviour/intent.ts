// Intent: how likely a visit is to reach a goal. An event's row carries it, a row of the live list
// shows it and conditions read it. core/learning/intent computes it.
import { z } from 'zod';
import { GoalId } from '../ids.ts';

/**
 * A feature of the visit that moves its score, or two that move it together beyond what each does
 * alone. Strongest first; `weight` in log odds.
 */
export const IntentReason = z.object({
  feature: z.string(),
  /** The feature's raw value for this visit: a count, seconds, 0 or 1. */
  value: z.number(),
  /** The value of the usual visit, if the words of the feature compare with it. */
  usual: z.number().optional(),
  weight: z.number(),
  /** The other of two. */
  beside: z.object({ feature: z.string(), value: z.number() }).optional(),
});
export type IntentReason = z.infer<typeof IntentReason>;

export const GoalIntent = z.object({
  goal: GoalId,
  /** 0 to 100. 50 is the usual visit, 70 is odds 2.3 times its odds. */
  score: z.number(),
  /** The share of such visits that reach the goal. */
  chance: z.number(),
  reasons: z.array(IntentReason).max(3),
});
export type GoalIntent = z.infer<typeof GoalIntent>;

/** The scores of one visit, the account's main goal first. */
export const VisitIntent = z.array(GoalIntent).max(5);
export type VisitIntent = readonly GoalIntent[];

/** A score enters the log, and so the facts, when it has moved by this many points. */
export const intentStep = 3;
/** The most goals scored for a visit: the main one, and those of campaigns that read a score. */
export const intentGoals = 5;
