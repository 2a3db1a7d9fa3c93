// A decision as a visitor's state keeps it: what caps, zones, explanations and conversions need
// later.
import type { Zone } from '@opportune/protocol/campaign/campaign.ts';
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import type {
  CampaignId,
  DecisionId,
  GoalId,
  VariantId,
  VisitId,
} from '@opportune/protocol/ids.ts';
import type { PolicyAction } from '@opportune/protocol/campaign/policy.ts';

export interface RememberedPolicy {
  readonly arm: Decision['arm']['type'];
  readonly action: PolicyAction;
  /** A further look, which not every arm has. */
  readonly again: boolean;
  /** The campaign's own moment was true. */
  readonly isRule: boolean;
  /** The policy or the rule has decided. Otherwise the visit is looked at again. */
  readonly isDecided: boolean;
}

export type CampaignStep = 'eligible' | 'exposed' | 'engaged' | 'converted';

export interface RememberedDecision {
  readonly id: DecisionId;
  readonly campaign: CampaignId;
  readonly period: number;
  readonly goal: GoalId;
  readonly visit: VisitId;
  readonly at: number;
  readonly zone: Zone;
  /** Null in control. */
  readonly variant: VariantId | null;
  /** The page view it was made for; 0 for none. */
  readonly pageSerial: number;
  /** Null if the campaign always offered. */
  readonly policy: RememberedPolicy | null;
  step: CampaignStep;
  dismissedAt: number | null;
  withdrawn: boolean;
}
