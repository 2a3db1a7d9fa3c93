// Intent: how likely a visit is to reach a goal, as a value that an event's row carries, a row of the
// live list shows and conditions read. How it is come to is core/learning/intent.
import { z } from 'zod';
import { GoalId } from '../ids.ts';

/**
 * A feature of the visit that moves its score, or two that move it together beyond what each does
 * alone; the strongest first; `weight` in log odds.
 */
export const IntentReason = z.object({
  feature: z.string(),
  /** What it is for this visit, raw: a count, seconds, 0 or 1. */
  value: z.number(),
  /** The same on the usual visit, where the words of the feature compare with it. */
  usual: z.number().optional(),
  weight: z.number(),
  /** The other of two. */
  beside: z.object({ feature: z.string(), value: z.number() }).optional(),
});
export type IntentReason = z.infer<typeof IntentReason>;

export const GoalIntent = z.object({
  goal: GoalId,
  /** 0 to 100; 50 is the usual visit, 70 odds 2.3 times its odds. */
  score: z.number(),
  /** Share of such visits that reach the goal. */
  chance: z.number(),
  reasons: z.array(IntentReason).max(3),
});
export type GoalIntent = z.infer<typeof GoalIntent>;

/** What is known of one visit, the account's main goal first. */
export const VisitIntent = z.array(GoalIntent).max(5);
export type VisitIntent = readonly GoalIntent[];

/** A score enters the log, and with it the facts, when it has moved by this many points. */
export const intentStep = 3;
/** Goals scored for a visit at most: the main one, and those of campaigns that ask. */
export const intentGoals = 5;
