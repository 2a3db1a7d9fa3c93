// What a plan can rest on: how many visitors a campaign met a day, and how many of its control reached
// the goal without it. Only periods that met the visitors in question are asked; none is guessed.
import type { CountedGoal } from '@opportune/core/decision/step/currency.ts';
import { isReachedAlike, isSameWeek, meetsTheSame } from '@opportune/protocol/campaign/campaign.ts';
import type { CampaignDocument, Goal, Schedule } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { conversionParams } from '../conversions/conversion-params.ts';
import { baseRateFor } from '../results/results-sql.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';

export interface MeasuredTraffic {
  /** Days on which it ran, of those that were looked at. */
  readonly days: number;
  readonly eligiblePerDay: number;
  /** Part of those eligible who reach the goal without the campaign, 0 to 1. */
  readonly baseRate: number;
}

/** A stretch in which a campaign ran, within the dates of its schedule. */
export interface Run {
  readonly from: number;
  /** Null where it goes on without an end; else it may lie ahead. */
  readonly until: number | null;
  readonly schedule: Schedule;
}

export interface TrafficQuestion extends CountedGoal {
  readonly account: AccountId;
  readonly campaign: CampaignId;
  /** The first of the periods that are asked; those behind it are too. */
  readonly fromPeriod: number;
  readonly runs: readonly Run[];
  /** Of the plan: what was met in other hours of the week says nothing of it. */
  readonly schedule: Schedule;
  readonly now: number;
}

/** As far as it matters whom it met. */
interface Met {
  readonly number: number;
  readonly document: CampaignDocument;
  readonly goal: Goal;
}

const dayMs = 86_400_000;
const planDays = 28;
/** A base rate is measured from so many visitors in control; with fewer it is assumed. */
const leastControl = 100;

/**
 * The first of the newest periods that all met the visitors whom the document meets, for the goal as it
 * is now; null where the newest did not. Older ones behind another one are not asked: their days are not
 * its days. By which schedule a period ran is known of its runs.
 */
export function periodMetFrom(
  periods: readonly Met[],
  document: CampaignDocument,
  goal: Goal,
): number | null {
  const other = periods.findLastIndex(
    (each) =>
      !meetsTheSame({ ...each.document, schedule: document.schedule }, document) ||
      !isReachedAlike(each.goal, goal),
  );
  return periods[other + 1]?.number ?? null;
}

/** Null where fewer than 100 visitors in control of the last 28 days are closed. */
export async function measuredTraffic(
  facts: ReportFacts,
  { account, campaign, goal, currency, fromPeriod, runs, schedule, now }: TrafficQuestion,
): Promise<MeasuredTraffic | null> {
  const { window } = goal;
  const otherUntil = runs.findLast((run) => !isSameWeek(run.schedule, schedule))?.until;
  if (otherUntil === null) return null;
  const since = Math.max(now - planDays * dayMs, otherUntil ?? 0);
  const rows = await facts.query<{
    eligible: number;
    control: number;
    control_converted: number;
    first_ms: number;
  }>(account, baseRateFor({ visits: window.type === 'visit' }), {
    campaign,
    fromPeriod,
    ...(await conversionParams(facts, account, { goal, currency })),
    windowS: window.type === 'visit' ? 0 : window.seconds,
    since: since / 1000,
    now: now / 1000,
  });
  const [row] = rows;
  if (row === undefined || row.control < leastControl) return null;
  // A day of a pause, or beyond the schedule, met nobody; were it counted, a plan would promise too long
  // a time. Days and hours of the week in which it rests count: those of a plan have them too.
  const days = Math.max(1, ranMs(runs, row.first_ms, now) / dayMs);
  return {
    days: Math.round(days),
    eligiblePerDay: row.eligible / days,
    baseRate: row.control_converted / row.control,
  };
}

/** How long it ran of a span. */
function ranMs(runs: readonly Run[], from: number, until: number): number {
  return runs.reduce((sum, run) => {
    const end = Math.min(run.until ?? until, until);
    return sum + Math.max(0, end - Math.max(run.from, from));
  }, 0);
}
