// Why each campaign did or did not fire: the first shut gate, and both conditions with the result
// of every node. A recorded decision is explained by replaying the log up to it.
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type {
  Arm,
  CampaignExplanation,
  Decision,
  Gate,
} from '@opportune/protocol/campaign/decision.ts';
import { holds } from '../../behaviour/condition/truth.ts';
import type { Scene } from '../../behaviour/scene.ts';
import { visitorUnit } from '../../proof/unit/unit.ts';
import { drawArm } from '../configuration/arm-plan.ts';
import type { CompiledConfiguration } from '../configuration/compile.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import type { DecisionContext } from '../effect.ts';
import { shutGate } from '../gates/gates.ts';
import { isAtMoment, isOffered } from '../state/remembered-policy.ts';
import { beginScores } from '../configuration/follow-scores.ts';
import { fold, type VisitorLog } from '../restore/restore.ts';
import { sceneNow } from './scene-now.ts';
import { newVisitor, type VisitorState } from '../state/state.ts';
import type { RememberedDecision } from '../state/remembered-decision.ts';

/** For the present instant: all campaigns of the visitor's account, highest claim first. */
export function explain(
  state: VisitorState,
  context: DecisionContext,
): readonly CampaignExplanation[] {
  return context.configuration.campaigns.map((campaign) => explainOne(state, context, campaign));
}

function explainOne(
  state: VisitorState,
  context: DecisionContext,
  campaign: CompiledCampaign,
): CampaignExplanation {
  const { live, audience, moment } = campaign;
  const scene = sceneNow(state, context);
  const reasons = { audience: audience.explain(scene), moment: moment.explain(scene) };
  const decisions = state.decisions
    .of(live.id)
    .filter(({ period }) => period === live.period)
    .toReversed();
  const gate = gateOf(state, context, campaign, reasons);
  return {
    campaign: live.id,
    name: live.document.name,
    period: live.period,
    arm: armOf(state, campaign),
    optimises: campaign.optimise !== null,
    outcome: outcomeOf(
      gate,
      decisions.some((each) => each.visit === state.visit?.id && hasFired(each)),
      reasons.audience.holds,
    ),
    gate,
    ...reasons,
    decisions: decisions.map(({ id }) => id),
  };
}

/** An enrolment of an optimising campaign is not a firing. */
function hasFired(decision: RememberedDecision): boolean {
  return isAtMoment(decision) || isOffered(decision);
}

function outcomeOf(
  gate: Gate | null,
  fired: boolean,
  audienceHolds: boolean,
): CampaignExplanation['outcome'] {
  if (fired) return 'fired';
  if (gate === null) return 'eligible-now';
  return audienceHolds && (gate === 'moment' || gate === 'agents' || gate === 'zone')
    ? 'waiting'
    : 'not-eligible';
}

function gateOf(
  state: VisitorState,
  { configuration, availability, now }: DecisionContext,
  campaign: CompiledCampaign,
  reasons: Decision['reasons'],
): Gate | null {
  if (state.holdout) return 'holdout';
  if (state.bot) return 'bot';
  if (!holds(campaign.schedule(now))) return 'schedule';
  if (campaign.sites !== null && !campaign.sites.has(state.site)) return 'site';
  if (!reasons.audience.holds) return 'audience';
  if (!reasons.moment.holds) return 'moment';
  const gate = shutGate({ state, configuration, availability, now }, campaign)?.gate ?? null;
  return gate === 'cap.page' ? 'cap.visit' : gate;
}

function armOf(state: VisitorState, campaign: CompiledCampaign): Arm {
  if (state.holdout) return { type: 'holdout' };
  const { arm, variant } = drawArm(campaign, visitorUnit(state.visitor).id);
  if (arm === 'holdout' || arm === 'control') return { type: arm };
  return { type: arm, variant: variant.id };
}

/**
 * Recomputes the reasons of a recorded decision from the log before it, under the configuration and
 * availability it names. Null if that configuration has no such campaign.
 */
export function evaluateAt(
  decision: Decision,
  log: VisitorLog,
  configuration: CompiledConfiguration,
  availability: Availability,
): Decision['reasons'] | null {
  const rank = configuration.ranks.get(decision.campaign);
  const campaign = rank === undefined ? undefined : configuration.campaigns[rank];
  if (campaign === undefined) return null;
  const state = newVisitor(decision.account, decision.site, decision.visitor);
  fold(state, before(log, decision.ordinal), configuration);
  beginScores(configuration.scores, state, decision.at);
  const scene: Scene = { profile: state, now: decision.at, availability };
  return { audience: campaign.audience.explain(scene), moment: campaign.moment.explain(scene) };
}

function before({ events, decisions, conversions }: VisitorLog, ordinal: number): VisitorLog {
  const earlier = <Item extends { readonly ordinal: number }>(
    items: readonly Item[],
  ): readonly Item[] => items.filter((item) => item.ordinal < ordinal);
  return {
    events: earlier(events),
    decisions: earlier(decisions),
    conversions: earlier(conversions),
  };
}
