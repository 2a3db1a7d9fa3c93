// What needs a manager in running campaigns: proved harm, and arms without their planned shares. It
// computes no figure; each comes from the results of the campaign's newest period.
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { CampaignAlarm } from '@opportune/protocol/rest/report/home.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import type { CampaignPeriods, ReportPeriod } from '../reports.ts';

export interface AlarmsParts {
  readonly periods: CampaignPeriods['periods'];
  resultsOf(campaign: CampaignId): Promise<CampaignResults>;
  failed(campaign: CampaignId, error: unknown): void;
}

/**
 * The alarms of these campaigns, the oldest first. An archived campaign has none: its period is
 * over.
 */
export async function campaignAlarms(
  { periods, resultsOf, failed }: AlarmsParts,
  account: AccountId,
  campaigns: Iterable<CampaignId>,
  isRunning: (campaign: CampaignId) => boolean,
): Promise<CampaignAlarm[]> {
  const found: CampaignAlarm[] = [];
  for (const campaign of campaigns)
    try {
      const newest = (await periods(account, campaign)).at(-1);
      if (newest === undefined || newest.until !== null) continue;
      const runs = isRunning(campaign);
      const alarm = runs ? running(await resultsOf(campaign)) : stopped(campaign, newest);
      if (alarm !== null) found.push(alarm);
    } catch (error) {
      // One campaign whose results cannot be computed hides no alarm of the others.
      failed(campaign, error);
    }
  return found.sort((a, b) => (a.since ?? Infinity) - (b.since ?? Infinity));
}

function stopped(
  campaign: CampaignId,
  { number, document, stop }: ReportPeriod,
): CampaignAlarm | null {
  if (stop === null) return null;
  return { campaign, name: document.name, period: number, kind: 'stopped', since: stop.at };
}

/** A sample ratio that is off comes first: until it is explained, no effect can be believed. */
function running(results: CampaignResults): CampaignAlarm | null {
  const { campaign, name, period, sampleRatio, harm, path } = results;
  const of = { campaign, name, period };
  if (sampleRatio.verdict === 'alarm')
    return { ...of, kind: 'sample-ratio', since: sampleRatio.since };
  if (harm === null) return null;
  const proved = harm.measure === 'rate' ? path.find(({ upper }) => upper < 0) : undefined;
  return { ...of, kind: 'harm', since: proved?.at ?? null };
}
