// What can hold a true moment back: caps, the zone, room with agents, a conversation under way. Each
// rests on what both arms have alike, so that control's ghosts are held back as treatment is; where
// it cannot (dismissals, further looks at somebody who was offered nothing), it touches only what
// comes after a visitor has been counted.
import type { Offer, Variant } from '@opportune/protocol/campaign.ts';
import type { Availability } from '@opportune/protocol/configuration.ts';
import type { Decision, Gate } from '@opportune/protocol/decision.ts';
import type { CampaignId } from '@opportune/protocol/ids.ts';
import { optimiseLimits } from '@opportune/protocol/limits.ts';
import { nextLocalDay, wallClock } from '../world/local-time.ts';
import type { CompiledCampaign, CompiledConfiguration } from './compile.ts';
import type { RememberedDecision, VisitorState } from './state.ts';
import { zoneNumber } from './zones.ts';

/** How long a zone is taken at most. */
export const zoneHoldMs = 10 * 60_000;

/** A gate that is shut, and the instant it opens by time alone. `cap.page`: explained as `cap.visit`. */
export interface Shut {
  readonly gate: Gate | 'cap.page';
  readonly until: number | null;
}

export interface GateScene {
  readonly state: VisitorState;
  readonly configuration: CompiledConfiguration;
  readonly availability: Availability;
  readonly now: number;
}

/** The first gate that holds the campaign back, in the order in which they are explained; or null. */
export function shutGate(scene: GateScene, campaign: CompiledCampaign): Shut | null {
  if (scene.state.engagements.muted) return { gate: 'muted', until: null };
  const until = zoneTakenFor(scene, campaign, takenZones(scene));
  const zone: Shut | null = until === 0 ? null : { gate: 'zone', until };
  return shutByCaps(scene, campaign) ?? zone ?? shutByRoom(scene, campaign);
}

/** Nobody free to answer, or a conversation under way. */
export function shutByRoom(
  { state, availability }: GateScene,
  campaign: CompiledCampaign,
): Shut | null {
  const { variants } = campaign.live.document.engagement;
  // All variants, not the visitor's own: who counts must not depend on what they would be shown.
  if (variants.some((variant) => offerNow(variant, availability) === null))
    return { gate: 'agents', until: null };
  if (
    state.engagements.conversation !== null &&
    variants.some(({ offer }) => offer.channel === 'chat')
  ) {
    return { gate: 'in-conversation', until: null };
  }
  return null;
}

function shutByCaps(scene: GateScene, campaign: CompiledCampaign): Shut | null {
  const { state, now } = scene;
  if (state.decisions.length === 0) return null;
  const { id, document } = campaign.live;
  const made = state.decisions.filter((decision) => decision.campaign === id);
  if (made.length === 0) return null;
  const spent = spentCap(scene, campaign, made);
  if (spent !== null && !mayLookAgain(scene, campaign, made)) return spent;
  const { afterDismissalS } = document.caps;
  const resting =
    afterDismissalS === null ? null : shutByDismissal(made, afterDismissalS * 1000, now);
  if (resting !== null) return resting;
  // Whatever its caps, a campaign decides once a page view: a moment that stays true is one moment.
  const page = state.front?.serial ?? 0;
  return made.some(({ visit, pageSerial }) => visit === state.visit?.id && pageSerial === page)
    ? { gate: 'cap.page', until: null }
    : null;
}

/** A cap on decisions that is reached, in every arm alike: further looks do not count. */
function spentCap(
  { state, configuration, now }: GateScene,
  campaign: CompiledCampaign,
  decisions: readonly RememberedDecision[],
): Shut | null {
  const made = campaign.optimise === null ? decisions : decisions.filter(isFirstLook);
  const { perVisit, perDay, perVisitor } = campaign.live.document.caps;
  const inVisit = made.filter(({ visit }) => visit === state.visit?.id);
  if (perVisit !== null && inVisit.length >= perVisit) return { gate: 'cap.visit', until: null };
  const zone = configuration.source.settings.timeZone;
  if (perDay !== null && countToday(made, zone, now) >= perDay)
    return { gate: 'cap.day', until: nextLocalDay(zone, now) };
  return perVisitor !== null && made.length >= perVisitor
    ? { gate: 'cap.visitor', until: null }
    : null;
}

/** Whether a decision made now would be one that only the arm that optimises has. */
export function isFurtherLook(scene: GateScene, campaign: CompiledCampaign): boolean {
  if (campaign.optimise === null) return false;
  const made = scene.state.decisions.filter((decision) => decision.campaign === campaign.live.id);
  return spentCap(scene, campaign, made) !== null;
}

