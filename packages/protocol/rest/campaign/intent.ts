// What was learnt of each goal, for people: from how much, how right it was, and what speaks for
// reaching the goal.
import { z } from 'zod';
import { GoalId } from '../../ids.ts';

/** What a feature does to the odds, all else as usual: one value of it against another. */
export const IntentFeatureFigure = z.object({
  feature: z.string(),
  /** The two values compared, raw: counts, seconds, percent, money, 0 and 1. */
  from: z.number(),
  to: z.number(),
  /** Odds at `to` are so many times those at `from`; below 1 it speaks against. */
  times: z.number(),
  /** 95 % interval of the same. */
  lower: z.number(),
  upper: z.number(),
});
export type IntentFeatureFigure = z.infer<typeof IntentFeatureFigure>;

/** Visits that were given a chance in this range, and how many of them reached the goal. */
export const CalibrationFigure = z.object({
  from: z.number(),
  until: z.number(),
  visits: z.number(),
  predicted: z.number(),
  happened: z.number(),
  /** 95 % interval of what happened. */
  lower: z.number(),
  upper: z.number(),
});
export type CalibrationFigure = z.infer<typeof CalibrationFigure>;

/** `waiting`: too little for a score. `few`: five features. `full`: all. `sharp`: pairs of them too. */
export const IntentStage = z.enum(['waiting', 'few', 'full', 'sharp']);
export type IntentStage = z.infer<typeof IntentStage>;

/** What visits that saw a page did, against the usual visit. */
export const PageFigure = z.object({
  name: z.string(),
  visits: z.number(),
  /** Odds against those of the usual visit, drawn towards 1 while few saw it. */
  times: z.number(),
});

/** How much closer the challenger's predictions were on visits that both predicted before their end. */
export const ContestFigure = z.object({
  visits: z.number(),
  reached: z.number(),
  /** Part of the running model's log loss that the challenger saves; below 0 it is worse. Null: too few. */
  closer: z.number().nullable(),
  /** Interval of the same that holds however often one looks. */
  lower: z.number().nullable(),
  upper: z.number().nullable(),
});
export type ContestFigure = z.infer<typeof ContestFigure>;

/**
 * `waiting`: too few moments to train on. `training`: enough, no trees yet. `judged`: predicts beside
 * the running model. `scores`: won, and its score counts.
 */
export const ChallengerStage = z.enum(['waiting', 'training', 'judged', 'scores']);
export type ChallengerStage = z.infer<typeof ChallengerStage>;

/** The batch learner that may take the running model's place. */
export const ChallengerFigures = z.object({
  stage: ChallengerStage,
  /** Moments it trains on that reached the goal, and how many it needs first. */
  reached: z.number(),
  needed: z.number(),
  trees: z.number(),
  /** Its newest training, and the moments it had. */
  trainedAt: z.number().nullable(),
  trainedOn: z.number(),
  /** When it began to score. */
  since: z.number().nullable(),
  /** Since the contest began, or since it scores; null before the first trees. */
  contest: ContestFigure.nullable(),
  /** By what it won its place. */
  wonBy: ContestFigure.nullable(),
  /** Later visits that reach the goal before anything is decided. */
  neededLater: z.number(),
});
export type ChallengerFigures = z.infer<typeof ChallengerFigures>;

export const GoalIntentFigures = z.object({
  goal: z.object({ id: GoalId, name: z.string() }),
  /** The account's main goal: the one the live list shows. */
  main: z.boolean(),
  stage: IntentStage,
  /** Visits learnt from, and those of them that reached the goal. */
  visits: z.number(),
  reached: z.number(),
  /** Both needed before the first score. */
  needed: z.object({ visits: z.number(), reached: z.number() }),
  /** Visits at which the next stage begins; null in the last. */
  nextAt: z.number().nullable(),
  /** When learning began. */
  since: z.number(),
  /** Past visits are still being read. */
  reading: z.boolean(),
  features: z.array(IntentFeatureFigure),
  pages: z.array(PageFigure),
  sections: z.array(PageFigure),
  calibration: z.array(CalibrationFigure),
  /** Mean distance between predicted and happened; null before the first scored visit ended. */
  error: z.number().nullable(),
  challenger: ChallengerFigures,
});
export type GoalIntentFigures = z.infer<typeof GoalIntentFigures>;

/** GET /intent: the main goal first. */
export const IntentFigures = z.object({ goals: z.array(GoalIntentFigures), asOf: z.number() });
export type IntentFigures = z.infer<typeof IntentFigures>;
