// What is known of one goal: the model, how right it was so far, and since when; with its text for
// keeping. It learns what it is handed and looks nothing up.
import {
  intentModelFromJson,
  intentModelToJson,
  learnVisit,
  newIntentModel,
  scoreVisit,
  type IntentModel,
} from '@opportune/core/learning/intent/intent-model.ts';
import { learnPages } from '@opportune/core/learning/intent/page-values.ts';
import { visitFeatures } from '@opportune/core/learning/intent/visit-features.ts';
import type { Json } from '@opportune/protocol/event.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import { Calibration, count, newCalibration } from './calibration.ts';
import type { OpenVisit } from './open-visit.ts';

export interface GoalModel {
  readonly goal: GoalId;
  readonly model: IntentModel;
  readonly calibration: Calibration;
  /** When learning began, and until when every visit that ended is learnt. */
  readonly since: number;
  through: number;
  /** Changed since it was last kept. */
  dirty: boolean;
  /** Its past is still being read: it is not kept, so that a crash has it read again. */
  behind: boolean;
}

/** Before so many visits, and so many that reached the goal, a score would be a guess: there is none. */
export const leastVisits = 100;
export const leastReached = 5;

export function newGoalModel(goal: GoalId, since: number, through: number): GoalModel {
  const model = newIntentModel();
  return {
    goal,
    model,
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

/** Learns how a visit ended, after saying what it would have said. */
export function learnEnd(of: GoalModel, visit: OpenVisit): void {
  const { model, goal } = of;
  const reached = visit.reached.includes(goal);
  if (visit.view !== null) {
    const features = visitFeatures(visit.view, model.pageValues);
    if (isReady(of)) count(of.calibration, scoreVisit(model, features).probability, reached);
    learnVisit(model, features, reached);
  }
  learnPages(model.pageValues, visit.paths, visit.sections, reached);
  of.dirty = true;
}

const Text = z.object({ calibration: Calibration, model: z.unknown() });

export function goalModelText({ model, calibration }: GoalModel): string {
  return JSON.stringify({ calibration, model: intentModelToJson(model) });
}

/** Null where the text is of other features or another version: learning then begins anew. */
export function goalModelOf(
  text: string,
  known: Pick<GoalModel, 'goal' | 'since' | 'through'>,
): GoalModel | null {
  const parsed = Text.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  const model = intentModelFromJson(parsed.data.model as Json);
  if (model === null) return null;
  return { ...known, model, calibration: parsed.data.calibration, dirty: false, behind: false };
}
