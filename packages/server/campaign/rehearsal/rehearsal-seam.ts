// What a rehearsal reads of the past, handed over by the composition root: campaigns know drafts,
// others know where visits are stored.
import type { RehearsalQuestion } from '@opportune/core/decision/rehearse/rehearse.ts';
import type { RehearsalTally } from '@opportune/core/decision/rehearse/rehearse-tally.ts';
import type { ReturnReport } from '@opportune/core/decision/rehearse/taken-back.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
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
  /** Begins a thread that rehearses them. */
  rehearse(
    account: AccountId,
    span: PastSpan,
    asked: {
      readonly question: RehearsalQuestion;
      readonly knownUntil: number;
      readonly returns: Returns;
    },
  ): Rehearser;
  /** What was recorded of who was free, up to the span's end, with the last record before it. */
  availability(account: AccountId, span: PastSpan): Promise<readonly Availability[]>;
  /** What was taken back since an instant, of what reached the goal. */
  returns(account: AccountId, goal: Goal, since: number): Promise<Returns>;
}

/** By key of the conversion. */
type Returns = ReadonlyMap<string, readonly ReturnReport[]>;

/** Visitors by a hash of their id, from one to before the other, in parts of `hashParts`. */
export interface HashRange {
  readonly from: number;
  readonly until: number;
}

export interface Rehearser {
  /** What the visitors of the range come to. Rejects with the signal's reason where that ends it. */
  round(
    range: HashRange,
    watch: { readonly signal: AbortSignal; readonly progress: (part: number) => void },
  ): Promise<RehearsalTally>;
  close(): Promise<void>;
}
