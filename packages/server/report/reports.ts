// The reports of an account, and what they need of configurations and campaigns.
import type { CampaignDocument, Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, CampaignId, GoalId, SiteId } from '@opportune/protocol/ids.ts';
import type { AdjustedEffects } from '@opportune/protocol/rest/report/adjusted.ts';
import type { Leaving } from '@opportune/protocol/rest/report/leaving.ts';
import type { AgentTime, WhatIf } from '@opportune/protocol/rest/report/optimise.ts';
import type {
  CampaignResults,
  CompetingCampaigns,
  Funnel,
  HoldoutResults,
} from '@opportune/protocol/rest/report/report.ts';
import type { Exclusion, Sensitivity } from '@opportune/protocol/rest/report/sensitivity.ts';
import type { CapQuestion, SuggestedCap } from '@opportune/protocol/rest/site.ts';
import type { z } from 'zod';
import type { CampaignBeside } from './results/competing.ts';
import type { CampaignFigures } from './campaign-figures.ts';
import type { MeasuredTraffic, Run } from './site/measured-traffic.ts';
import type { Ruling } from './what-if/what-if.ts';
/** A stretch in which nothing changed that results depend on, with the goal as it then was. */
export interface ReportPeriod {
  readonly number: number;
  readonly from: number;
  readonly until: number | null;
  readonly document: CampaignDocument;
  readonly goal: Goal;
  /** Where the campaign paused itself in it. */
  readonly stop: CampaignResults['stop'];
}

/** What the reports need of campaigns; `campaign/` has it. */
export interface CampaignPeriods {
  /** All periods, the first one first. Refuses `request.not_found`. */
  periods(account: AccountId, campaign: CampaignId): Promise<readonly ReportPeriod[]>;
  /** When it ran: a period goes on through a pause. */
  runs(account: AccountId, campaign: CampaignId): Promise<readonly Run[]>;
  /** Whom managers left out of the figures beside a period's results, newest first. */
  exclusions(
    account: AccountId,
    campaign: CampaignId,
    period: number,
  ): Promise<readonly Exclusion[]>;
  /** Other campaigns of which a period ran while this one did. */
  beside(
    account: AccountId,
    campaign: CampaignId,
    period: number,
  ): Promise<readonly CampaignBeside[]>;
}

export interface ConfigurationReader {
  current(account: AccountId): Promise<Configuration>;
  /** Since when the holdout has had its share. */
  holdoutSince(account: AccountId): Promise<number>;
  /** Since when each goal is reached by what reaches it now. */
  goalsSince(account: AccountId): Promise<ReadonlyMap<GoalId, number>>;
}

export interface Reports {
  /** `period` undefined: the newest. Refuses `request.not_found`. */
  campaign(account: AccountId, campaign: CampaignId, period?: number): Promise<CampaignResults>;
  /** Who came in bursts, and the results without those excluded. As `campaign`. */
  sensitivity(account: AccountId, campaign: CampaignId, period?: number): Promise<Sensitivity>;
  /** Agents' time by arm. As `campaign`. */
  agentTime(account: AccountId, campaign: CampaignId, period?: number): Promise<AgentTime>;
  /** The effect with what was known before the decision taken out. As `campaign`. */
  adjusted(account: AccountId, campaign: CampaignId, period?: number): Promise<AdjustedEffects>;
  /** What another rule would have come to. As `campaign`. */
  whatIf(
    account: AccountId,
    campaign: CampaignId,
    period: number | undefined,
    ruling: Ruling,
  ): Promise<WhatIf>;
  /** Who left at once after the decision. As `campaign`. */
  leaving(account: AccountId, campaign: CampaignId, period?: number): Promise<Leaving>;
  /**
   * What is proved to be harmed in a period by more than one network, the goal first; null too where the
   * sample ratio alarms.
   */
  harm(
    account: AccountId,
    campaign: CampaignId,
    period: number,
    on: { readonly goal: boolean; readonly leaving: boolean },
  ): Promise<CampaignResults['stop']>;
  /** By running campaign, how many decisions may be closed: where it stands still, so does every proof. */
  ripe(
    account: AccountId,
    leaving: ReadonlySet<CampaignId>,
  ): Promise<ReadonlyMap<CampaignId, number>>;
  /** Other campaigns with the same visitors; none where the campaign has never run. */
  competing(account: AccountId, campaign: CampaignId, period?: number): Promise<CompetingCampaigns>;
  /** Of one site, or with null of all. Refuses `request.not_found`. */
  funnel(
    account: AccountId,
    ask: { site: SiteId | null; fromMs: number; untilMs: number },
  ): Promise<Funnel>;
  holdout(account: AccountId): Promise<z.infer<typeof HoldoutResults>>;
  /** A line of figures for each campaign that anybody was ever eligible in. */
  figures(account: AccountId): Promise<ReadonlyMap<CampaignId, CampaignFigures>>;
  /** What a plan for a document can rest on; null where too little is stored of its visitors. */
  traffic(
    account: AccountId,
    campaign: CampaignId,
    document: CampaignDocument,
  ): Promise<MeasuredTraffic | null>;
  /** Of a period that began now. */
  horizon(account: AccountId): Promise<number>;
  /** What the value of a goal could be capped at. */
  suggestedCap(account: AccountId, goal: CapQuestion): Promise<SuggestedCap>;
}

/** One reading of an account's figures, and word of when they may have changed. */
export interface WatchedReports {
  readonly reports: Reports;
  /** True when they may have changed; false when they have not for so long. */
  changed(waitMs: number, gone: AbortSignal): Promise<boolean>;
}
