// The line of figures that each campaign has in the list, and what a plan can rest on. The figures
// are those of the results page; nothing is defined twice.
import type { Goal } from '@opportune/protocol/campaign.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { CampaignSummary } from '@opportune/protocol/rest/campaign.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report.ts';
import { conversionParams } from './conversions-sql.ts';
import { baseRateSql } from './results-sql.ts';
import type { ReportFacts } from './shared-queries.ts';
import { eligiblePerDay } from './traffic.ts';

export type CampaignFigures = Pick<CampaignSummary, 'eligible' | 'perDay' | 'effect' | 'harm'>;

export interface MeasuredTraffic {
  readonly days: number;
  readonly eligiblePerDay: number;
  /** Part of those eligible who reach the goal without the campaign, 0 to 1. */
  readonly baseRate: number;
}

const dayMs = 86_400_000;
const planDays = 28;
/** A base rate is measured from so many visitors in control; with fewer it is assumed. */
const leastControl = 100;
/** Campaigns whose effect is computed for one list. */
const effectsShown = 50;
/** A same-visit window, as time after the decision, for the base rate. */
const visitWindowS = 4 * 3600;

export async function campaignFigures(
  facts: ReportFacts,
  account: AccountId,
  running: readonly CampaignId[],
  timeZone: string,
  now: number,
  resultsOf: (campaign: CampaignId) => Promise<CampaignResults>,
): Promise<ReadonlyMap<CampaignId, CampaignFigures>> {
  const perDay = await eligiblePerDay(facts, account, timeZone, now);
  const figures = new Map<CampaignId, CampaignFigures>();
  const shown = new Set(runningFirst([...perDay.keys()], running).slice(0, effectsShown));
  for (const [campaign, days] of perDay) {
    figures.set(
      campaign,
      shown.has(campaign)
        ? lineOf(await resultsOf(campaign), days)
        : { eligible: sum(days), perDay: [...days], effect: null, harm: false },
    );
  }
  return figures;
}

/** Where there are too many, effects of those that run are worth more than of those that ran. */
function runningFirst(
  campaigns: readonly CampaignId[],
  running: readonly CampaignId[],
): readonly CampaignId[] {
  const runs = new Set(running);
  return [...campaigns.filter((id) => runs.has(id)), ...campaigns.filter((id) => !runs.has(id))];
}

function lineOf(results: CampaignResults, perDay: readonly number[]): CampaignFigures {
  const eligible = sum(
    results.arms.filter((arm) => arm.variant === null).map((arm) => arm.soFar.eligible),
  );
  const { gain } = results;
  const effect =
    gain.type === 'interval' ? { gain: gain.estimate, lower: gain.lower, upper: gain.upper } : null;
  return { eligible, perDay: [...perDay], effect, harm: results.harm !== null };
}

/** Null where fewer than 100 visitors in control have had their window in the last 28 days. */
export async function measuredTraffic(
  facts: ReportFacts,
  account: AccountId,
  campaign: CampaignId,
  goal: Goal,
  now: number,
): Promise<MeasuredTraffic | null> {
  const rows = await facts.query<{
    eligible: number;
    control: number;
    control_converted: number;
    first_ms: number;
  }>(account, baseRateSql, {
    campaign,
    ...conversionParams(goal),
    windowS: goal.window.type === 'visit' ? visitWindowS : goal.window.seconds,
    since: (now - planDays * dayMs) / 1000,
    now: now / 1000,
  });
  const [row] = rows;
  if (row === undefined || row.control < leastControl) return null;
  const days = Math.max(1, (now - row.first_ms) / dayMs);
  return {
    days: Math.round(days),
    eligiblePerDay: row.eligible / days,
    baseRate: row.control_converted / row.control,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
