// What a policy is asked of a visitor at a moment, and what a decision of an optimising campaign
// records of it beside its arm. Each arm records the same of the same moment; which of them does what
// is said, the draw has decided before.
import { takesAgents, type Variant } from '@opportune/protocol/campaign/campaign.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type { SkillId } from '@opportune/protocol/ids.ts';
import type { DecisionPolicy } from '@opportune/protocol/campaign/policy.ts';
import { decisionId } from '../../world/ids.ts';
import { armShareOf, type Drawn } from '../configuration/arm-plan.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import { offerNow, shutByRoom } from '../gates/gates.ts';
import type { RememberedDecision } from '../state/remembered-decision.ts';
import type { Judging } from '../step/turn.ts';
import type { ChosenAction } from './engagement-chooser.ts';
import { momentKindOf } from './moment-kind.ts';
import { policyFeaturesOf } from './policy-features.ts';
import type { VisitorState } from '../state/state.ts';

/** A campaign looked at for a visitor whom it has taken in, or takes in now. */
export interface Looked {
  readonly judging: Judging;
  readonly campaign: CompiledCampaign;
  readonly drawn: Drawn;
  /** Decisions of the campaign in this visit. */
  readonly rows: readonly RememberedDecision[];
  /** The campaign's own moment holds. */
  readonly isRule: boolean;
}

interface Look {
  /** A further look, which not every arm has. */
  readonly again: boolean;
  /** Nothing keeps what the policy says from being done; else nothing is decided. */
  readonly isOpen: boolean;
}

/** Asks, and says what is done and what is written down of it. */
export function recordPolicy(looked: Looked, look: Look): DecisionPolicy {
  const { judging, campaign, drawn, isRule } = looked;
  const { state, availability, configuration, now } = judging.gates;
  const { policy } = judging.turn.context;
  const { visit, visitor } = state;
  if (visit === null) throw new Error('decision: a policy asked without a visit');
  const { again, isOpen } = look;
  const { arm, variant, follows } = drawn;
  const skill = skillOf(variant);
  const about = policy?.about(campaign.live, skill) ?? unknown;
  const goals = [campaign.live.document.goal, configuration.mainGoal].filter(
    (each) => each !== null,
  );
  // Null where nobody is free, and nothing is shown then.
  const isShut = again && shutByRoom(judging.gates, campaign) !== null;
  const offer = isShut ? null : offerNow(variant, availability);
  const facts = {
    features: policyFeaturesOf(state, visit, goals, now),
    ageS: Math.max(0, now - visit.startedAt) / 1000,
    value: about.value,
    skill,
    free: offer === null ? 0 : freeOf(availability, skill),
    guarded: about.guarded,
  };
  // What is shown when nobody is free takes nobody's time: there is nothing to weigh.
  const isWeighed = offer !== 'fallback' || again || !isRule;
  // Nor is there of content among chats: what the policy learns is what their agents gain.
  const isAmongChats = offer === 'content' && takesAgents(campaign.live.document);
  const isAsked = isOpen && isWeighed && !isAmongChats;
  const question = { visitor, occasion: occasionOf(looked), now, isRule, follows, ...facts };
  const said = isAsked
    ? (policy?.choose(campaign.live, {
        ...question,
        moment: momentOf(state, now),
        isGhost: arm !== 'optimise',
      }) ?? null)
    : null;
  return {
    ...facts,
    ...doneOf(looked, { ...look, isOpen: isOpen && offer !== null }, said),
    armShare: armShareOf(campaign.plan, arm),
    again,
    isRule,
    follows,
    reasons: said?.reasons ?? null,
  };
}

type Done = Pick<DecisionPolicy, 'action' | 'probability' | 'waits'>;

/**
 * Where nobody can be asked the campaign does as its own moment says: it is certain. A further look is
 * none of its moments.
 */
function doneOf(
  { drawn, isRule }: Looked,
  { again, isOpen }: Look,
  said: ChosenAction | null,
): Done {
  const { arm, follows } = drawn;
  const isMoment = isRule && !again;
  const byRule: Done = { action: isMoment ? 'now' : 'none', probability: 1, waits: !isMoment };
  if (follows === 'rule') return arm === 'control' ? { ...byRule, action: 'none' } : byRule;
  if (!isOpen) return { action: 'none', probability: 1, waits: true };
  const { action, probability, waits } = said ?? byRule;
  return arm === 'control'
    ? { action: 'none', probability: 1, waits }
    : { action, probability, waits };
}

/** The next decision's, and the instant: most looks come to no decision, and each has its own draw. */
function occasionOf({ judging: { gates }, campaign }: Looked): string {
  const { account, visitor, decisionCount } = gates.state;
  const { id, period } = campaign.live;
  const named = { account, visitor, campaign: id, period, occasion: decisionCount + 1 };
  return `${decisionId(named)} ${gates.now}`;
}

function momentOf({ visit, front }: VisitorState, now: number): number {
  return momentKindOf({
    dwellS: front === null ? 0 : (now - front.since) / 1000,
    hesitates: front?.leaving ?? false,
    pages: visit?.pages ?? 0,
  });
}

const unknown = { value: 0, guarded: false } as const;

/** Whose time the variant takes; null: everybody's, or nobody's. */
export function skillOf({ offer }: Variant): SkillId | null {
  return offer.channel === 'content' ? null : offer.skill;
}

function freeOf({ skills }: Availability, skill: SkillId | null): number {
  return (skills[skill ?? '*'] ?? skills['*'])?.free ?? 0;
}
