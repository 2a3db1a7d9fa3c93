// A condition in the builder: the condition, its difference from live, its problems, and how to
// change it. The rows and menus of the builder share it.
import type { CampaignProblem } from '@opportune/core/campaign/check-campaign.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { ConditionDiff } from './condition-diff.ts';

export interface Whole {
  readonly condition: Condition;
  readonly diff: ConditionDiff;
  /** With paths relative to the condition. */
  readonly problems: readonly CampaignProblem[];
  readonly onChange: (next: Condition) => void;
  /** Removes the node at a path and offers to undo that. */
  readonly remove: (path: string) => void;
}
