// What this feature needs from others, passed by the composition root.
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { CampaignSummary, PeriodStop } from '@opportune/protocol/rest/campaign/campaign.ts';

/** Measurements of an audience for a plan, from `report/`. */
export interface MeasuredTraffic {
  /** The days on which it ran, of those examined. */
  readonly days: number;
  readonly eligiblePerDay: number;
  /** The share of eligible visitors who reach the goal without the campaign, 0 to 1. */
  readonly baseRate: number;
}

export type CampaignFigures = Pick<CampaignSummary, 'eligible' | 'perDay' | 'effect' | 'harm'>;

export interface CampaignTraffic {
  /** From the periods that met the document's visitors. Null if too little is stored. */
  traffic(
    account: AccountId,
    campaign: CampaignId,
    document: CampaignDocument,
  ): Promise<MeasuredTraffic | null>;
  /**
   * The number of visitors at which the intervals of a period that began now would be narrowest.
   */
  horizon(account: AccountId): Promise<number>;
  /** Harm proved in a period, over closed windows. Null without any. */
  harm(
    account: AccountId,
    campaign: CampaignId,
    period: number,
    on: { readonly goal: boolean; readonly leaving: boolean },
  ): Promise<PeriodStop | null>;
  /**
   * By running campaign, the number of decisions that may be closed. While it stays the same, so
   * does the proof. `leaving`: campaigns for which leaving at once is checked, which is known
   * sooner.
   */
  ripe(
    account: AccountId,
    leaving: ReadonlySet<CampaignId>,
  ): Promise<ReadonlyMap<CampaignId, number>>;
  /** Of the current period of each campaign that has any. */
  figures(account: AccountId): Promise<ReadonlyMap<CampaignId, CampaignFigures>>;
  /** The same for a watched list. `paced`: from an open page, which may wait. */
  watch(account: AccountId, haste: 'at-once' | 'paced'): WatchedFigures;
}

/** One reading of the figures, with a signal when they may have changed. */
export interface WatchedFigures {
  figures(): Promise<ReadonlyMap<CampaignId, CampaignFigures>>;
  /** True once they may have changed. False after this time without a change. */
  changed(waitMs: number, gone: AbortSignal): Promise<boolean>;
}
