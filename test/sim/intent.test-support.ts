// Who scores visits in a simulation: a real learner whose models know just enough to score, each
// server with another opinion. What a server before it scored must hold all the same, because the log
// says it.
import { GoalId } from '@opportune/protocol/ids.ts';
import { AccountLearner } from '@opportune/server/learn/intent/account-learner.ts';
import {
  leastReached,
  leastVisits,
  newGoalModel,
} from '@opportune/server/learn/intent/goal-model.ts';

/** `opinion`: any number; each moves the scores another way. */
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
