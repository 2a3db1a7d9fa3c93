// Which campaigns may prove something new: how many of a campaign's decisions are old enough for
// their windows to be over. One cheap query per account avoids computing the results of every
// campaign to see that nothing has changed. It proves nothing itself.
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { CampaignId } from '@opportune/protocol/ids.ts';
import { leavingClosesS } from './optimise/leaving-sql.ts';
import { lateS, visitGapS } from './results/results-sql.ts';
import type { ReportFacts } from './queries/shared-queries.ts';

const ripeSql = `
  SELECT campaign, toFloat64(count()) AS ripe
  FROM $decisions
  WHERE at <= fromUnixTimestamp64Milli(toInt64({now:Float64} - 1000 * transform(campaign, {campaigns:Array(String)}, {ages:Array(Float64)}, 1e9)))
    AND period = transform(campaign, {campaigns:Array(String)}, {periods:Array(UInt32)}, 0)
  GROUP BY campaign`;

/**
 * By running campaign: decisions of its present period that are older than the shortest time to
 * closing. An upper bound of the closed ones. Leaves out campaigns without any. `leaving`:
 * campaigns for which leaving at once is checked.
 */
export async function ripeDecisions(
  facts: ReportFacts,
  { account, campaigns, goals }: Pick<Configuration, 'account' | 'campaigns' | 'goals'>,
  now: number,
  leaving: ReadonlySet<CampaignId> = new Set(),
): Promise<ReadonlyMap<CampaignId, number>> {
  if (campaigns.length === 0) return new Map();
  const rows = await facts.query<{ campaign: CampaignId; ripe: number }>(account, ripeSql, {
    campaigns: campaigns.map(({ id }) => id),
    periods: campaigns.map(({ period }) => period),
    ages: campaigns.map(({ id: of, document }) => {
      const ageS = leastAgeS(goals.find(({ id }) => id === document.goal)?.window);
      return leaving.has(of) ? Math.min(ageS, leavingClosesS) : ageS;
    }),
    now,
  });
  return new Map(rows.map(({ campaign, ripe }) => [campaign, ripe]));
}

/** From a decision to the earliest instant at which it may be closed. */
function leastAgeS(window: Goal['window'] | undefined): number {
  return window?.type === 'duration' ? window.seconds + lateS : visitGapS;
}
