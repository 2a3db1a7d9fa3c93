// Who has a zone of the page, and what stands in one without having taken it: invitations of policies,
// beyond their campaign's own moment. These go out only where nothing else is, and make way for whoever
// takes the zone; so no other campaign sees a difference between the arms.
//
// Of all decisions that are remembered few may have their zone still: once its page is closed, its visit
// over or its time out, a decision never has it again. They are kept apart, so that an event costs a
// visitor of many decisions no more than others.
import type { CampaignId } from '@opportune/protocol/ids.ts';
import type { Profile } from '../../behaviour/profile.ts';
import { isAtMoment, isOffered, waitsUntil } from './remembered-policy.ts';
import type { DecisionsMade } from './decisions-made.ts';
import type { RememberedDecision } from './remembered-decision.ts';

/** How long a zone is taken at most. */
export const zoneHoldMs = 10 * 60_000;

type Holding = Pick<Profile, 'visit' | 'pages'>;

/** Adds the newest decision to those that have their zone, and leaves out who has it no longer. */
export function addTaker(
  state: Holding & { zoneTakers: readonly RememberedDecision[] | null },
  decision: RememberedDecision,
): void {
  if (!isAtMoment(decision)) return;
  const before = state.zoneTakers?.filter((each) => hasZone(each, state, decision.at)) ?? [];
  state.zoneTakers = [...before, decision];
}

/**
 * Whether a decision made at its campaign's moment has its zone: until its page view closes, its visit
 * ends or ten minutes are over.
 */
export function hasZone(
  { visit, at, pageSerial }: RememberedDecision,
  { visit: present, pages }: Holding,
  now: number,
): boolean {
  if (visit !== present?.id || now >= at + zoneHoldMs) return false;
  return pageSerial === 0 || isOpen(pages, pageSerial);
}

function isOpen(pages: Holding['pages'], serial: number): boolean {
  for (const page of pages) if (page.serial === serial) return true;
  return false;
}

interface Remembering {
  readonly decisions: DecisionsMade;
}

const nobody: readonly RememberedDecision[] = [];

/** Has the invitations of policies withdrawn that stand in the zone that a decision takes. */
export function makeWay(
  { decisions }: Remembering,
  taker: RememberedDecision,
): readonly RememberedDecision[] {
  if (!isAtMoment(taker)) return nobody;
  const { visit, campaign, zone, at } = taker;
  let gone: RememberedDecision[] | null = null;
  for (let before = 0; before < decisions.length; before++) {
    const each = decisions.newest(before);
    if (each === undefined || each.visit !== visit || at >= each.at + zoneHoldMs) break;
    if (each.zone !== zone || each.campaign === campaign || !stands(each, at)) continue;
    each.withdrawn = true;
    (gone ??= []).push(each);
  }
  return gone ?? nobody;
}

/** Whether an invitation of a policy is before the visitor, beyond what took the zone, as far as is known. */
function stands(decision: RememberedDecision, now: number): boolean {
  if (decision.policy === null || !isOffered(decision) || decision.withdrawn) return false;
  const waited = waitsUntil(decision);
  if (isAtMoment(decision) && waited === null) return false;
  const isAnswered = decision.dismissedAt !== null || decision.step === 'engaged';
  return !isAnswered && (waited ?? decision.at) <= now;
}

/** Whether an invitation of another campaign's policy is in the zone. */
export function isStoodIn(
  { decisions, visit, pages }: Remembering & Holding,
  zone: RememberedDecision['zone'],
  campaign: CampaignId,
  now: number,
): boolean {
  for (let before = 0; before < decisions.length; before++) {
    const each = decisions.newest(before);
    if (each === undefined || each.visit !== visit?.id || now >= each.at + zoneHoldMs) return false;
    if (each.zone !== zone || each.campaign === campaign || !stands(each, now)) continue;
    // One that waited may be on a later page than the one it was decided on.
    if (each.pageSerial === 0 || isOpen(pages, each.pageSerial) || waitsUntil(each) !== null)
      return true;
  }
  return false;
}
