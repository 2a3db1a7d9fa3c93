// What learning needs of other features, as narrow interfaces that the composition root fills.
import type { VisitorLog } from '@opportune/core/decision/engine.ts';
import type { Configuration } from '@opportune/protocol/configuration.ts';
import type { CampaignDocument, Goal } from '@opportune/protocol/campaign.ts';
import type { AccountId, CampaignId, VisitorId } from '@opportune/protocol/ids.ts';

/** Stored logs of visitors; `engage/` reads them. */
export type ReadLogs = (
  account: AccountId,
  visitors: readonly VisitorId[],
) => Promise<ReadonlyMap<VisitorId, VisitorLog>>;

/** A campaign's periods, the first one first; `campaign/` has them. Refuses `request.not_found`. */
export interface CampaignPeriods {
  periods(
    account: AccountId,
    campaign: CampaignId,
  ): Promise<
    readonly {
      readonly number: number;
      readonly document: CampaignDocument;
      readonly goal: Goal;
    }[]
  >;
}

export interface Configurations {
  current(account: AccountId): Promise<Configuration>;
}