/**
 * Somebody to whom it was best to offer nothing is looked at again while the decision that all arms had
 * still has the zone: so no other campaign sees a difference between the arms. Whom chance left out
 * stays so: by that comparison gains are learnt.
 */
function mayLookAgain(
  { state, now }: GateScene,
  { live, optimise }: CompiledCampaign,
  made: readonly RememberedDecision[],
): boolean {
  if (optimise === null) return false;
  const inVisit = made.filter(({ visit }) => visit === state.visit?.id);
  const since = inVisit.findLastIndex(isFirstLook);
  const first = inVisit[since];
  if (first === undefined || first.period !== live.period) return false;
  if (now >= first.at + zoneHoldMs || inVisit.length >= optimiseLimits.looksPerVisit) return false;
  return inVisit
    .slice(since)
    .every(
      ({ policy }) => policy?.arm === 'optimise' && policy.action === 'none' && !policy.byChance,
    );
}

function isFirstLook({ policy }: RememberedDecision): boolean {
  return policy?.again !== true;
}

function countToday(made: readonly RememberedDecision[], zone: string, now: number): number {
  const today = wallClock(zone, now)?.day;
  return made.filter(({ at }) => wallClock(zone, at)?.day === today).length;
}

function shutByDismissal(
  made: readonly RememberedDecision[],
  restMs: number,
  now: number,
): Shut | null {
  const latest = made.reduce(
    (newest, { dismissedAt }) => Math.max(newest, dismissedAt ?? -Infinity),
    -Infinity,
  );
  return now < latest + restMs ? { gate: 'cap.dismissal', until: latest + restMs } : null;
}

/**
 * By number of the zone: until when it is taken at most, 0 for free. A zone is taken from a decision
 * of any arm until its page view closes, its visit ends or ten minutes are over: never by what only
 * treatment can do, such as dismissing. That of an optimising campaign stays taken when its page view
 * closes, in every arm: what the policy may still offer finds its place, and nobody sees which arm it
 * was. A further look takes nothing: it rests on the decision before it.
 */
export function takenZones(scene: GateScene): number[] {
  return zonesTaken(scene, null, null);
}

/** Until when a campaign's zone is taken; what an optimising one holds for itself stands open to it. */
export function zoneTakenFor(
  scene: GateScene,
  campaign: CompiledCampaign,
  taken: readonly number[],
): number {
  const until = taken[campaign.zone] ?? 0;
  if (until === 0 || campaign.optimise === null) return until;
  return zonesTaken(scene, campaign.live.id, null)[campaign.zone] ?? 0;
}

/** Whether nothing else has the zone of a decision; where its campaign offered nothing, nothing stands. */
export function isZoneFreeFor(scene: GateScene, decision: RememberedDecision): boolean {
  return zonesTaken(scene, null, decision)[zoneNumber(decision.zone)] === 0;
}

/** `own`: whose decisions hold for one page view only; `forThis`: the decision that wants its zone. */
function zonesTaken(
  { state, configuration, now }: GateScene,
  own: CampaignId | null,
  forThis: RememberedDecision | null,
): number[] {
  const taken = [0, 0, 0, 0, 0];
  const { decisions, visit, pages } = state;
  for (let at = decisions.length - 1; at >= 0; at--) {
    const decision = decisions[at];
    if (decision === undefined || decision.visit !== visit?.id || now >= decision.at + zoneHoldMs)
      break;
    if (decision.policy?.again === true || standsAside(decision, forThis)) continue;
    const open =
      decision.pageSerial === 0 ||
      (decision.policy !== null && decision.campaign !== own) ||
      pages.some(({ serial }) => serial === decision.pageSerial);
    const zone = zoneNumber(decision.zone);
    if (open && configuration.ranks.has(decision.campaign))
      taken[zone] ||= decision.at + zoneHoldMs;
  }
  return taken;
}

/** A decision makes way for itself, and what offered nothing for those of its own campaign. */
function standsAside(decision: RememberedDecision, forThis: RememberedDecision | null): boolean {
  if (decision === forThis) return true;
  return decision.campaign === forThis?.campaign && decision.policy?.action === 'none';
}

/** What a variant can offer now; null: nobody is free and it shows nothing then. */
export function offerNow({ offer }: Variant, availability: Availability): Decision['offer'] | null {
  if (offer.channel === 'content') return 'content';
  if (hasRoom(offer, availability)) return 'live';
  return offer.fallback === null ? null : 'fallback';
}

/** A skill that availability does not name stands as everybody does. */
function hasRoom(
  { skill }: Extract<Offer, { channel: 'chat' }>,
  { skills }: Availability,
): boolean {
  return ((skills[skill ?? '*'] ?? skills['*'])?.free ?? 0) > 0;
}
