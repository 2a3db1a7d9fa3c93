// What the owner holds for one visitor beside the profile: browser connections, offers that wait
// for an answer, and the promise of a profile that is still being read from the log.
import type { AccountId, DecisionId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { Holding } from '@opportune/core/bounds/fair-ranks.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import type { CompiledConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import type { VisitorState } from '@opportune/core/decision/engine.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Payer, VisitorLink } from '../intake.ts';

export interface NewVisitorEntry {
  readonly account: AccountId;
  /** Where they were first met; where they are now, their state says. */
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly payer?: Payer;
}

/** A draft that is tried in its manager's own browser (offers/trial.ts). */
export interface TrialRun {
  readonly code: string;
  readonly state: VisitorState;
  readonly compiled: CompiledConfiguration;
  readonly document: CampaignDocument;
}

export class VisitorEntry {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  state: VisitorState | null = null;
  /** Resolves once `state` is there; null when it is. */
  loading: Promise<void> | null = null;
  /** How many wait for it to do something with it: it stays for them. */
  awaited = 0;
  readonly links = new Set<VisitorLink>();
  /** Sent and not yet answered by the browser: sent again to a browser that reconnects. */
  readonly offered = new Map<DecisionId, EngagementContent>();
  lastSeenAt = 0;
  /** Of the browser that was heard last, as in `SentFrom`; null where it is not known. */
  network: number | null = null;
  trial: TrialRun | null = null;
  /** What it takes of the memory that there is for visitors. */
  readonly holding: Holding<VisitorEntry>;
  /** Events since the profile was measured, and after how many it is again. */
  unmeasured = 0;
  measureAfter = 1;
  /** How far the ledger must have stored so that all of it can be read back. */
  storedAt = 0;

  constructor({ account, site, visitor, payer }: NewVisitorEntry) {
    this.account = account;
    this.site = site;
    this.visitor = visitor;
    // Whom nobody's address brought, their account holds.
    this.holding = new Holding<VisitorEntry>(this, payer ?? `of ${account}`, 0);
  }
}

/** The browser connection that shows a decision: the one on its page view, else the newest. */
export function linkFor(entry: VisitorEntry, content: EngagementContent): VisitorLink | undefined {
  const links = [...entry.links];
  return links.find((link) => link.pageView === content.pageView) ?? links.at(-1);
}
