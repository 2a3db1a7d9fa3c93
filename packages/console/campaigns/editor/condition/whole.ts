// A condition while it is built: itself, how it differs from live, what is wrong with it, and how to
// change it. Rows and menus of the builder share it.
import type { CampaignProblem } from '@opportune/core/campaign/check-campaign.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { ConditionDiff } from './condition-diff.ts';

export interface Whole {
  readonly condition: Condition;
  readonly diff: ConditionDiff;
  /** With paths from the condition. */
  readonly problems: readonly CampaignProblem[];
  readonly onChange: (next: Condition) => void;
  /** Removes what is at a path, and offers to take that back. */
  readonly remove: (path: string) => void;
}
