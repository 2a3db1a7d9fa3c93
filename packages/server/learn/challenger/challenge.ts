// A goal's challenger: the moments on which it trains, its trees, and its contest with the running
// model, which decides whose score counts. Also its text for storing. It trains and stores nothing;
// `challengers.ts` and `model-store.ts` do.
import {
  contestRule,
  judge,
  newContest,
  type Contest,
} from '@opportune/core/learning/challenger/contest.ts';
import { logOddsOf, type BoostedTrees } from '@opportune/core/learning/challenger/boosted-trees.ts';
import { writeCodes } from '@opportune/core/learning/challenger/moment-codes.ts';
import {
  keepMoment,
  newMomentWindow,
  type MomentWindow,
} from '@opportune/core/learning/challenger/moment-window.ts';
import { treesFromJson, treesToJson } from '@opportune/core/learning/challenger/trees-json.ts';
import {
  usualLogit,
  type IntentModel,
  type IntentScore,
} from '@opportune/core/learning/intent/intent-model.ts';
import { sigmoid } from '@opportune/core/learning/laplace-logistic.ts';
import type { Json } from '@opportune/protocol/behaviour/event.ts';
import { z } from 'zod';

export interface Challenge {
  window: MomentWindow;
  /** The first part of the window that changed since it was stored. */
  unkeptFrom: number;
  /** Null before the first training. */
  trees: BoostedTrees | null;
  /** When the newest trees were trained, and on how many moments. */
  trainedAt: number | null;
  trainedOn: number;
  contest: Contest;
  /** The end of the visit with which it won. Null while it does not score. */
  scoresSince: number | null;
}

/** Moments that must have reached the goal before any trees are trained. */
export const leastToTrain = 300;
export { contestRule };

export function newChallenge(width: number): Challenge {
  return {
    window: newMomentWindow(width),
    unkeptFrom: 0,
    trees: null,
    trainedAt: null,
    trainedOn: 0,
    contest: newContest(),
    scoresSince: null,
  };
}

/** The trees' prediction for a visit, on the scale of the running model. Null without trees. */
export function challengerScore(
  { trees }: Challenge,
  model: IntentModel,
  values: ArrayLike<number>,
): IntentScore | null {
  if (trees === null) return null;
  if (codes.length < model.features.length) codes = new Uint8Array(model.features.length);
  writeCodes(model.features, values, codes);
  const logit = logOddsOf(trees, codes);
  const score = Math.round(100 * sigmoid(logit - usualLogit(model)));
  return { probability: sigmoid(logit), score };
}

/** Space for one moment, overwritten by each call. */
let codes = new Uint8Array(0);

/** Records how a visit that both predicted ended, at the given instant. */
export function judgeVisit(
  challenge: Challenge,
  visit: { readonly running: number; readonly challenger: number; readonly reached: boolean },
  at: number,
): void {
  challenge.contest = judge(challenge.contest, visit);
  if (!challenge.contest.scores) challenge.scoresSince = null;
  else challenge.scoresSince ??= at;
}

/** Adds the moment for the next training. */
export function keepForTraining(
  { window }: Challenge,
  { features }: IntentModel,
  values: ArrayLike<number>,
  reached: boolean,
): void {
  keepMoment(window, features, values, reached);
}

const Sums = z.object({
  visits: z.number().nonnegative(),
  reached: z.number().nonnegative(),
  gain: z.number(),
  squares: z.number().nonnegative(),
  loss: z.number().nonnegative(),
});

/** Everything but the moments, which are stored apart. */
export const ChallengeText = z.object({
  trees: z.unknown(),
  trainedAt: z.number().nullable(),
  trainedOn: z.number(),
  contest: z.object({
    scores: z.boolean(),
    since: Sums,
    lately: Sums,
    wonBy: Sums.nullable(),
  }),
  scoresSince: z.number().nullable(),
});
type ChallengeText = z.infer<typeof ChallengeText>;

export function challengeText(of: Challenge): ChallengeText {
  const { trees, trainedAt, trainedOn, contest, scoresSince } = of;
  return {
    trees: trees === null ? null : treesToJson(trees),
    ...{ trainedAt, trainedOn, contest, scoresSince },
  };
}

/** Restores a challenge without its moments. Unreadable trees begin a new contest. */
export function challengeOf(text: ChallengeText, width: number): Challenge {
  const trees = treesFromJson(text.trees as Json, width);
  if (trees === null) return newChallenge(width);
  const { trainedAt, trainedOn, contest, scoresSince } = text;
  return { ...newChallenge(width), trees, trainedAt, trainedOn, contest, scoresSince };
}
