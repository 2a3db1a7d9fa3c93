// The decisions that a visitor's state remembers, and those of one campaign among them. While they are
// many they are kept by campaign as well, so that nobody with a long past is looked through for each.
import type { CampaignId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';
import type { RememberedDecision } from './remembered-decision.ts';
import type { VisitorState } from './state.ts';

/** Up to so many, looking through them takes no longer than a map does, which takes memory. */
const mostLookedThrough = 16;
const none: readonly RememberedDecision[] = [];

/** Remembers a decision as the newest; at the bound the oldest is forgotten. */
export function addDecision(state: VisitorState, decision: RememberedDecision): void {
  const { decisions } = state;
  if (decisions.length >= profileLimits.decisions) forgetOldest(state);
  decisions.push(decision);
  if (state.decidedBy !== null) addTo(state.decidedBy, decision);
  else if (decisions.length > mostLookedThrough) state.decidedBy = byCampaign(decisions);
}

/** A campaign's remembered decisions, the newest first. */
export function madeBy(
  { decisions, decidedBy }: VisitorState,
  campaign: CampaignId,
): readonly RememberedDecision[] {
  if (decidedBy !== null) return decidedBy.get(campaign) ?? none;
  let made: RememberedDecision[] | null = null;
  for (let at = decisions.length - 1; at >= 0; at--) {
    const decision = decisions[at];
    if (decision?.campaign === campaign) (made ??= []).push(decision);
  }
  return made ?? none;
}

function forgetOldest(state: VisitorState): void {
  const oldest = state.decisions.shift();
  state.dropped++;
  if (oldest === undefined || state.decidedBy === null) return;
  // Of all the oldest, so the last of its campaign's as well.
  const left = state.decidedBy.get(oldest.campaign)?.slice(0, -1) ?? none;
  if (left.length === 0) state.decidedBy.delete(oldest.campaign);
  else state.decidedBy.set(oldest.campaign, left);
}

type ByCampaign = Map<CampaignId, readonly RememberedDecision[]>;

function byCampaign(decisions: readonly RememberedDecision[]): ByCampaign {
  const by: ByCampaign = new Map();
  for (const decision of decisions) addTo(by, decision);
  return by;
}

function addTo(by: ByCampaign, decision: RememberedDecision): void {
  by.set(decision.campaign, [decision, ...(by.get(decision.campaign) ?? none)]);
}
