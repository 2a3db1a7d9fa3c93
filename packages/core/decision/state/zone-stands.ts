// What stands in a zone without having taken it: invitations of policies, beyond their campaign's own
// moment. They go out only where nothing else is, and make way for whoever takes the zone; so no other
// campaign sees a difference between the arms.
import type { CampaignId } from '@opportune/protocol/ids.ts';
import type { Profile } from '../../behaviour/profile.ts';
import { isAtMoment, isOffered, waitsUntil } from './remembered-policy.ts';
import type { DecisionsMade } from './decisions-made.ts';
import type { RememberedDecision } from './remembered-decision.ts';

/** How long a zone is taken at most. */
export const zoneHoldMs = 10 * 60_000;

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
  { decisions, visit, pages }: Remembering & Pick<Profile, 'visit' | 'pages'>,
  zone: RememberedDecision['zone'],
  campaign: CampaignId,
  now: number,
): boolean {
  for (let before = 0; before < decisions.length; before++) {
    const each = decisions.newest(before);
    if (each === undefined || each.visit !== visit?.id || now >= each.at + zoneHoldMs) return false;
    if (each.zone !== zone || each.campaign === campaign || !stands(each, now)) continue;
    // One that waited may be on a later page than the one it was decided on.
    const isOpen = pages.some(({ serial }) => serial === each.pageSerial);
    if (isOpen || each.pageSerial === 0 || waitsUntil(each) !== null) return true;
  }
  return false;
}
