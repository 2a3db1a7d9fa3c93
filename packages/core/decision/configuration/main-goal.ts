// Which goal of an account is the main one: the live list shows its score, and a condition reads it where
// that of its campaign's goal is not scored.
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';

/** The first goal with money, else the first; null where there is none. */
export function mainGoal({ goals }: Pick<Configuration, 'goals'>): GoalId | null {
  return (goals.find(({ value }) => value.type !== 'none') ?? goals[0])?.id ?? null;
}
