// What learning needs from other features, as narrow interfaces that the composition root fills.
import type { CountedGoal } from '@opportune/core/decision/step/currency.ts';
import type { VisitorLog } from '@opportune/core/decision/engine.ts';
import type { PartBack } from '@opportune/core/decision/rehearse/taken-back.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { CampaignDocument, Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId, GoalId, VisitorId } from '@opportune/protocol/ids.ts';

/** Stored logs of visitors, read by `engage/`. */
export type ReadLogs = (
  account: AccountId,
  visitors: readonly VisitorId[],
) => Promise<ReadonlyMap<VisitorId, VisitorLog>>;

export interface CampaignPeriod {
  readonly number: number;
  /** Null while it continues. */
  readonly until: number | null;
  readonly document: CampaignDocument;
  readonly goal: Goal;
}

/** A campaign's periods, oldest first, from `campaign/`. Refuses with `request.not_found`. */
export interface CampaignPeriods {
  periods(account: AccountId, campaign: CampaignId): Promise<readonly CampaignPeriod[]>;
}

export interface Configurations {
  current(account: AccountId): Promise<Configuration>;
}

/** Since when each goal has been reached by its present event. Known by `campaign/`. */
export interface GoalsSince {
  goalsSince(account: AccountId): Promise<ReadonlyMap<GoalId, number>>;
}

/** What was taken back of orders, as results count it. Provided by `report/`. */
export interface TakenBack {
  /** By key of the conversion. Leaves out conversions of which nothing was taken back. */
  of(
    account: AccountId,
    counted: CountedGoal,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, readonly PartBack[]>>;
  /**
   * The mean of what is left now of conversions received since an instant that still counted after
   * a time.
   */
  worth(
    account: AccountId,
    counted: CountedGoal,
    span: { readonly since: number; readonly closesAfterS: number; readonly now: number },
  ): Promise<{ readonly reached: number; readonly mean: number; readonly left: number } | null>;
}
