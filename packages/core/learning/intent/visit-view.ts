// A visitor's state at an instant as the intent model reads it. It reads the profile and decides
// nothing. The caller provides the local hour.
import { lastVisitAt, visitsSoFar } from '@opportune/core/behaviour/past-visits.ts';
import type { VisitorState } from '@opportune/core/decision/state/state.ts';
import type { VisitView } from './visit-features.ts';

/** The visit at `now`. Null if there is none. */
export function visitView(
  state: VisitorState,
  now: number,
  localHour: number | null,
): VisitView | null {
  const { visit, front, cart, interest, engagements } = state;
  if (visit === null) return null;
  const running = state.shownSince === null ? 0 : Math.max(0, now - state.shownSince);
  const before = lastVisitAt(state);
  return {
    pages: visit.pages,
    events: visit.events,
    dwellSeconds: (visit.attentionMs + running) / 1000,
    pageDwellSeconds: front === null ? 0 : (front.attentionMs + running) / 1000,
    durationSeconds: Math.max(0, now - visit.startedAt) / 1000,
    scrollPercent: front?.scroll ?? 0,
    leaving: front?.leaving ?? false,
    path: visit.path,
    paths: visit.paths,
    sections: visit.sections,
    cartItems: cart.items ?? 0,
    cartTotal: cart.total ?? 0,
    products: interest.productCount,
    searches: interest.searchCount,
    errors: visit.errors,
    formsStarted: visit.formsStarted.length,
    formsLeft: visit.formsLeft.length,
    clicks: visit.marks.length,
    visits: visitsSoFar(state),
    sinceLastVisitSeconds: before === null ? null : Math.max(0, visit.startedAt - before) / 1000,
    orders: state.orders.count,
    verified: state.person?.verified ?? false,
    conversations: engagements.conversations,
    dismissed: engagements.dismissed,
    channel: visit.source?.channel ?? null,
    device: state.device?.type ?? null,
    localHour,
  };
}
