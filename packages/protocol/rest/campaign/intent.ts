// What was learnt of each goal, for people: from how much, how accurate it was, and what speaks for
// reaching the goal.
import { z } from 'zod';
import { GoalId } from '../../ids.ts';

/** How a feature changes the odds, all else as usual: one value of it against another. */
export const IntentFeatureFigure = z.object({
  feature: z.string(),
  /** The two values compared, raw: counts, seconds, percent, money, 0 and 1. */
  from: z.number(),
  to: z.number(),
  /** The odds at `to` as a multiple of those at `from`. Below 1 it speaks against. */
  times: z.number(),
  /** 95 % interval of the same. */
  lower: z.number(),
  upper: z.number(),
});
export type IntentFeatureFigure = z.infer<typeof IntentFeatureFigure>;

/** Visits predicted in this range, and how many of them reached the goal. */
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

/**
 * `waiting`: too little for a score. `few`: five features. `full`: all. `sharp`: also pairs of
 * them.
 */
export const IntentStage = z.enum(['waiting', 'few', 'full', 'sharp']);
export type IntentStage = z.infer<typeof IntentStage>;

/** What visits that saw a page did, relative to the usual visit. */
export const PageFigure = z.object({
  name: z.string(),
  visits: z.number(),
  /** Odds relative to those of the usual visit, shrunk towards 1 while few saw it. */
  times: z.number(),
});

/**
 * How much closer the challenger's predictions were, on visits that both predicted before their
 * end.
 */
export const ContestFigure = z.object({
  visits: z.number(),
  reached: z.number(),
  /**
   * The fraction of the running model's log loss that the challenger saves. Below 0 it is worse.
   * Null: too few.
   */
  closer: z.number().nullable(),
  /** Interval of the same, valid at every look. */
  lower: z.number().nullable(),
  upper: z.number().nullable(),
});
export type ContestFigure = z.infer<typeof ContestFigure>;

/**
 * `waiting`: too few moments to train on. `training`: enough, no trees yet. `judged`: predicts
 * beside the running model. `scores`: won, and its score counts.
 */
export const ChallengerStage = z.enum(['waiting', 'training', 'judged', 'scores']);
export type ChallengerStage = z.infer<typeof ChallengerStage>;

/** The batch learner that may replace the running model. */
export const ChallengerFigures = z.object({
  stage: ChallengerStage,
  /** Training moments that reached the goal, and how many it needs first. */
  reached: z.number(),
  needed: z.number(),
  trees: z.number(),
  /** Its newest training, and the number of moments used. */
  trainedAt: z.number().nullable(),
  trainedOn: z.number(),
  /** When it began to score. */
  since: z.number().nullable(),
  /** Since the contest began, or since it scores. Null before the first trees. */
  contest: ContestFigure.nullable(),
  /** The result that won its place. */
  wonBy: ContestFigure.nullable(),
  /** Further visits that must reach the goal before anything is decided. */
  neededLater: z.number(),
});
export type ChallengerFigures = z.infer<typeof ChallengerFigures>;

export const GoalIntentFigures = z.object({
  goal: z.object({ id: GoalId, name: z.string() }),
  /** The account's main goal: the one the live list shows. */
  main: z.boolean(),
  stage: IntentStage,
  /** Visits learnt from, and how many of them reached the goal. */
  visits: z.number(),
  reached: z.number(),
  /** Both needed before the first score. */
  needed: z.object({ visits: z.number(), reached: z.number() }),
  /** Visits at which the next stage begins. Null in the last. */
  nextAt: z.number().nullable(),
  /** When learning began. */
  since: z.number(),
  /** Past visits are still being read. */
  reading: z.boolean(),
  features: z.array(IntentFeatureFigure),
  pages: z.array(PageFigure),
  sections: z.array(PageFigure),
  calibration: z.array(CalibrationFigure),
  /** Mean distance between prediction and outcome. Null before the first scored visit ended. */
  error: z.number().nullable(),
  challenger: ChallengerFigures,
});
export type GoalIntentFigures = z.infer<typeof GoalIntentFigures>;

/** GET /intent: the main goal first. */
export const IntentFigures = z.object({ goals: z.array(GoalIntentFigures), asOf: z.number() });
export type IntentFigures = z.infer<typeof IntentFigures>;
