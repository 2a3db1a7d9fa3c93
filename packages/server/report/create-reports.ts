// Creates the reports of an account from facts, configurations and campaigns. They write nothing.
import { mainGoal } from '@opportune/core/decision/configuration/main-goal.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { PeriodStop } from '@opportune/protocol/rest/campaign/campaign.ts';
import type {
  CampaignResults,
  CompetingCampaigns,
  SeenHarm,
} from '@opportune/protocol/rest/report/report.ts';
import type { CampaignPeriods, ConfigurationReader, Reports } from './reports.ts';
import {
  periodOf,
  type ReportSources,
  type ReportsUse,
  resultsQuestion,
  unitsOf,
} from './period-question.ts';
import { refuse } from '../http/problem/refusal.ts';
import { periodAdjusted } from './optimise/adjusted.ts';
import { periodAgentTime } from './optimise/agent-time.ts';
import { periodCalls } from './results/by-call.ts';
import { periodChannels } from './results/by-channel.ts';
import { competingCampaigns, unmetCampaigns } from './results/competing.ts';
import { siteFunnel } from './site/funnel.ts';
import { campaignResults } from './results/results.ts';
import { periodSensitivity } from './sensitivity/sensitivity.ts';
import { accountFigures, accountHoldout } from './account-reports.ts';
import { measuredTraffic, type MeasuredTraffic, periodMetFrom } from './site/measured-traffic.ts';
import { ripeDecisions } from './ripe.ts';
import type { FoldingFacts } from './queries/shared-queries.ts';
import { suggestedCap } from './conversions/suggested-cap.ts';
import { homeAlarms, homeValue } from './home/home-reports.ts';
import { periodLeaving } from './optimise/leaving.ts';
import { horizonOf } from './site/traffic.ts';
import { periodWhatIf } from './what-if/what-if.ts';

export function createReports(
  facts: FoldingFacts,
  configurations: ConfigurationReader,
  campaigns: CampaignPeriods,
  use: ReportsUse,
): Reports {
  const sources: ReportSources = { facts, configurations, campaigns, ...use };
  const { clock } = use;
  const units = async (account: AccountId, campaign: CampaignId, number: number | undefined) =>
    unitsOf(sources, account, campaign, { number, of: await campaigns.periods(account, campaign) });
  const reports: Reports = {
    async campaign(account, campaign, number) {
      return campaignResults(facts, await resultsQuestion(sources, account, campaign, number));
    },
    async sensitivity(account, campaign, number) {
      const ask = await resultsQuestion(sources, account, campaign, number);
      const exclusions = await campaigns.exclusions(account, campaign, ask.period);
      return periodSensitivity(facts, ask, exclusions);
    },
    agentTime: async (...of) => periodAgentTime(facts, (await units(...of)).units),
    channels: async (...of) => periodChannels(facts, (await units(...of)).units),
    calls: async (...of) => periodCalls(facts, (await units(...of)).units),
    async adjusted(account, campaign, number) {
      const { units: ask } = await units(account, campaign, number);
      const main = mainGoal(await configurations.current(account));
      return periodAdjusted(facts, { ...ask, mainGoal: main });
    },
    async whatIf(account, campaign, number, ruling) {
      return periodWhatIf(facts, (await units(account, campaign, number)).units, ruling);
    },
    leaving: async (...of) => periodLeaving(facts, (await units(...of)).units),
    harm: (...of) => harmOf(reports, ...of),
    ripe: async (account, leaving) =>
      ripeDecisions(facts, await configurations.current(account), clock.now(), leaving),
    competing: (...of) => competing(sources, ...of),
    async funnel(account, ask) {
      const { settings, sites } = await configurations.current(account);
      if (ask.site !== null && !sites.some(({ id }) => id === ask.site))
        throw refuse('request.not_found');
      const { timeZone, currency } = settings;
      return siteFunnel(facts, { account, ...ask, timeZone, currency, now: clock.now() });
    },
    holdout: (account) => accountHoldout(sources, account),
    async suggestedCap(account, goal) {
      const { settings } = await configurations.current(account);
      return suggestedCap(facts, account, { ...goal, currency: settings.currency }, clock.now());
    },
    horizon: (account) => horizonOf(facts, account, clock.now(), clock.now()),
    figures: (account) => accountFigures(sources, reports, account),
    alarms: (account) => homeAlarms(sources, reports, account),
    provedValue: (account) => homeValue(sources, reports, account),
    traffic: (...of) => traffic(sources, ...of),
  };
  return reports;
}

async function harmOf(
  reports: Reports,
  ...[account, campaign, period, on]: Parameters<Reports['harm']>
): Promise<CampaignResults['stop']> {
  const { harm, sampleRatio } = await reports.campaign(account, campaign, period);
  if (sampleRatio.verdict === 'alarm') return null;
  if (on.goal && harm?.spread === true) return stopOf(harm);
  const left = on.leaving ? (await reports.leaving(account, campaign, period)).harm : null;
  return left?.spread === true ? stopOf(left) : null;
}

async function competing(
  { facts, configurations, campaigns, clock }: ReportSources,
  account: AccountId,
  campaign: CampaignId,
  number: number | undefined,
): Promise<CompetingCampaigns> {
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
}

async function traffic(
  { facts, configurations, campaigns, clock }: ReportSources,
  account: AccountId,
  campaign: CampaignId,
  document: CampaignDocument,
): Promise<MeasuredTraffic | null> {
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
}

function stopOf({ spread: _, ...stop }: SeenHarm): PeriodStop {
  return stop;
}
