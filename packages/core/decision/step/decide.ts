// Makes the decision for a campaign whose moment has come, in any arm, and builds what a browser is
// sent. The arm is drawn last: nothing before this point has read it.
import { decisionLimits } from '@opportune/protocol/limits/visitors.ts';
import type { AnsweredOffer, Variant } from '@opportune/protocol/campaign/campaign.ts';
import type { Decision, EngagementContent, Unit } from '@opportune/protocol/campaign/decision.ts';
import { variantFor } from '../../campaign/languages/translate.ts';
import { decisionId } from '../../world/ids.ts';
import type { DecisionPolicy } from '@opportune/protocol/campaign/policy.ts';
import { visitorUnit } from '../../proof/unit/unit.ts';
import { drawArm, propensityOf, type DrawnArm } from '../configuration/arm-plan.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import type { DecisionContext } from '../effect.ts';
import { offerNow } from '../gates/gates.ts';
import { keepNoLonger } from '../gates/held-back.ts';
import { rememberDecision, type VisitorState } from '../state/state.ts';
import type { Instant, Turn } from './turn.ts';

/** Decides, remembers, and adds the effects. `policy` is what an optimising campaign records. */
export function decide(
  { state, context, effects }: Turn,
  campaign: CompiledCampaign,
  at: Instant,
  policy: DecisionPolicy | null,
): void {
  const unit = visitorUnit(state.visitor);
  const { arm, variant } = drawArm(campaign, unit.id);
  const decision = decisionOf(state, campaign, context, { ...at, unit, arm, variant, policy });
  const { ranks, source } = context.configuration;
  const { gone, madeWay } = rememberDecision(state, decision, source.settings.timeZone);
  for (const { id } of gone) effects.push({ type: 'withdraw', decision: id });
  keepNoLonger(state, madeWay, ranks, at.now);
  const isShown = arm !== 'control' && (policy === null || policy.action === 'now');
  const content = isShown ? contentOf(decision, wordedFor(context, campaign, variant)) : null;
  effects.push({ type: 'decide', decision, content });
}

interface Drawn extends Instant {
  readonly unit: Unit;
  readonly arm: DrawnArm;
  readonly variant: Variant;
  readonly policy: DecisionPolicy | null;
}

function decisionOf(
  state: VisitorState,
  campaign: CompiledCampaign,
  context: DecisionContext,
  { now, trigger, unit, arm, variant, policy }: Drawn,
): Decision {
  const { configuration, availability, nextOrdinal } = context;
  const { account, site, visitor, visit } = state;
  const { id, period, document } = campaign.live;
  const offer = offerNow(variant, availability);
  if (visit === null || offer === null || arm === 'holdout')
    throw new Error('decision: decided without a visit, an offer or an arm');
  const scene = { profile: state, now, availability };
  const named = { account, visitor, campaign: id, period, occasion: state.decisionCount + 1 };
  const occasion = decisionId(named);
  return {
    id: occasion,
    account,
    site,
    visitor,
    visit: visit.id,
    unit,
    campaign: id,
    period,
    engagement: document.engagement.id,
    goal: document.goal,
    arm: arm === 'control' ? { type: arm } : { type: arm, variant: variant.id },
    zone: document.engagement.zone,
    offer,
    event: trigger?.id ?? state.newestEvent,
    pageView: state.front?.id ?? null,
    at: now,
    ordinal: nextOrdinal(),
    configurationVersion: configuration.version,
    availabilityVersion: availability.version,
    propensity: propensityOf(campaign.plan, arm, variant),
    reasons: { audience: campaign.audience.explain(scene), moment: campaign.moment.explain(scene) },
    ...(policy === null ? {} : { policy }),
  };
}

/** The variant in the words of the visitor's language. The decision is the same in all of them. */
export function wordedFor(
  { configuration, reads = [] }: Pick<DecisionContext, 'configuration' | 'reads'>,
  { live }: Pick<CompiledCampaign, 'live'>,
  variant: Variant,
): Variant {
  return variantFor(variant, live.document, configuration.source.settings.languages, reads);
}

type Offered = Pick<Decision, 'id' | 'campaign' | 'zone' | 'pageView' | 'at' | 'offer'>;

/**
 * What is sent to a browser that is offered the engagement. `at`, `pageView` and `offer` are those
 * of sending.
 */
export function contentOf(decision: Offered, { offer }: Variant): EngagementContent {
  const { id, campaign, zone, pageView, at } = decision;
  const common = { decision: id, campaign, zone, pageView, heldUntil: null, trial: false };
  if (offer.channel === 'content')
    return { ...common, action: 'content', skill: null, creative: offer.creative };
  if (decision.offer === 'live' || offer.fallback === null) {
    return {
      ...common,
      action: offer.channel,
      skill: offer.skill,
      ...asking(offer),
      ...(offer.channel === 'call' || offer.channels === undefined
        ? {}
        : { channels: offer.channels }),
      creative: offer.creative,
      heldUntil: at + decisionLimits.offerHoldMs,
    };
  }
  return {
    ...common,
    action: offer.fallback.type,
    skill: offer.skill,
    ...(offer.fallback.type === 'content' ? {} : asking(offer)),
    creative: offer.fallback.creative,
  };
}

/** The browser fetches the form itself from the server when it is needed. */
function asking({ before }: AnsweredOffer): { asks?: true } {
  return before === undefined ? {} : { asks: true };
}
