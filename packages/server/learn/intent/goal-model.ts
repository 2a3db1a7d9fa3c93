// What is learnt for one goal: the running model, its challenger, the recent accuracy of scores,
// and since when. Also its text for storing. It learns what it is given and looks nothing up.
import { keptAfter } from '@opportune/core/learning/intent/forgetting.ts';
import {
  canLearn,
  intentModelFromJson,
  intentModelToJson,
  learnVisit,
  newIntentModel,
  scoreVisit,
  type IntentModel,
  type IntentScore,
} from '@opportune/core/learning/intent/intent-model.ts';
import { learnPages } from '@opportune/core/learning/intent/page-values.ts';
import { visitFeatures } from '@opportune/core/learning/intent/visit-features.ts';
import type { Json } from '@opportune/protocol/behaviour/event.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import { Calibration, count, fade, newCalibration } from './calibration.ts';
import {
  challengeOf,
  challengerScore,
  challengeText,
  ChallengeText,
  judgeVisit,
  keepForTraining,
  newChallenge,
  type Challenge,
} from '../challenger/challenge.ts';
import { seenFor, type OpenVisit } from './open-visit.ts';

export interface GoalModel {
  readonly goal: GoalId;
  /** What reached the goal in the learnt visits. Empty: the same as now. */
  readonly reachedBy: string;
  readonly model: IntentModel;
  readonly challenge: Challenge;
  readonly calibration: Calibration;
  /** When learning began, and the time up to which every ended visit is learnt. */
  readonly since: number;
  through: number;
  /** Changed since it was last stored. */
  dirty: boolean;
  /**
   * Its past is still being read. It is not stored meanwhile, so that the past is read again after
   * a crash.
   */
  behind: boolean;
}

/**
 * With fewer visits, or fewer that reached the goal, a score would be a guess, so there is none.
 */
export const leastVisits = 100;
export const leastReached = 5;

export function newGoalModel(goal: GoalId, since: number, through: number): GoalModel {
  const model = newIntentModel();
  return {
    goal,
    reachedBy: '',
    model,
    challenge: newChallenge(model.features.length),
    calibration: newCalibration(),
    since,
    through,
    dirty: false,
    behind: false,
  };
}

export function isReady({ model }: GoalModel): boolean {
  return model.seen >= leastVisits && model.reached >= leastReached;
}

/** The score of whichever of the two scores now. */
export function scoreOf({ model, challenge }: GoalModel, values: ArrayLike<number>): IntentScore {
  const challenger = challenge.contest.scores ? challengerScore(challenge, model, values) : null;
  return challenger ?? scoreVisit(model, values);
}

/** Learns how a visit ended, after both have made their predictions. */
export function learnEnd(of: GoalModel, visit: OpenVisit): void {
  const { model, goal } = of;
  const reached = visit.reached.has(goal);
  const { view, paths, sections } = seenFor(visit, goal);
  if (view !== null) {
    const values = visitFeatures(view, model.pageValues);
    // Else neither is judged by it, and it is not stored for the challenger.
    if (canLearn(values)) learnMoment(of, values, reached, visit.lastAt);
  }
  learnPages(model.pageValues, paths, sections, reached);
  of.dirty = true;
}

function learnMoment(of: GoalModel, values: Float64Array, reached: boolean, at: number): void {
  judgeEnd(of, values, reached, at);
  learnVisit(of.model, values, reached);
  keepForTraining(of.challenge, of.model, values, reached);
}

function judgeEnd(of: GoalModel, values: Float64Array, reached: boolean, at: number): void {
  if (!isReady(of)) return;
  const { model, challenge, calibration } = of;
  count(calibration, scoreOf(of, values).probability, reached);
  const { memory, forgetsEvery } = model.settings;
  if (model.seen % forgetsEvery === 0)
    fade(calibration, keptAfter(forgetsEvery, memory, model.seen));
  const challenger = challengerScore(challenge, model, values)?.probability;
  if (challenger === undefined) return;
  const running = scoreVisit(model, values).probability;
  judgeVisit(challenge, { running, challenger, reached }, at);
}

const Text = z.object({
  reachedBy: z.string().default(''),
  calibration: Calibration,
  model: z.unknown(),
  challenge: ChallengeText,
});

/** Everything but the moments for training, which are stored apart. */
export function goalModelText({ reachedBy, model, calibration, challenge }: GoalModel): string {
  return JSON.stringify({
    reachedBy,
    calibration,
    model: intentModelToJson(model),
    challenge: challengeText(challenge),
  });
}

/** Null if the text has other features or another version. Learning then begins anew. */
export function goalModelOf(
  text: string,
  known: Pick<GoalModel, 'goal' | 'since' | 'through'>,
): GoalModel | null {
  const parsed = Text.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  const { reachedBy, calibration, challenge: kept } = parsed.data;
  const model = intentModelFromJson(parsed.data.model as Json);
  if (model === null) return null;
  const challenge = challengeOf(kept, model.features.length);
  return { ...known, reachedBy, model, challenge, calibration, dirty: false, behind: false };
}
