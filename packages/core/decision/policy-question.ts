// What a decision of an optimising campaign records beside its arm, and whom the arm that optimises
// follows. Every arm records the same of the same moment; only one of them does what is said.
import type { LiveCampaign, Variant } from '@opportune/protocol/campaign.ts';
import type { Availability } from '@opportune/protocol/configuration.ts';
import type { Decision } from '@opportune/protocol/decision.ts';
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
  /** For the record of an arm that does not follow the policy: nothing is to be counted. */
  readonly isGhost: boolean;
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
  /** What can be offered now. */
  readonly offer: Decision['offer'];
  readonly now: number;
}

/**
 * Asks in every arm, so that each records how likely each action would have been; does what is said in
 * the arm that optimises. Null where the campaign offers always.
 */
export function recordPolicy(
  { availability, policy }: DecisionContext,
  moment: AskedMoment,
): DecisionPolicy | null {
  const { state, campaign, arm, variant, occasion, again, offer, now } = moment;
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
  const isGhost = arm !== 'optimise';
  // What is shown when nobody is free takes nobody's time: there is nothing to weigh.
  const chooser = offer === 'fallback' ? undefined : policy;
  const question = { visitor, occasion, now, isGhost, ...facts };
  const said = chooser?.choose(campaign.live, question) ?? null;
  const done = isGhost ? armAction(arm) : (said ?? byRule);
  return {
    ...facts,
    action: done.action,
    probability: done.probability,
    armShare: armShareOf(campaign.plan, arm),
    again,
    reasons: said?.reasons ?? null,
  };
}

/** Where nobody can be asked the campaign does as its rule says: it is certain. */
const byRule = { action: 'now', probability: 1 } as const;

function armAction(arm: DrawnArm): Pick<DecisionPolicy, 'action' | 'probability'> {
  return arm === 'control' ? { action: 'none', probability: 1 } : byRule;
}

const unknown = { value: 0, guarded: false } as const;

/** Whose time the variant takes; null: everybody's, or nobody's. */
export function skillOf({ offer }: Variant): SkillId | null {
  return offer.channel === 'chat' ? offer.skill : null;
}

function freeOf({ skills }: Availability, skill: SkillId | null): number {
  return (skills[skill ?? '*'] ?? skills['*'])?.free ?? 0;
}
