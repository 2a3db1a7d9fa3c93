// The reports of an account: which configuration a period ran under, then the figures. It reads
// facts and configurations, and writes nothing.
import { mainGoal } from '@opportune/core/decision/configuration/main-goal.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { CampaignDocument, Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, CampaignId, GoalId, SiteId } from '@opportune/protocol/ids.ts';
import type { AdjustedEffects } from '@opportune/protocol/rest/report/adjusted.ts';
import type { Leaving } from '@opportune/protocol/rest/report/leaving.ts';
import type { PeriodStop } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { AgentTime, WhatIf } from '@opportune/protocol/rest/report/optimise.ts';
import type {
  CampaignResults,
  CompetingCampaigns,
  Funnel,
  HoldoutResults,
  SeenHarm,
} from '@opportune/protocol/rest/report/report.ts';
import type { Exclusion, Sensitivity } from '@opportune/protocol/rest/report/sensitivity.ts';
import type { CapQuestion, SuggestedCap } from '@opportune/protocol/rest/site.ts';
import type { z } from 'zod';
import { refuse } from '../http/problem/refusal.ts';
import { periodAdjusted } from './optimise/adjusted.ts';
import { periodAgentTime } from './optimise/agent-time.ts';
import { armSharesOf } from './results/arm-shares.ts';
import { competingCampaigns, unmetCampaigns } from './results/competing.ts';
import type { CampaignBeside } from './results/competing.ts';
import { siteFunnel } from './site/funnel.ts';
import { holdoutResult } from './results/holdout.ts';
import { campaignResults } from './results/results.ts';
import type { ResultsQuestion } from './results/results.ts';
import { periodSensitivity } from './sensitivity/sensitivity.ts';
import { campaignFigures } from './campaign-figures.ts';
import type { CampaignFigures } from './campaign-figures.ts';
import { measuredTraffic, periodMetFrom } from './site/measured-traffic.ts';
import type { MeasuredTraffic, Run } from './site/measured-traffic.ts';
import { ripeDecisions } from './ripe.ts';
import type { SettledFigures } from './settled-figures.ts';
import type { FoldingFacts } from './queries/shared-queries.ts';
import { suggestedCap } from './conversions/suggested-cap.ts';
import { periodLeaving } from './optimise/leaving.ts';
import { horizonOf } from './site/traffic.ts';
import type { UnitsQuestion } from './results/units-params.ts';
import { periodWhatIf } from './what-if/what-if.ts';
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

export interface ReportsUse {
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly settled: SettledFigures;
}

