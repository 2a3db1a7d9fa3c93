// The interface to what was learnt: what core asks a campaign's policy about a visitor at a moment,
// and the answer. Core knows nothing of how the policy learns.
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { SkillId, VisitorId } from '@opportune/protocol/ids.ts';
import type { PolicyAction, PolicyReasons } from '@opportune/protocol/campaign/policy.ts';

/**
 * Knows what was learnt for each optimising campaign. It must answer synchronously and never throw.
 */
export interface EngagementChooser {
  /** The value of reaching the campaign's goal, and whether the skill misses its service level. */
  about(
    live: LiveCampaign,
    skill: SkillId | null,
  ): { readonly value: number; readonly guarded: boolean };
  /** What to do for this visitor at this moment. Null if there is no basis for a choice. */
  choose(live: LiveCampaign, question: ChooserQuestion): ChosenAction | null;
}

export interface ChooserQuestion {
  readonly visitor: VisitorId;
  /** Each occasion has its own random draw. */
  readonly occasion: string;
  readonly features: Readonly<Record<string, number>>;
  readonly skill: SkillId | null;
  readonly free: number;
  readonly guarded: boolean;
  readonly value: number;
  /** Seconds since the visit began. */
  readonly ageS: number;
  readonly now: number;
  /** Whether the campaign's own moment is true. */
  readonly isRule: boolean;
  /** The kind of moment, see moment-kind.ts. */
  readonly moment: number;
  /**
   * What the visitor's draw follows. If it does not follow the policy, the answer is only recorded.
   */
  readonly follows: 'rule' | 'policy';
  /** The arm does not act on the answer: nothing is counted. */
  readonly isGhost: boolean;
}

export interface ChosenAction {
  readonly action: PolicyAction;
  /** The probability with which it was drawn. */
  readonly probability: number;
  /** Nothing is decided yet: the policy is asked again in this visit. */
  readonly waits: boolean;
  readonly reasons: PolicyReasons;
}
