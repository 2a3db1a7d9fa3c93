// The gates that can hold back a campaign whose moment is true: caps, the zone, free agents, a
// conversation under way. A gate rests on what both arms have in common, so control's ghosts are
// held back as treatment is. Where that is impossible (dismissals, offers by a policy), the gate
// only affects a visitor who has been counted already.
import {
  type AnsweredOffer,
  takesAgents,
  type Variant,
} from '@opportune/protocol/campaign/campaign.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type { Decision, Gate } from '@opportune/protocol/campaign/decision.ts';
import type { CampaignId } from '@opportune/protocol/ids.ts';
import { nextLocalDay, wallClock } from '../../world/local-time.ts';
import type { CompiledConfiguration } from '../configuration/compile.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import { isAtMoment, isOffered } from '../state/remembered-policy.ts';
import { latest, longestDayMs, type Forgotten } from '../state/decisions-made.ts';
import type { VisitorState } from '../state/state.ts';
import type { RememberedDecision } from '../state/remembered-decision.ts';
import { hasZone, zoneHoldMs } from '../state/zone-stands.ts';
import { zoneNumber } from './zones.ts';

/**
 * A shut gate, and the instant at which time alone opens it. `cap.page` is explained as
 * `cap.visit`.
 */
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

/** The first shut gate in the order of explanation, or null. */
export function shutGate(scene: GateScene, campaign: CompiledCampaign): Shut | null {
  if (scene.state.engagements.muted) return { gate: 'muted', until: null };
  return shutByCaps(scene, campaign) ?? shutByZone(scene, campaign) ?? shutByRoom(scene, campaign);
}

function shutByZone(scene: GateScene, { zone }: CompiledCampaign): Shut | null {
  const until = takenZones(scene)[zone] ?? 0;
  return until === 0 ? null : { gate: 'zone', until };
}

/** No agent is free, or a conversation is under way. */
export function shutByRoom(
  { state, availability }: GateScene,
  campaign: CompiledCampaign,
): Shut | null {
  const { variants } = campaign.live.document.engagement;
  // Checks all variants, not only the visitor's: who counts must not depend on the variant drawn.
  if (variants.some((variant) => offerNow(variant, availability) === null))
    return { gate: 'agents', until: null };
  return isTalking({ state }, campaign) ? { gate: 'in-conversation', until: null } : null;
}

/** Whether a conversation is under way and the campaign might offer another. */
export function isTalking(
  { state }: Pick<GateScene, 'state'>,
  { live }: CompiledCampaign,
): boolean {
  if (state.engagements.conversation === null) return false;
  return takesAgents(live.document);
}

function shutByCaps(scene: GateScene, campaign: CompiledCampaign): Shut | null {
  const { state, now } = scene;
  const { id } = campaign.live;
  if (!state.decisions.knows(id)) return null;
  const spent = spentCap(scene, campaign, 'moments');
  if (spent !== null) return spent;
  const { afterDismissalS } = campaign.live.document.caps;
  const restMs = (afterDismissalS ?? 0) * 1000;
  const resting = now < state.dismissedAt + restMs ? shutByDismissal(scene, id, restMs) : null;
  if (resting !== null) return resting;
  // A campaign decides at most once a page view, whatever its caps: a moment that stays true is one
  // moment.
  return hasPage(scene, id, isAtMoment) ? { gate: 'cap.page', until: null } : null;
}

/** Which decisions a cap counts, both remembered and forgotten ones. */
const counting = { moments: isAtMoment, offers: isOffered } as const;

/** The cap that the counted decisions have reached, including forgotten ones. */
function spentCap(
  scene: GateScene,
  { live: { id, document } }: CompiledCampaign,
  kind: keyof typeof counting,
): Shut | null {
  const { perVisit, perDay, perVisitor } = document.caps;
  const made = { id, kind, forgotten: scene.state.decisions.forgotten(id) };
  if (perVisit !== null && countInVisit(scene, made) >= perVisit)
    return { gate: 'cap.visit', until: null };
  if (perDay !== null && countOnDay(scene, made) >= perDay)
    return { gate: 'cap.day', until: nextLocalDay(timeZoneOf(scene), scene.now) };
  if (perVisitor !== null && countEver(scene, made) >= perVisitor)
    return { gate: 'cap.visitor', until: null };
  return null;
}

/**
 * Whether the offers made in the arm that optimises have reached a cap, or this page view already
 * had one.
 */
