// What can hold a true moment back: caps, the zone, room with agents, a conversation under way. Each
// rests on what both arms have alike, so that control's ghosts are held back as treatment is; where
// it cannot (dismissals), it touches only what comes after a visitor has been counted.
import type { Offer, Variant } from '@opportune/protocol/campaign.ts';
import type { Availability } from '@opportune/protocol/configuration.ts';
import type { Decision, Gate } from '@opportune/protocol/decision.ts';
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
  const until = takenZones(scene)[campaign.zone] ?? 0;
  const zone: Shut | null = until === 0 ? null : { gate: 'zone', until };
  return shutByCaps(scene, campaign) ?? zone ?? shutByRoom(scene, campaign);
}

/** Nobody free to answer, or a conversation under way. */
function shutByRoom({ state, availability }: GateScene, campaign: CompiledCampaign): Shut | null {
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
  const { state, configuration, now } = scene;
  if (state.decisions.length === 0) return null;
  const { id, document } = campaign.live;
  const made = state.decisions.filter((decision) => decision.campaign === id);
  if (made.length === 0) return null;
  const { perVisit, perDay, perVisitor, afterDismissalS } = document.caps;
  const page = state.front?.serial ?? 0;
  const inVisit = made.filter(({ visit }) => visit === state.visit?.id);
  if (perVisit !== null && inVisit.length >= perVisit) return { gate: 'cap.visit', until: null };
  const zone = configuration.source.settings.timeZone;
  if (perDay !== null && countToday(made, zone, now) >= perDay)
    return { gate: 'cap.day', until: nextLocalDay(zone, now) };
  if (perVisitor !== null && made.length >= perVisitor) return { gate: 'cap.visitor', until: null };
  const resting =
    afterDismissalS === null ? null : shutByDismissal(made, afterDismissalS * 1000, now);
  if (resting !== null) return resting;
  // Whatever its caps, a campaign decides once a page view: a moment that stays true is one moment.
  return inVisit.some(({ pageSerial }) => pageSerial === page)
    ? { gate: 'cap.page', until: null }
    : null;
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
 * of either arm until its page view closes, its visit ends or ten minutes are over: never by what
 * only treatment can do, such as dismissing.
 */
export function takenZones({ state, configuration, now }: GateScene): number[] {
  const taken = [0, 0, 0, 0, 0];
  const { decisions, visit, pages } = state;
  for (let at = decisions.length - 1; at >= 0; at--) {
    const decision = decisions[at];
    if (decision === undefined || decision.visit !== visit?.id || now >= decision.at + zoneHoldMs)
      break;
    const open =
      decision.pageSerial === 0 || pages.some(({ serial }) => serial === decision.pageSerial);
    const zone = zoneNumber(decision.zone);
    if (open && configuration.ranks.has(decision.campaign))
      taken[zone] ||= decision.at + zoneHoldMs;
  }
  return taken;
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
