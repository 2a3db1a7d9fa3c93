// What a rehearsal reads of the past, handed over by the composition root: campaigns know drafts,
// others know where visits are stored.
import type { StoredVisitor } from '@opportune/core/decision/rehearse.ts';
import type { Availability } from '@opportune/protocol/configuration.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';

/** Instants in ms; imported events lie at their own time. */
export interface PastSpan {
  /** Empty: all. */
  readonly sites: readonly SiteId[];
  readonly from: number;
  readonly until: number;
}

export interface PastVisits {
  /** The first and the newest of what visitors did, bots apart; null where nothing is stored. */
  reach(
    account: AccountId,
    sites: readonly SiteId[],
  ): Promise<{ readonly from: number; readonly until: number } | null>;
  /** Visits and visitors with a sign in the span, bots apart. */
  amount(
    account: AccountId,
    span: PastSpan,
  ): Promise<{ readonly visits: number; readonly visitors: number }>;
  /**
   * These visitors one after the other, each with the newest of their events, also those before the
   * span. `share`: the part of them in basis points, drawn by a hash of their id.
   */
  visitors(account: AccountId, span: PastSpan, share: number): AsyncIterable<StoredVisitor>;
  /** What was recorded of who was free, up to the span's end, with the last record before it. */
  availability(account: AccountId, span: PastSpan): Promise<readonly Availability[]>;
}
