// When the policy of an optimising campaign is asked during a visit: as a page opens, and after 15, 30
// and 60 seconds on it. Whether it still may be asked follows from the decisions of the visit and its
// pages alone, so that a restored profile knows the same. It asks nobody.
import { optimiseLimits } from '@opportune/protocol/limits.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import type { VisitorState } from '../state/state.ts';
import type { RememberedDecision } from '../state/remembered-decision.ts';

const looksAfterS = [15, 30, 60];

/** The campaign's decisions of this visit and period; empty: it has not taken the visitor in. */
export function rowsOfVisit(
  state: VisitorState,
  { live }: CompiledCampaign,
): readonly RememberedDecision[] {
  return state.decisions
    .of(live.id, ({ visit }) => visit === state.visit?.id)
    .filter(({ period }) => period === live.period);
}

/** Nothing was decided in this visit yet, so that the policy is asked on. */
export function isUndecided(rows: readonly RememberedDecision[]): boolean {
  return rows.every(({ policy }) => policy?.isDecided === false);
}

/** Whom chance, or the policy for good, left out in this visit stays out. */
export function isLeftOut(rows: readonly RememberedDecision[]): boolean {
  return rows.some(({ policy }) => policy?.isDecided === true && policy.action === 'none');
}

/** Whether the policy may be asked now at other moments than the campaign's own. */
export function isLookedAt({ visit }: VisitorState, now: number): boolean {
  if (visit === null || visit.pages > optimiseLimits.lookPages) return false;
  return now - visit.startedAt <= optimiseLimits.lookS * 1000;
}

/** The next instant at which time alone has it asked; null for none on this page. */
export function nextLook(state: VisitorState, now: number): number | null {
  const { front } = state;
  if (front === null) return null;
  for (const seconds of looksAfterS) {
    const at = front.since + seconds * 1000;
    if (at > now) return isLookedAt(state, at) ? at : null;
  }
  return null;
}
