// Which decisions have a zone of the page, and which invitations of policies are in one without
// having taken it (offers outside their campaign's own moment). Such an invitation goes out only if
// the zone is empty and makes way for a decision that takes the zone, so other campaigns see no
// difference between the arms.
//
// Few remembered decisions may still have their zone. A decision loses it for good once its page is
// closed, its visit is over or its time is out. The candidates are kept separately, so an event
// costs the same for a visitor with many decisions.
import type { CampaignId } from '@opportune/protocol/ids.ts';
import type { Profile } from '../../behaviour/profile.ts';
import { isAtMoment, isOffered, waitsUntil } from './remembered-policy.ts';
import type { DecisionsMade } from './decisions-made.ts';
import type { RememberedDecision } from './remembered-decision.ts';

/** The longest time a zone is taken. */
export const zoneHoldMs = 10 * 60_000;

type Holding = Pick<Profile, 'visit' | 'pages'>;

/** Adds the newest decision to those that have their zone, and drops those that have lost it. */
export function addTaker(
  state: Holding & { zoneTakers: readonly RememberedDecision[] | null },
  decision: RememberedDecision,
): void {
  if (!isAtMoment(decision)) return;
  const before = state.zoneTakers?.filter((each) => hasZone(each, state, decision.at)) ?? [];
  state.zoneTakers = [...before, decision];
}

/**
 * Whether a decision made at its campaign's moment still has its zone: until its page view closes,
 * its visit ends or ten minutes pass.
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

/** Withdraws the policies' invitations in a zone that a decision takes. */
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

/**
 * Whether a policy's invitation outside its moment is still in front of the visitor, as far as
 * known.
 */
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
    // An invitation that waited may be on a later page than the one it was decided on.
    if (each.pageSerial === 0 || isOpen(pages, each.pageSerial) || waitsUntil(each) !== null)
      return true;
  }
  return false;
}
