// What a rehearsal reads of the past, passed by the composition root. Campaigns know drafts; other
// features know where visits are stored.
import type { RehearsalQuestion } from '@opportune/core/decision/rehearse/rehearse.ts';
import type { RehearsalTally } from '@opportune/core/decision/rehearse/rehearse-tally.ts';
import type { ReturnReport } from '@opportune/core/decision/rehearse/taken-back.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';

/** Instants in milliseconds. Imported events count at their own time. */
export interface PastSpan {
  /** Empty: all. */
  readonly sites: readonly SiteId[];
  readonly from: number;
  readonly until: number;
}

export interface PastVisits {
  /** The first and the newest event of visitors, without bots. Null if nothing is stored. */
  reach(
    account: AccountId,
    sites: readonly SiteId[],
  ): Promise<{ readonly from: number; readonly until: number } | null>;
  /** Visits and visitors with a sign in the span, without bots. */
  amount(
    account: AccountId,
    span: PastSpan,
  ): Promise<{ readonly visits: number; readonly visitors: number }>;
  /** Starts a thread that rehearses them. */
  rehearse(
    account: AccountId,
    span: PastSpan,
    asked: {
      readonly question: RehearsalQuestion;
      readonly knownUntil: number;
      readonly returns: Returns;
    },
  ): Rehearser;
  /** The recorded availability up to the span's end, with the last record before it. */
  availability(account: AccountId, span: PastSpan): Promise<readonly Availability[]>;
  /** What was taken back since an instant, of what reached the goal. */
  returns(account: AccountId, goal: Goal, since: number): Promise<Returns>;
}

/** By key of the conversion. */
type Returns = ReadonlyMap<string, readonly ReturnReport[]>;

/**
 * A range of hashes of visitor ids, from the first up to but excluding the second, in units of
 * 1/`hashParts`.
 */
export interface HashRange {
  readonly from: number;
  readonly until: number;
}

export interface Rehearser {
  /** The tally of the visitors in the range. Rejects with the signal's reason if aborted. */
  round(
    range: HashRange,
    watch: { readonly signal: AbortSignal; readonly progress: (part: number) => void },
  ): Promise<RehearsalTally>;
  close(): Promise<void>;
}
