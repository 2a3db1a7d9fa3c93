// Sends invitations that waited for their instant. Every condition is checked again then: nothing
// is sent if the moment is over, no agent is free or the zone is taken. The recorded decision
// stays; nothing is decided here.
import { decisionLimits } from '@opportune/protocol/limits/visitors.ts';
import type { Variant } from '@opportune/protocol/campaign/campaign.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import { holds } from '../../behaviour/condition/truth.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import { audienceTruth, truthOf } from '../step/campaign-truth.ts';
import { contentOf, wordedFor } from '../step/decide.ts';
import type { DecisionContext } from '../effect.ts';
import { isTakenByOthers, offerNow, shutByRoom, type GateScene } from '../gates/gates.ts';
import { isBetweenPages, mayDecide } from '../step/judge.ts';
import type { Turn } from '../step/turn.ts';
import { skillOf } from './policy-question.ts';
import { waitsUntil } from '../state/remembered-policy.ts';
import { stopWaiting, type VisitorState } from '../state/state.ts';
import type { RememberedDecision } from '../state/remembered-decision.ts';
import { isStoodIn } from '../state/zone-stands.ts';

/**
 * Offers what is due. Between two pages it keeps waiting. An invitation that could not go out
 * within 5 s of its instant is skipped.
 */
export function offerDue({ state, context, effects }: Omit<Turn, 'touched'>): void {
  if (state.waiting === null) return;
  let skipped = 0;
  for (const decision of [...state.waiting]) {
    const at = waitsUntil(decision) ?? 0;
    if (at > context.now) continue;
    if (context.now - at > decisionLimits.timerOverdueMs) skipped++;
    else if (isBetweenPages(state) || !context.reachable) continue;
    else {
      const content = contentNow(state, context, decision);
      if (content !== null) effects.push({ type: 'offer', content });
    }
    stopWaiting(state, decision);
  }
  if (skipped > 0) effects.push({ type: 'skipped-timer', count: skipped });
}

/** Null if it must not go out. */
function contentNow(
  state: VisitorState,
  context: DecisionContext,
  decision: RememberedDecision,
): EngagementContent | null {
  const { configuration, availability, now, policy } = context;
  const campaign = configuration.campaigns[configuration.ranks.get(decision.campaign) ?? -1];
  const variant = campaign === undefined ? undefined : variantOf(campaign, decision);
  if (campaign === undefined || variant === undefined || !mayDecide(state)) return null;
  if (decision.visit !== state.visit?.id || decision.dismissedAt !== null) return null;
  const scene = { profile: state, now, availability };
  const isAtMoment = decision.policy?.isRule !== false;
  if (!holds(isAtMoment ? truthOf(scene, campaign) : audienceTruth(scene, campaign))) return null;
  const gates: GateScene = { state, configuration, availability, now };
  if (isTakenByOthers(gates, campaign) || shutByRoom(gates, campaign) !== null) return null;
  if (isStoodIn(state, decision.zone, decision.campaign, now)) return null;
  const offer = offerNow(variant, availability);
  if (offer === null) return null;
  if (offer === 'live' && policy?.about(campaign.live, skillOf(variant)).guarded === true)
    return null;
  const { id, zone } = decision;
  const pageView = state.front?.id ?? null;
  const offered = { id, campaign: campaign.live.id, zone, pageView, at: now, offer };
  return contentOf(offered, wordedFor(context, campaign, variant));
}

function variantOf(
  { live }: CompiledCampaign,
  { period, variant }: RememberedDecision,
): Variant | undefined {
  if (live.period !== period) return undefined;
  return live.document.engagement.variants.find(({ id }) => id === variant);
}
