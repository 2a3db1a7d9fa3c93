// Selects the goals of an account that are learnt and scored: a few, because each costs time on
// every event.
import { mainGoal } from '@opportune/core/decision/configuration/main-goal.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';
import { intentGoals } from '@opportune/protocol/behaviour/intent.ts';

/** The main goal, then those of running campaigns, by claim. */
export function scoredGoals(configuration: Configuration): readonly GoalId[] {
  const main = mainGoal(configuration);
  if (main === null) return [];
  const known = new Set(configuration.goals.map(({ id }) => id));
  const campaigns = configuration.campaigns.toSorted(
    (one, other) => other.document.priority - one.document.priority,
  );
  const wanted = campaigns.map(({ document }) => document.goal).filter((goal) => known.has(goal));
  return [...new Set([main, ...wanted])].slice(0, intentGoals);
}
