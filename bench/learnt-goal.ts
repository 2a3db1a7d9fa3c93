// A goal model that has learnt some thousands of visits, for benches that score events. The visits
// resemble the standard visitor's, and some reach the goal. Other benches measure how well it
// predicts.
import { purchase } from '@opportune/core/world/test/shop.test-support.ts';
import { learnVisit } from '@opportune/core/learning/intent/intent-model.ts';
import { visitFeatureList } from '@opportune/core/learning/intent/visit-features.ts';
import { newGoalModel, type GoalModel } from '@opportune/server/learn/intent/goal-model.ts';
import { numbersFrom } from './intent-measures.ts';
import { plausible } from './intent-speed.ts';

const visits = 4000;

/** Ready to score. */
export function learntGoal(): GoalModel {
  const next = numbersFrom(2);
  const goal = newGoalModel(purchase.id, 0, 0);
  for (let at = 0; at < visits; at++) {
    const values = visitFeatureList.map((each) => plausible(each, next));
    // The first feature is the value of the cart.
    learnVisit(goal.model, values, next() < ((values[0] ?? 0) > 0 ? 0.2 : 0.02));
  }
  return goal;
}