export function hasOfferedAll(scene: GateScene, campaign: CompiledCampaign): boolean {
  return (
    spentCap(scene, campaign, 'offers') !== null || hasPage(scene, campaign.live.id, isOffered)
  );
}

/** A campaign's decisions of one kind. */
interface Made {
  readonly id: CampaignId;
  readonly kind: keyof typeof counting;
  readonly forgotten: Forgotten | null;
}

function countInVisit({ state }: GateScene, { id, kind, forgotten }: Made): number {
  const { decisions, visit } = state;
  const inVisit = decisions.of(id, (decision) => decision.visit === visit?.id);
  const before = forgotten?.visit === visit?.id ? (forgotten?.[kind].inVisit ?? 0) : 0;
  return before + inVisit.filter(counting[kind]).length;
}

function countOnDay(scene: GateScene, { id, kind, forgotten }: Made): number {
  const { state, now } = scene;
  const zone = timeZoneOf(scene);
  const today = wallClock(zone, now)?.day;
  const onDay = state.decisions.of(
    id,
    ({ at }) => now - at < longestDayMs && wallClock(zone, at)?.day === today,
  );
  const before = forgotten?.day === today ? (forgotten?.[kind].inDay ?? 0) : 0;
  return before + onDay.filter(counting[kind]).length;
}

function countEver({ state }: GateScene, { id, kind, forgotten }: Made): number {
  return (forgotten?.[kind].ever ?? 0) + state.decisions.of(id).filter(counting[kind]).length;
}

function timeZoneOf({ configuration }: GateScene): string {
  return configuration.source.settings.timeZone;
}

/** Whether the page view in front has had a decision that counts. */
function hasPage(
  { state: { decisions, visit, front } }: GateScene,
  id: CampaignId,
  counts: (decision: RememberedDecision) => boolean,
): boolean {
  const serial = front?.serial ?? 0;
  return decisions
    .of(id, (decision) => decision.visit === visit?.id)
    .some((decision) => decision.pageSerial === serial && counts(decision));
}

function shutByDismissal({ state, now }: GateScene, id: CampaignId, restMs: number): Shut | null {
  let at = state.decisions.forgotten(id)?.dismissedAt ?? null;
  for (const { dismissedAt } of state.decisions.of(id)) at = latest(at, dismissedAt);
  return at !== null && now < at + restMs ? { gate: 'cap.dismissal', until: at + restMs } : null;
}

/**
 * By zone number: the latest instant until which it is taken, 0 if free. A decision in any arm
 * takes its zone until its page view closes, its visit ends or ten minutes pass. What only
 * treatment can do, such as dismissing, never changes that. In an optimising campaign only
 * decisions at its own moment take the zone, in every arm alike. Other offers of its policy take
 * nothing (zone-stands.ts).
 */
export function takenZones(scene: GateScene): number[] {
  return zonesTaken(scene, null);
}

/** Whether another campaign's decision has taken this campaign's zone. */
export function isTakenByOthers(scene: GateScene, { live, zone }: CompiledCampaign): boolean {
  return zonesTaken(scene, live.id)[zone] !== 0;
}

/** `without`: a campaign whose own decisions are left out. */
function zonesTaken(
  { state, configuration, now }: GateScene,
  without: CompiledCampaign['live']['id'] | null,
): number[] {
  const taken = [0, 0, 0, 0, 0];
  for (const decision of state.zoneTakers ?? nobody) {
    if (decision.campaign === without || !configuration.ranks.has(decision.campaign)) continue;
    // In the order they were made: of two decisions the newer keeps the zone longer.
    if (hasZone(decision, state, now)) taken[zoneNumber(decision.zone)] = decision.at + zoneHoldMs;
  }
  return taken;
}

const nobody: readonly RememberedDecision[] = [];

/**
 * What a variant can offer now. Null if no agent has room and it has no fallback. A call is offered
 * while a person is there, because its visitor is told how long they wait.
 */
export function offerNow({ offer }: Variant, availability: Availability): Decision['offer'] | null {
  if (offer.channel === 'content') return 'content';
  if (hasRoom(offer, availability)) return 'live';
  return offer.fallback === null ? null : 'fallback';
}

/** A skill that availability does not name has the availability of all agents together. */
function hasRoom({ channel, skill }: AnsweredOffer, { skills }: Availability): boolean {
  const room = skills[skill ?? '*'] ?? skills['*'];
  // A program does not speak.
  return ((channel === 'call' ? (room?.people ?? room?.online) : room?.free) ?? 0) > 0;
}
