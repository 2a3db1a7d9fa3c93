// The decisions that a visitor's state remembers, and those of one campaign among them. Most campaigns
// have made none: while there are many decisions, how many each has made is counted as they come and
// go, so that nobody with a long past is looked through for each campaign.
import type { CampaignId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';
import type { RememberedDecision } from './remembered-decision.ts';
import type { VisitorState } from './state.ts';

/** Up to so many, looking through them takes no longer than counting, which takes memory. */
const mostLookedThrough = 16;
const none: readonly RememberedDecision[] = [];

/** Remembers a decision as the newest; at the bound the oldest is forgotten. */
export function addDecision(state: VisitorState, decision: RememberedDecision): void {
  const { decisions } = state;
  if (decisions.length >= profileLimits.decisions) forgetOldest(state);
  decisions.push(decision);
  if (state.decidedTimes !== null) count(state.decidedTimes, decision, 1);
  else if (decisions.length > mostLookedThrough) state.decidedTimes = timesOf(decisions);
}

/** A campaign's remembered decisions, the newest first. */
export function madeBy(
  { decisions, decidedTimes }: VisitorState,
  campaign: CampaignId,
): readonly RememberedDecision[] {
  let left = decidedTimes === null ? decisions.length : (decidedTimes.get(campaign) ?? 0);
  let made: RememberedDecision[] | null = null;
  for (let at = decisions.length - 1; at >= 0 && left > 0; at--) {
    const decision = decisions[at];
    if (decision?.campaign !== campaign) continue;
    (made ??= []).push(decision);
    left--;
  }
  return made ?? none;
}

function forgetOldest(state: VisitorState): void {
  const oldest = state.decisions.shift();
  if (oldest !== undefined && state.decidedTimes !== null) count(state.decidedTimes, oldest, -1);
  state.dropped++;
}

function timesOf(decisions: readonly RememberedDecision[]): Map<CampaignId, number> {
  const times = new Map<CampaignId, number>();
  for (const decision of decisions) count(times, decision, 1);
  return times;
}

function count(
  times: Map<CampaignId, number>,
  { campaign }: RememberedDecision,
  more: number,
): void {
  const now = (times.get(campaign) ?? 0) + more;
  if (now === 0) times.delete(campaign);
  else times.set(campaign, now);
}
