// What the owner keeps for one visitor besides the profile: browser connections, offers that wait
// for an answer, and the promise of a profile that is still being read from the log.
import type {
  AccountId,
  DecisionId,
  PageViewId,
  SiteId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { Holding } from '@opportune/core/bounds/fair-ranks.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import type { CompiledConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import type { VisitorState } from '@opportune/core/decision/engine.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Payer, VisitorLink } from '../intake.ts';

export interface NewVisitorEntry {
  readonly account: AccountId;
  /** The site where the visitor was first met. The state says where they are now. */
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly payer?: Payer;
}

/** A draft or brand that is tried in its manager's own browser (offers/trial.ts). */
export interface TrialRun {
  readonly code: string;
  /** When it ends, in every browser that shows it. */
  readonly until: number;
  /** What was shown last, to be taken away at the end. Keeps the 8 newest. */
  readonly shown: Set<DecisionId>;
  readonly state: VisitorState;
  readonly compiled: CompiledConfiguration;
  readonly document: CampaignDocument;
  /** Of all but the state, approximately. */
  readonly sizeBytes: number;
}

export class VisitorEntry {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  state: VisitorState | null = null;
  /** Resolves once `state` is loaded. Null if it is. */
  loading: Promise<void> | null = null;
  /** The number of tasks that wait for the profile. It is not evicted meanwhile. */
  awaited = 0;
  readonly links = new Set<VisitorLink>();
  /** Offers sent and not yet answered. They are sent again to a browser that reconnects. */
  readonly offered = new Map<DecisionId, EngagementContent>();
  lastSeenAt = 0;
  /** The network of the latest browser, as in `SentFrom`. Null if unknown. */
  network: number | null = null;
  /** By code. Keeps 4: evicts the oldest without a browser, or else the oldest. */
  readonly trials = new Map<string, TrialRun>();
  /** When the hour of evicted trials is over, by code. Keeps the 32 newest. */
  readonly evictedTrials = new Map<string, number>();
  /** Its share of the memory for visitors. */
  readonly holding: Holding<VisitorEntry>;
  /**
   * Events since the profile was last measured, and the number after which it is measured again.
   */
  unmeasured = 0;
  measureAfter = 1;
  /** The ledger batch that must be stored before everything of this visitor can be read back. */
  storedAt = 0;

  constructor({ account, site, visitor, payer }: NewVisitorEntry) {
    this.account = account;
    this.site = site;
    this.visitor = visitor;
    // A visitor that no client address brought is charged to its account.
    this.holding = new Holding<VisitorEntry>(this, payer ?? `of ${account}`, 0);
  }
}

/** The browser connection that shows a decision: the one on its page view, or the newest. */
export function linkFor(
  { links: open }: Pick<VisitorEntry, 'links'>,
  { pageView }: { readonly pageView: PageViewId | null },
): VisitorLink | undefined {
  const links = [...open];
  return links.find((link) => link.pageView === pageView) ?? links.at(-1);
}

/** The languages that the visitor reads on the page in front, best first. */
export function readsOf(entry: Pick<VisitorEntry, 'links' | 'state'>): readonly string[] {
  return linkFor(entry, { pageView: entry.state?.front?.id ?? null })?.reads ?? [];
}
