// What can hold a true moment back: caps, the zone, room with agents, a conversation under way. Each
// rests on what both arms have alike, so that control's ghosts are held back as treatment is; where
// it cannot (dismissals, what a policy has offered), it touches only what comes after a visitor has
// been counted.
import { takesAgents, type Offer, type Variant } from '@opportune/protocol/campaign/campaign.ts';
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
  return shutByCaps(scene, campaign) ?? shutByZone(scene, campaign) ?? shutByRoom(scene, campaign);
}

function shutByZone(scene: GateScene, { zone }: CompiledCampaign): Shut | null {
  const until = takenZones(scene)[zone] ?? 0;
  return until === 0 ? null : { gate: 'zone', until };
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
  return isTalking({ state }, campaign) ? { gate: 'in-conversation', until: null } : null;
}

/** A conversation is under way, and the campaign might offer another. */
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
  // Whatever its caps, a campaign decides once a page view: a moment that stays true is one moment.
  return hasPage(scene, id, isAtMoment) ? { gate: 'cap.page', until: null } : null;
}

/** What a cap counts, of decisions that are remembered as of those that are forgotten. */
const counting = { moments: isAtMoment, offers: isOffered } as const;

/** A cap on decisions that is reached by those that count, forgotten ones too. */
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

/** Whether what the arm that optimises was offered has reached a cap, or this page view has had one. */
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
 * By number of the zone: until when it is taken at most, 0 for free. A zone is taken from a decision
 * of any arm until its page view closes, its visit ends or ten minutes are over: never by what only
 * treatment can do, such as dismissing. Of an optimising campaign those at its own moment take it, in
 * every arm alike; what its policy offers beyond takes nothing (zone-stands.ts).
 */
export function takenZones(scene: GateScene): number[] {
  return zonesTaken(scene, null);
}

/** Whether a decision of another campaign has the zone of this one. */
export function isTakenByOthers(scene: GateScene, { live, zone }: CompiledCampaign): boolean {
  return zonesTaken(scene, live.id)[zone] !== 0;
}

/** `without`: a campaign whose own decisions do not count. */
function zonesTaken(
  { state, configuration, now }: GateScene,
  without: CompiledCampaign['live']['id'] | null,
): number[] {
  const taken = [0, 0, 0, 0, 0];
  for (const decision of state.zoneTakers ?? nobody) {
    if (decision.campaign === without || !configuration.ranks.has(decision.campaign)) continue;
    // In the order in which they were made: of two the newer has it longer.
    if (hasZone(decision, state, now)) taken[zoneNumber(decision.zone)] = decision.at + zoneHoldMs;
  }
  return taken;
}

const nobody: readonly RememberedDecision[] = [];

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
