// Measurements for a plan: how many visitors a campaign met per day, and how many of its control
// reached the goal without it. It uses only periods that met the visitors in question, and guesses
// nothing.
import type { CountedGoal } from '@opportune/core/decision/step/currency.ts';
import { isReachedAlike, isSameWeek, meetsTheSame } from '@opportune/protocol/campaign/campaign.ts';
import type { CampaignDocument, Goal, Schedule } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { conversionParams } from '../conversions/conversion-params.ts';
import { baseRateFor } from '../results/results-sql.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';

export interface MeasuredTraffic {
  /** The days on which it ran, of those examined. */
  readonly days: number;
  readonly eligiblePerDay: number;
  /** The share of eligible visitors who reach the goal without the campaign, 0 to 1. */
  readonly baseRate: number;
}

/** A time in which a campaign ran, within the dates of its schedule. */
export interface Run {
  readonly from: number;
  /** Null if it runs without end. May lie in the future. */
  readonly until: number | null;
  readonly schedule: Schedule;
}

export interface TrafficQuestion extends CountedGoal {
  readonly account: AccountId;
  readonly campaign: CampaignId;
  /** The first of the periods that are used. All later ones are too. */
  readonly fromPeriod: number;
  readonly runs: readonly Run[];
  /** Of the plan. Traffic in other hours of the week says nothing about it. */
  readonly schedule: Schedule;
  readonly now: number;
}

/** The parts of a document that determine whom it meets. */
interface Met {
  readonly number: number;
  readonly document: CampaignDocument;
  readonly goal: Goal;
}

const dayMs = 86_400_000;
const planDays = 28;
/**
 * A base rate is measured with at least this many visitors in control. With fewer, it is assumed.
 */
const leastControl = 100;

/**
 * The first of the newest consecutive periods that all met the visitors of the document, for the
 * present goal. Null if the newest did not. Older ones before a differing period are not used. The
 * schedule of a period is known from its runs.
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

/** Null if fewer than 100 visitors in control of the last 28 days are closed. */
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
  // Days of a pause, or outside the schedule's dates, met nobody. Counting them would make a plan
  // too long. Resting days and hours of the week count, because a plan has them too.
  const days = Math.max(1, ranMs(runs, row.first_ms, now) / dayMs);
  return {
    days: Math.round(days),
    eligiblePerDay: row.eligible / days,
    baseRate: row.control_converted / row.control,
  };
}

/** How long it ran within a span. */
function ranMs(runs: readonly Run[], from: number, until: number): number {
  return runs.reduce((sum, run) => {
    const end = Math.min(run.until ?? until, until);
    return sum + Math.max(0, end - Math.max(run.from, from));
  }, 0);
}
