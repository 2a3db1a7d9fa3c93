// What can hold a true moment back: caps, the zone, room with agents, a conversation under way. Each
// rests on what both arms have alike, so that control's ghosts are held back as treatment is; where
// it cannot (dismissals, what a policy has offered), it touches only what comes after a visitor has
// been counted.
import type { Offer, Variant } from '@opportune/protocol/campaign.ts';
import type { Availability } from '@opportune/protocol/configuration.ts';
import type { Decision, Gate } from '@opportune/protocol/decision.ts';
import { nextLocalDay, wallClock } from '../world/local-time.ts';
import type { CompiledConfiguration } from './compile.ts';
import type { CompiledCampaign } from './compiled-campaign.ts';
import { isAtMoment, isOffered } from './remembered-policy.ts';
import { longestDayMs } from './decisions-made.ts';
import type { VisitorState } from './state.ts';
import type { RememberedDecision } from './remembered-decision.ts';
import { zoneHoldMs } from './zone-stands.ts';
import { hasZone } from './zone-takers.ts';
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
  return live.document.engagement.variants.some(({ offer }) => offer.channel === 'chat');
}

function shutByCaps(scene: GateScene, campaign: CompiledCampaign): Shut | null {
  const { state, now } = scene;
  const made = state.decisions.of(campaign.live.id);
  if (made.length === 0 && state.decisions.forgotten(campaign.live.id) === null) return null;
  const spent = spentCap(scene, campaign, made, 'moments');
  if (spent !== null) return spent;
  const { afterDismissalS } = campaign.live.document.caps;
  const restMs = (afterDismissalS ?? 0) * 1000;
  const resting = now < state.dismissedAt + restMs ? shutByDismissal(made, restMs, now) : null;
  if (resting !== null) return resting;
  // Whatever its caps, a campaign decides once a page view: a moment that stays true is one moment.
  return hasPage(made, isAtMoment, state) ? { gate: 'cap.page', until: null } : null;
}

type Counts = (decision: RememberedDecision) => boolean;

/** What a cap counts, of decisions that are remembered as of those that are forgotten. */
const counting = { moments: isAtMoment, offers: isOffered } as const;

/** A cap on decisions that is reached by those of these, the newest first, and of forgotten ones, that count. */
function spentCap(
  { state, configuration, now }: GateScene,
  campaign: CompiledCampaign,
  made: readonly RememberedDecision[],
  kind: keyof typeof counting,
): Shut | null {
  const { perVisit, perDay, perVisitor } = campaign.live.document.caps;
  const zone = configuration.source.settings.timeZone;
  const counts = counting[kind];
  const forgotten = state.decisions.forgotten(campaign.live.id);
  const most = made.length + (forgotten?.[kind].ever ?? 0);
  if (perVisit !== null && most >= perVisit) {
    const before = forgotten?.visit === state.visit?.id ? (forgotten?.[kind].inVisit ?? 0) : 0;
    if (before + countInVisit(made, counts, state) >= perVisit)
      return { gate: 'cap.visit', until: null };
  }
  if (perDay !== null && most >= perDay) {
    const today = wallClock(zone, now)?.day;
    const before = forgotten?.day === today ? (forgotten?.[kind].inDay ?? 0) : 0;
    if (before + countOnDay(made, counts, zone, { today, now }) >= perDay)
      return { gate: 'cap.day', until: nextLocalDay(zone, now) };
  }
  return perVisitor !== null &&
    most >= perVisitor &&
    most - made.length + made.filter(counts).length >= perVisitor
    ? { gate: 'cap.visitor', until: null }
    : null;
}

/** Whether what the arm that optimises was offered has reached a cap, or this page view has had one. */
export function hasOfferedAll(scene: GateScene, campaign: CompiledCampaign): boolean {
  const { state } = scene;
  const made = state.decisions.of(campaign.live.id);
  return spentCap(scene, campaign, made, 'offers') !== null || hasPage(made, isOffered, state);
}

/** Those of former visits are behind those of this one: of a visitor with a long past they are not looked at. */
function countInVisit(
  made: readonly RememberedDecision[],
  counts: Counts,
  { visit }: VisitorState,
): number {
  let count = 0;
  for (const decision of made) {
    if (decision.visit !== visit?.id) break;
    if (counts(decision)) count++;
  }
  return count;
}

function hasPage(
  made: readonly RememberedDecision[],
  counts: Counts,
  { visit, front }: VisitorState,
): boolean {
  for (const decision of made) {
    if (decision.visit !== visit?.id) break;
    if (decision.pageSerial === (front?.serial ?? 0) && counts(decision)) return true;
  }
  return false;
}

function countOnDay(
  made: readonly RememberedDecision[],
  counts: Counts,
  zone: string,
  { today, now }: { readonly today: number | undefined; readonly now: number },
): number {
  let count = 0;
  for (const decision of made) {
    if (now - decision.at >= longestDayMs) break;
    if (counts(decision) && wallClock(zone, decision.at)?.day === today) count++;
  }
  return count;
}

function shutByDismissal(
  made: readonly RememberedDecision[],
  restMs: number,
  now: number,
): Shut | null {
  let latest = -Infinity;
  for (const { dismissedAt } of made) latest = Math.max(latest, dismissedAt ?? -Infinity);
  return now < latest + restMs ? { gate: 'cap.dismissal', until: latest + restMs } : null;
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
