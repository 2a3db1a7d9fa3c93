// What the owner holds for one visitor beside the profile: browser connections, offers that wait
// for an answer, and the promise of a profile that is still being read from the log.
import type { AccountId, DecisionId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { EngagementContent } from '@opportune/protocol/decision.ts';
import type { VisitorState } from '@opportune/core/decision/engine.ts';
import type { AccountEngine } from './account-engine.ts';
import type { VisitorLink } from './intake.ts';
import type { TrialRun } from './trial.ts';

export interface VisitorEntry {
  readonly account: AccountId;
  /** Where they were first met; where they are now, their state says. */
  readonly site: SiteId;
  readonly visitor: VisitorId;
  state: VisitorState | null;
  /** Resolves once `state` is there; null when it is. */
  loading: Promise<void> | null;
  readonly links: Set<VisitorLink>;
  /** Sent and not yet answered by the browser: sent again to a browser that reconnects. */
  readonly offered: Map<DecisionId, EngagementContent>;
  lastSeenAt: number;
  trial: TrialRun | null;
}

/** A visitor in memory whose profile is there. */
export interface PresentVisitor {
  readonly engine: AccountEngine;
  readonly entry: VisitorEntry;
  readonly state: VisitorState;
}

export function visitorEntry(account: AccountId, site: SiteId, visitor: VisitorId): VisitorEntry {
  return {
    account,
    site,
    visitor,
    state: null,
    loading: null,
    links: new Set(),
    offered: new Map(),
    lastSeenAt: 0,
    trial: null,
  };
}

/** The browser connection that shows a decision: the one on its page view, else the newest. */
export function linkFor(entry: VisitorEntry, content: EngagementContent): VisitorLink | undefined {
  const links = [...entry.links];
  return links.find((link) => link.pageView === content.pageView) ?? links.at(-1);
}