export function createReports(
  facts: FoldingFacts,
  configurations: ConfigurationReader,
  campaigns: CampaignPeriods,
  { clock, log, settled }: ReportsUse,
): Reports {
  async function unitsOf(
    account: AccountId,
    campaign: CampaignId,
    number: number | undefined,
    periods: readonly ReportPeriod[],
  ): Promise<{ period: ReportPeriod; units: UnitsQuestion }> {
    const period = periodOf(periods, number);
    if (period === undefined) throw refuse('request.not_found', { path: 'period' });
    const now = clock.now();
    const { settings } = await configurations.current(account);
    const units: UnitsQuestion = {
      account,
      campaign,
      goal: period.goal,
      currency: settings.currency,
      period: period.number,
      shares: armSharesOf(period.document),
      horizonVisitors: await horizonOf(facts, account, period.from, now),
      now,
    };
    return { period, units };
  }
  async function askOf(account: AccountId, campaign: CampaignId, number: number | undefined) {
    const periods = await campaigns.periods(account, campaign);
    const { period, units } = await unitsOf(account, campaign, number, periods);
    const current = await configurations.current(account);
    const { name, engagement } = period.document;
    const ask: ResultsQuestion = {
      ...units,
      name,
      periods: periods.map(({ number: each, from, until }) => ({ number: each, from, until })),
      variants: engagement.variants.map(({ id, name: of, share }) => ({ id, name: of, share })),
      timeZone: current.settings.timeZone,
      stop: period.stop,
    };
    return { ask, period: period.number };
  }
  const reports: Reports = {
    async campaign(account, campaign, number) {
      return campaignResults(facts, (await askOf(account, campaign, number)).ask);
    },
    async sensitivity(account, campaign, number) {
      const { ask, period } = await askOf(account, campaign, number);
      const exclusions = await campaigns.exclusions(account, campaign, period);
      return periodSensitivity(facts, ask, exclusions);
    },
    async agentTime(account, campaign, number) {
      const periods = await campaigns.periods(account, campaign);
      return periodAgentTime(facts, (await unitsOf(account, campaign, number, periods)).units);
    },
    async adjusted(account, campaign, number) {
      const periods = await campaigns.periods(account, campaign);
      const { units } = await unitsOf(account, campaign, number, periods);
      const main = mainGoal(await configurations.current(account));
      return periodAdjusted(facts, { ...units, mainGoal: main });
    },
    async whatIf(account, campaign, number, ruling) {
      const periods = await campaigns.periods(account, campaign);
      const { units } = await unitsOf(account, campaign, number, periods);
      return periodWhatIf(facts, units, ruling);
    },
    async leaving(account, campaign, number) {
      const periods = await campaigns.periods(account, campaign);
      return periodLeaving(facts, (await unitsOf(account, campaign, number, periods)).units);
    },
    async harm(account, campaign, period, on) {
      const { harm, sampleRatio } = await reports.campaign(account, campaign, period);
      if (sampleRatio.verdict === 'alarm') return null;
      if (on.goal && harm?.spread === true) return stopOf(harm);
      const left = on.leaving ? (await reports.leaving(account, campaign, period)).harm : null;
      return left?.spread === true ? stopOf(left) : null;
    },
    async ripe(account, leaving) {
      return ripeDecisions(facts, await configurations.current(account), clock.now(), leaving);
    },
    async competing(account, campaign, number) {
      const now = clock.now();
      const period = periodOf(await campaigns.periods(account, campaign), number);
      if (period === undefined) return { asOf: now, items: [], unmet: [] };
      const beside = await campaigns.beside(account, campaign, period.number);
      const ask = { account, campaign, period: period.number, beside };
      const items = await competingCampaigns(facts, ask);
      const { campaigns: live } = await configurations.current(account);
      const met = new Set(items.map((each) => each.campaign));
      const unmet = period.until === null ? unmetCampaigns(campaign, live, { met, now }) : [];
      return { asOf: now, items: [...items], unmet: [...unmet] };
    },
    async funnel(account, ask) {
      const { settings, sites } = await configurations.current(account);
      if (ask.site !== null && !sites.some(({ id }) => id === ask.site))
        throw refuse('request.not_found');
      const { timeZone, currency } = settings;
      return siteFunnel(facts, { account, ...ask, timeZone, currency, now: clock.now() });
    },
    async holdout(account) {
      const { goals, settings } = await configurations.current(account);
      const since = await configurations.holdoutSince(account);
      const reachedSince = await configurations.goalsSince(account);
      const now = clock.now();
      const compared = goals.map(async (goal) => {
        const from = Math.max(since, reachedSince.get(goal.id) ?? 0);
        const horizonVisitors = await horizonOf(facts, account, from, now);
        const { currency } = settings;
        return holdoutResult(facts, { account, goal, currency, since: from, horizonVisitors, now });
      });
      return { since, goals: await Promise.all(compared) };
    },
    async suggestedCap(account, goal) {
      const { settings } = await configurations.current(account);
      return suggestedCap(facts, account, { ...goal, currency: settings.currency }, clock.now());
    },
    horizon: (account) => horizonOf(facts, account, clock.now(), clock.now()),
    async figures(account) {
      const { settings, campaigns: live, version } = await configurations.current(account);
      return campaignFigures(
        facts,
        account,
        live.map(({ id }) => id),
        settings.timeZone,
        clock.now(),
        settled.of(account, version),
        (id) => reports.campaign(account, id),
        (campaign, error) =>
          log.warn('report.campaign_failed', { account, campaign, error: String(error) }),
      );
    },
    async traffic(account, campaign, document) {
      const { goals, settings } = await configurations.current(account);
      const goal = goals.find(({ id }) => id === document.goal);
      if (goal === undefined) return null;
      const periods = await campaigns.periods(account, campaign);
      const fromPeriod = periodMetFrom(periods, document, goal);
      if (fromPeriod === null) return null;
      const runs = await campaigns.runs(account, campaign);
      return measuredTraffic(facts, {
        ...{ account, campaign, goal, currency: settings.currency },
        ...{ fromPeriod, runs, schedule: document.schedule, now: clock.now() },
      });
    },
  };
  return reports;
}

function stopOf({ spread: _, ...stop }: SeenHarm): PeriodStop {
  return stop;
}

function periodOf(
  periods: readonly ReportPeriod[],
  number: number | undefined,
): ReportPeriod | undefined {
  return number === undefined ? periods.at(-1) : periods.find((each) => each.number === number);
}
