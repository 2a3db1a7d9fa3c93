// Makes the decision for a campaign whose moment has come, in either arm, and in treatment what the
// browser is sent. The arm is drawn last: nothing before this point has looked at it.
import { decisionLimits } from '@opportune/protocol/limits.ts';
import type { Variant } from '@opportune/protocol/campaign.ts';
import type { Decision, EngagementContent } from '@opportune/protocol/decision.ts';
import type { AcceptedEvent } from '@opportune/protocol/event.ts';
import { decisionId } from '../world/ids.ts';
import { drawArm, propensityOf } from './arm-plan.ts';
import type { CompiledCampaign } from './compile.ts';
import type { DecisionContext, Effect } from './effect.ts';
import { offerNow } from './gates.ts';
import { rememberDecision, type VisitorState } from './state.ts';

/** Decides, remembers and returns the effect. `now`: the instant judged, which the decision bears. */
export function decide(
  state: VisitorState,
  campaign: CompiledCampaign,
  context: DecisionContext,
  at: { readonly now: number; readonly trigger: AcceptedEvent | null },
): Effect {
  const { control, variant } = drawArm(campaign, state.visitor);
  const decision = decisionOf(state, campaign, context, { ...at, control, variant });
  rememberDecision(state, decision);
  return { type: 'decide', decision, content: control ? null : contentOf(decision, variant) };
}

function decisionOf(
  state: VisitorState,
  campaign: CompiledCampaign,
  { configuration, availability, nextOrdinal }: DecisionContext,
  {
    now,
    trigger,
    control,
    variant,
  }: { now: number; trigger: AcceptedEvent | null; control: boolean; variant: Variant },
): Decision {
  const { account, site, visitor, visit } = state;
  const { id, period, document } = campaign.live;
  const offer = offerNow(variant, availability);
  if (visit === null || offer === null)
    throw new Error('decision: decided without a visit or an offer');
  const scene = { profile: state, now, availability };
  return {
    id: decisionId({ account, visitor, campaign: id, period, occasion: state.decisionCount + 1 }),
    account,
    site,
    visitor,
    visit: visit.id,
    campaign: id,
    period,
    engagement: document.engagement.id,
    goal: document.goal,
    arm: control ? { type: 'control' } : { type: 'treatment', variant: variant.id },
    zone: document.engagement.zone,
    offer,
    event: trigger?.id ?? state.newestEvent,
    pageView: state.front?.id ?? null,
    at: now,
    ordinal: nextOrdinal(),
    configurationVersion: configuration.version,
    availabilityVersion: availability.version,
    propensity: propensityOf(campaign.plan, control, variant),
    reasons: { audience: campaign.audience.explain(scene), moment: campaign.moment.explain(scene) },
  };
}

/** What a treatment browser is sent for a decision. */
export function contentOf(decision: Decision, { offer }: Variant): EngagementContent {
  const { id, campaign, zone, pageView, at } = decision;
  const common = { decision: id, campaign, zone, pageView, heldUntil: null, trial: false };
  if (offer.channel === 'content')
    return { ...common, action: 'content', skill: null, creative: offer.creative };
  if (decision.offer === 'live' || offer.fallback === null) {
    return {
      ...common,
      action: 'chat',
      skill: offer.skill,
      creative: offer.creative,
      heldUntil: at + decisionLimits.offerHoldMs,
    };
  }
  return {
    ...common,
    action: offer.fallback.type,
    skill: offer.skill,
    creative: offer.fallback.creative,
  };
}
