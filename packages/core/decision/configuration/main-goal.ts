// The main goal of an account. The live list shows its score. Conditions read its score if their
// own campaign's goal is not scored.
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';

/** The first goal with a value in money, else the first goal. Null if there is none. */
export function mainGoal({ goals }: Pick<Configuration, 'goals'>): GoalId | null {
  return (goals.find(({ value }) => value.type !== 'none') ?? goals[0])?.id ?? null;
}
