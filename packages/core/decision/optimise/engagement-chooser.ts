// The seam to what was learnt: what a campaign's policy is asked of a visitor at a moment, and what it
// answers. Core decides with it and knows nothing of how it learns.
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { SkillId, VisitorId } from '@opportune/protocol/ids.ts';
import type { PolicyAction, PolicyReasons } from '@opportune/protocol/campaign/policy.ts';

/** Knows what was learnt of each optimising campaign. It must answer at once and never throw. */
export interface EngagementChooser {
  /** What reaching the campaign's goal is worth; whether the service level of the skill is missed. */
  about(
    live: LiveCampaign,
    skill: SkillId | null,
  ): { readonly value: number; readonly guarded: boolean };
  /** What to do for this visitor at this moment; null where nothing is known to choose by. */
  choose(live: LiveCampaign, question: ChooserQuestion): ChosenAction | null;
}

export interface ChooserQuestion {
  readonly visitor: VisitorId;
  /** Each has a draw of its own. */
  readonly occasion: string;
  readonly features: Readonly<Record<string, number>>;
  readonly skill: SkillId | null;
  readonly free: number;
  readonly guarded: boolean;
  readonly value: number;
  /** Seconds since the visit began. */
  readonly ageS: number;
  readonly now: number;
  /** The campaign's own moment holds. */
  readonly isRule: boolean;
  /** Which kind of moment of a visit this is, see moment-kind.ts. */
  readonly moment: number;
  /** What the visitor's draw follows: of the others it is asked for the record alone. */
  readonly follows: 'rule' | 'policy';
  /** Of an arm that does nothing of what is said: nothing is to be counted. */
  readonly isGhost: boolean;
}

export interface ChosenAction {
  readonly action: PolicyAction;
  /** With which it was drawn. */
  readonly probability: number;
  /** Nothing is decided: the visit is asked about again. */
  readonly waits: boolean;
  readonly reasons: PolicyReasons;
}
