// Scores visits in a simulation: a real learner whose models know just enough to score. Each server
// has different models. The scores of an earlier server still hold, because the log records them.
import { GoalId } from '@opportune/protocol/ids.ts';
import { AccountLearner } from '@opportune/server/learn/intent/account-learner.ts';
import {
  leastReached,
  leastVisits,
  newGoalModel,
} from '@opportune/server/learn/intent/goal-model.ts';

/** `opinion`: any number. Each moves the scores in another way. */
export function simIntent(opinion: number): { readonly of: () => AccountLearner } {
  const learner = new AccountLearner(0);
  const known = newGoalModel(GoalId.parse('purchase'), 0, 0);
  const { model } = known;
  model.seen = leastVisits;
  model.reached = leastReached;
  model.main.mean[0] = -3 + (opinion % 5) * 0.4;
  learner.models = [known];
  return { of: () => learner };
}
