// What this feature needs from others, handed over by the composition root.
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { CampaignSummary, PeriodStop } from '@opportune/protocol/rest/campaign/campaign.ts';

/** What has been measured of an audience, to plan with; `report/` knows. */
export interface MeasuredTraffic {
  /** Days on which it ran, of those that were looked at. */
  readonly days: number;
  readonly eligiblePerDay: number;
  /** Part of those eligible who reach the goal without the campaign, 0 to 1. */
  readonly baseRate: number;
}

export type CampaignFigures = Pick<CampaignSummary, 'eligible' | 'perDay' | 'effect' | 'harm'>;

export interface CampaignTraffic {
  /** Of the periods that met the document's visitors; null where too little is stored to say. */
  traffic(
    account: AccountId,
    campaign: CampaignId,
    document: CampaignDocument,
  ): Promise<MeasuredTraffic | null>;
  /** Visitors at which the intervals of a period that began now would be narrowest. */
  horizon(account: AccountId): Promise<number>;
  /** What is proved to be harmed in a period, over closed windows; null while nothing is. */
  harm(
    account: AccountId,
    campaign: CampaignId,
    period: number,
    on: { readonly goal: boolean; readonly leaving: boolean },
  ): Promise<PeriodStop | null>;
  /**
   * By running campaign, decisions that may be closed; while a number stands still so does the proof.
   * `leaving`: those of which it is asked who left at once, which is known sooner.
   */
  ripe(
    account: AccountId,
    leaving: ReadonlySet<CampaignId>,
  ): Promise<ReadonlyMap<CampaignId, number>>;
  /** Of the current period of each campaign that has any. */
  figures(account: AccountId): Promise<ReadonlyMap<CampaignId, CampaignFigures>>;
  /** The same for a list that is watched; `paced`: from an open page, which may wait. */
  watch(account: AccountId, haste: 'at-once' | 'paced'): WatchedFigures;
}

/** One reading of the figures, and word of when they may have changed. */
export interface WatchedFigures {
  figures(): Promise<ReadonlyMap<CampaignId, CampaignFigures>>;
  /** True when they may have changed; false when they have not for so long. */
  changed(waitMs: number, gone: AbortSignal): Promise<boolean>;
}
