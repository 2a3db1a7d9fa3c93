// When the policy of an optimising campaign is asked during a visit: as a page opens, and after 15,
// 30 and 60 seconds on it. Whether it may still be asked follows only from the visit's decisions
// and pages, so a restored profile gives the same answer. It asks no policy itself.
import { optimiseLimits } from '@opportune/protocol/limits/campaigns.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import type { VisitorState } from '../state/state.ts';
import type { RememberedDecision } from '../state/remembered-decision.ts';

const looksAfterS = [15, 30, 60];

/** The campaign's decisions of this visit and period. Empty if it has not enrolled the visitor. */
export function rowsOfVisit(
  state: VisitorState,
  { live }: CompiledCampaign,
): readonly RememberedDecision[] {
  return state.decisions
    .of(live.id, ({ visit }) => visit === state.visit?.id)
    .filter(({ period }) => period === live.period);
}

/** Nothing is decided in this visit yet, so the policy is asked on. */
export function isUndecided(rows: readonly RememberedDecision[]): boolean {
  return rows.every(({ policy }) => policy?.isDecided === false);
}

/** A visitor left out of this visit, by chance or finally by the policy, stays out. */
export function isLeftOut(rows: readonly RememberedDecision[]): boolean {
  return rows.some(({ policy }) => policy?.isDecided === true && policy.action === 'none');
}

/** Whether the policy may be asked now, outside the campaign's own moment. */
export function isLookedAt({ visit }: VisitorState, now: number): boolean {
  if (visit === null || visit.pages > optimiseLimits.lookPages) return false;
  return now - visit.startedAt <= optimiseLimits.lookS * 1000;
}

/** The next instant at which time alone triggers a look. Null for none on this page. */
export function nextLook(state: VisitorState, now: number): number | null {
  const { front } = state;
  if (front === null) return null;
  for (const seconds of looksAfterS) {
    const at = front.since + seconds * 1000;
    if (at > now) return isLookedAt(state, at) ? at : null;
  }
  return null;
}
