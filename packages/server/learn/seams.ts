// What learning needs of other features, as narrow interfaces that the composition root fills.
import type { CountedGoal } from '@opportune/core/decision/step/currency.ts';
import type { VisitorLog } from '@opportune/core/decision/engine.ts';
import type { PartBack } from '@opportune/core/decision/rehearse/taken-back.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { CampaignDocument, Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId, GoalId, VisitorId } from '@opportune/protocol/ids.ts';

/** Stored logs of visitors; `engage/` reads them. */
export type ReadLogs = (
  account: AccountId,
  visitors: readonly VisitorId[],
) => Promise<ReadonlyMap<VisitorId, VisitorLog>>;

export interface CampaignPeriod {
  readonly number: number;
  /** Null while it goes on. */
  readonly until: number | null;
  readonly document: CampaignDocument;
  readonly goal: Goal;
}

/** A campaign's periods, the first one first; `campaign/` has them. Refuses `request.not_found`. */
export interface CampaignPeriods {
  periods(account: AccountId, campaign: CampaignId): Promise<readonly CampaignPeriod[]>;
}

export interface Configurations {
  current(account: AccountId): Promise<Configuration>;
}

/** Since when each goal is reached by what reaches it now; `campaign/` knows. */
export interface GoalsSince {
  goalsSince(account: AccountId): Promise<ReadonlyMap<GoalId, number>>;
}

/** What was taken back of orders, as results count it; `report/` has it. */
export interface TakenBack {
  /** By key of the conversion; what nothing was taken back of is left out. */
  of(
    account: AccountId,
    counted: CountedGoal,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, readonly PartBack[]>>;
  /** Of what reached the goal since, and stood so long after it: what is left now, as a mean. */
  worth(
    account: AccountId,
    counted: CountedGoal,
    span: { readonly since: number; readonly closesAfterS: number; readonly now: number },
  ): Promise<{ readonly reached: number; readonly mean: number; readonly left: number } | null>;
}
