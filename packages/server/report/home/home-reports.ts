// What Home shows of campaigns: alarms, and the value proved so far. It reads the results of each
// campaign in which anybody was eligible, and computes no figure of its own.
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { CampaignAlarms, ProvedValue } from '@opportune/protocol/rest/report/home.ts';
import { newestFirst } from '../campaign-figures.ts';
import { failing, type ReportSources } from '../period-question.ts';
import type { Reports } from '../reports.ts';
import { eligibleVisitors } from '../site/traffic.ts';
import { campaignAlarms } from './campaign-alarms.ts';
import { provedValue } from './proved-value.ts';

export async function homeAlarms(
  sources: ReportSources,
  reports: Pick<Reports, 'campaign'>,
  account: AccountId,
): Promise<CampaignAlarms> {
  const { configurations, campaigns, clock } = sources;
  const { campaigns: live } = await configurations.current(account);
  const running = new Set(live.map(({ id }) => id));
  const met = await metBy(sources, account);
  const parts = {
    periods: campaigns.periods,
    resultsOf: (id: CampaignId) => reports.campaign(account, id),
    failed: failing(sources, account),
  };
  const items = await campaignAlarms(parts, account, met, (id) => running.has(id));
  return { asOf: clock.now(), items };
}

export async function homeValue(
  sources: ReportSources,
  reports: Pick<Reports, 'campaign'>,
  account: AccountId,
): Promise<ProvedValue> {
  const { configurations, campaigns, clock, settledValues } = sources;
  const { version } = await configurations.current(account);
  const parts = {
    periods: campaigns.periods,
    resultsOf: (id: CampaignId, period: number) => reports.campaign(account, id, period),
    failed: failing(sources, account),
    settled: settledValues.of(account, version),
  };
  return provedValue(parts, account, await metBy(sources, account), clock.now());
}

/** The most campaigns that Home looks at. */
const mostCampaigns = 100;

/** The campaigns in which anybody was ever eligible: running ones first, then the most recent. */
async function metBy(
  { facts, configurations, clock }: ReportSources,
  account: AccountId,
): Promise<readonly CampaignId[]> {
  const { settings, campaigns: live } = await configurations.current(account);
  const met = await eligibleVisitors(facts, account, settings.timeZone, clock.now());
  const running = live.map(({ id }) => id);
  return newestFirst(met, running).slice(0, mostCampaigns);
}
