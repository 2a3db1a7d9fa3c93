// What a decision of an optimising campaign records beside its arm, and whom the arm that optimises
// asks what to do. Every arm records the same of the same moment; only one of them asks.
import type { LiveCampaign, Variant } from '@opportune/protocol/campaign.ts';
import type { Availability } from '@opportune/protocol/configuration.ts';
import type { DecisionId, SkillId, VisitorId } from '@opportune/protocol/ids.ts';
import type { DecisionPolicy, PolicyAction, PolicyReasons } from '@opportune/protocol/policy.ts';
import { armShareOf, type DrawnArm } from './arm-plan.ts';
import type { CompiledCampaign } from './compile.ts';
import type { DecisionContext } from './effect.ts';
import { policyFeaturesOf } from './policy-features.ts';
import type { VisitorState } from './state.ts';

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
  readonly occasion: DecisionId;
  readonly features: Readonly<Record<string, number>>;
  readonly skill: SkillId | null;
  readonly free: number;
  readonly guarded: boolean;
  readonly value: number;
  /** Seconds since the visit began. */
  readonly ageS: number;
  readonly now: number;
}

export interface ChosenAction {
  readonly action: PolicyAction;
  /** With which it was drawn. */
  readonly probability: number;
  readonly reasons: PolicyReasons;
}

export interface AskedMoment {
  readonly state: VisitorState;
  readonly campaign: CompiledCampaign;
  readonly arm: DrawnArm;
  readonly variant: Variant;
  readonly occasion: DecisionId;
  readonly again: boolean;
  readonly now: number;
}

/** Asks where the arm is the one that optimises. Null where the campaign offers always. */
export function recordPolicy(
  { availability, policy }: DecisionContext,
  moment: AskedMoment,
): DecisionPolicy | null {
  const { state, campaign, arm, variant, occasion, again, now } = moment;
  const { visit, visitor } = state;
  if (campaign.optimise === null || visit === null) return null;
  const skill = skillOf(variant);
  const about = policy?.about(campaign.live, skill) ?? unknown;
  const facts = {
    features: policyFeaturesOf(state, visit, campaign.live.document.goal, now),
    ageS: Math.max(0, now - visit.startedAt) / 1000,
    value: about.value,
    skill,
    free: freeOf(availability, skill),
    guarded: about.guarded,
  };
  const asked =
    arm === 'optimise'
      ? (policy?.choose(campaign.live, { visitor, occasion, now, ...facts }) ?? byRule)
      : { ...byRule, action: arm === 'control' ? ('none' as const) : ('now' as const) };
  const { action, probability, reasons } = asked;
  return {
    ...facts,
    action,
    probability,
    armShare: armShareOf(campaign.plan, arm),
    again,
    reasons,
  };
}

/** Who does not optimise, and who cannot ask, does as the campaign says: it is certain. */
const byRule = { action: 'now', probability: 1, reasons: null } as const;
const unknown = { value: 0, guarded: false } as const;

/** Whose time the variant takes; null: everybody's, or nobody's. */
export function skillOf({ offer }: Variant): SkillId | null {
  return offer.channel === 'chat' ? offer.skill : null;
}

function freeOf({ skills }: Availability, skill: SkillId | null): number {
  return (skills[skill ?? '*'] ?? skills['*'])?.free ?? 0;
}
