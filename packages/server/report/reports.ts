// The reports of an account, and what they need from configurations and campaigns.
import type { CampaignDocument, Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, CampaignId, GoalId, SiteId } from '@opportune/protocol/ids.ts';
import type { AdjustedEffects } from '@opportune/protocol/rest/report/adjusted.ts';
import type { CampaignAlarms, ProvedValue } from '@opportune/protocol/rest/report/home.ts';
import type { Leaving } from '@opportune/protocol/rest/report/leaving.ts';
import type { AgentTime, WhatIf } from '@opportune/protocol/rest/report/optimise.ts';
import type { CampaignCalls } from '@opportune/protocol/rest/report/calls.ts';
import type { CampaignChannels } from '@opportune/protocol/rest/report/channels.ts';
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
/** A period in which nothing changed that results depend on, with the goal of that time. */
export interface ReportPeriod {
  readonly number: number;
  readonly from: number;
  readonly until: number | null;
  readonly document: CampaignDocument;
  readonly goal: Goal;
  /** If the campaign paused itself in it. */
  readonly stop: CampaignResults['stop'];
}

/** What the reports need from campaigns, provided by `campaign/`. */
export interface CampaignPeriods {
  /** All periods, oldest first. Refuses with `request.not_found`. */
  periods(account: AccountId, campaign: CampaignId): Promise<readonly ReportPeriod[]>;
  /** When it ran. A period continues through a pause. */
  runs(account: AccountId, campaign: CampaignId): Promise<readonly Run[]>;
  /** The visitors that managers left out of the figures beside a period's results, newest first. */
  exclusions(
    account: AccountId,
    campaign: CampaignId,
    period: number,
  ): Promise<readonly Exclusion[]>;
  /** Other campaigns with a period that ran at the same time. */
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
  /** Since when each goal has been reached by its present event. */
  goalsSince(account: AccountId): Promise<ReadonlyMap<GoalId, number>>;
}

export interface Reports {
  /** `period` undefined: the newest. Refuses with `request.not_found`. */
  campaign(account: AccountId, campaign: CampaignId, period?: number): Promise<CampaignResults>;
  /**
   * Visitors who came in bursts, and the results without excluded ones. Otherwise like `campaign`.
   */
  sensitivity(account: AccountId, campaign: CampaignId, period?: number): Promise<Sensitivity>;
  /** Over which channels visitors talked. Otherwise like `campaign`. */
  channels(account: AccountId, campaign: CampaignId, period?: number): Promise<CampaignChannels>;
  /** What became of the calls that it offered. Otherwise like `campaign`. */
  calls(account: AccountId, campaign: CampaignId, period?: number): Promise<CampaignCalls>;
  /** Agents' time by arm. Otherwise like `campaign`. */
  agentTime(account: AccountId, campaign: CampaignId, period?: number): Promise<AgentTime>;
  /** The effect adjusted by what was known before the decision. Otherwise like `campaign`. */
  adjusted(account: AccountId, campaign: CampaignId, period?: number): Promise<AdjustedEffects>;
  /** The estimated outcome of another rule. Otherwise like `campaign`. */
  whatIf(
    account: AccountId,
    campaign: CampaignId,
    period: number | undefined,
    ruling: Ruling,
  ): Promise<WhatIf>;
  /** Visitors who left at once after the decision. Otherwise like `campaign`. */
  leaving(account: AccountId, campaign: CampaignId, period?: number): Promise<Leaving>;
  /**
   * Harm in a period that is proved by more than one network, to the goal first. Also null while
   * the sample ratio raises an alarm.
   */
  harm(
    account: AccountId,
    campaign: CampaignId,
    period: number,
    on: { readonly goal: boolean; readonly leaving: boolean },
  ): Promise<CampaignResults['stop']>;
  /**
   * By running campaign, how many decisions may be closed. While that number stays the same, so
   * does every proof.
   */
  ripe(
    account: AccountId,
    leaving: ReadonlySet<CampaignId>,
  ): Promise<ReadonlyMap<CampaignId, number>>;
  /** Other campaigns with the same visitors. Empty if the campaign has never run. */
  competing(account: AccountId, campaign: CampaignId, period?: number): Promise<CompetingCampaigns>;
  /** Of one site, or of all if null. Refuses with `request.not_found`. */
  funnel(
    account: AccountId,
    ask: { site: SiteId | null; fromMs: number; untilMs: number },
  ): Promise<Funnel>;
  holdout(account: AccountId): Promise<z.infer<typeof HoldoutResults>>;
  /** The figures of each campaign in which anybody was ever eligible. */
  figures(account: AccountId): Promise<ReadonlyMap<CampaignId, CampaignFigures>>;
  /** What needs a decision in running campaigns, and in those that paused themselves. */
  alarms(account: AccountId): Promise<CampaignAlarms>;
  /** What campaigns are proved to have brought, by goal. */
  provedValue(account: AccountId): Promise<ProvedValue>;
  /** Measured traffic for the plan of a document. Null if too little is stored of its visitors. */
  traffic(
    account: AccountId,
    campaign: CampaignId,
    document: CampaignDocument,
  ): Promise<MeasuredTraffic | null>;
  /** The horizon of a period that began now. */
  horizon(account: AccountId): Promise<number>;
  /** A suggested cap for the value of a goal. */
  suggestedCap(account: AccountId, goal: CapQuestion): Promise<SuggestedCap>;
}

/** One reading of an account's figures, with a signal when they may have changed. */
export interface WatchedReports {
  readonly reports: Reports;
  /** True once they may have changed. False after this time without a change. */
  changed(waitMs: number, gone: AbortSignal): Promise<boolean>;
}
