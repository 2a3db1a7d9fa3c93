// How many visitors campaigns and sites see per day: for the list of campaigns, for the plan before
// a start, and for the horizon at which a period's interval is narrowest.
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { grounds } from '../queries/fact-versions.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import { trafficSql, visitsBeforeSql } from './site-sql.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
const daysShown = 14;
/**
 * A period's horizon is set from the traffic of this many days before it, and plans cover this many
 * days.
 */
const horizonDays = 28;
/** The share of visits expected to become eligible, if nothing better is known. */
const eligiblePart = 0.1;
const leastHorizon = 1000;
const mostHorizon = 1_000_000;

export interface Eligible {
  /** Of the newest period that has any, however long ago. */
  readonly newest: number;
  /** Of all periods, per day over the last 14 days, oldest first. */
  readonly perDay: readonly number[];
}

/** Eligible visitors of each campaign that ever had one. */
export async function eligibleVisitors(
  facts: ReportFacts,
  account: AccountId,
  timeZone: string,
  now: number,
): Promise<ReadonlyMap<CampaignId, Eligible>> {
  // Rounded to a minute, so that all requests within one share the query. The oldest day begins
  // after it, even if one of the days has 25 hours.
  const since = now - (now % minuteMs) - (daysShown * dayMs + hourMs);
  const rows = await facts.query<TrafficRow>(
    account,
    trafficSql,
    {
      since: since / 1000,
      zone: timeZone,
    },
    { on: [grounds.decisions] },
  );
  const names = daysUntil(now, timeZone);
  const found = new Map<CampaignId, Eligible>();
  for (const [campaign, own] of Map.groupBy(rows, (row) => row.campaign)) {
    const period = own.reduce((newest, row) => Math.max(newest, row.period), 0);
    const perDay = names.map((name) => sumOf(own.filter(({ day }) => day === name)));
    found.set(campaign, { newest: sumOf(own.filter((row) => row.period === period)), perDay });
  }
  return found;
}

interface TrafficRow {
  readonly campaign: CampaignId;
  readonly period: number;
  /** Empty for everything older than the days shown. */
  readonly day: string;
  readonly eligible: number;
}

function sumOf(rows: readonly TrafficRow[]): number {
  return rows.reduce((sum, { eligible }) => sum + eligible, 0);
}

/** Visits per day before an instant, over at most 28 days. Null if there were none. */
export async function visitsPerDay(
  facts: ReportFacts,
  account: AccountId,
  untilMs: number,
  now: number,
): Promise<number | null> {
  const params = { from: (untilMs - horizonDays * dayMs) / 1000, until: untilMs / 1000 };
  // Long after an instant, nothing that arrives changes the count. Shortly after it, events may
  // still be in transit.
  const isPast = now - untilMs > intakeLimits.liveMs;
  const rows = await facts.query<{ visits: number; first_ms: number }>(
    account,
    visitsBeforeSql,
    params,
    { on: [isPast ? grounds.past : grounds.events] },
  );
  const [row] = rows;
  if (row === undefined || row.visits === 0) return null;
  return row.visits / Math.max(1, (untilMs - row.first_ms) / dayMs);
}

/**
 * The number of visitors at which a period's interval is narrowest. Reads only data from before the
 * period began, so that it never changes while the period runs.
 */
export async function horizonOf(
  facts: ReportFacts,
  account: AccountId,
  periodFromMs: number,
  now: number,
): Promise<number> {
  const perDay = await visitsPerDay(facts, account, periodFromMs, now);
  const expected = (perDay ?? 0) * horizonDays * eligiblePart;
  return Math.round(Math.min(mostHorizon, Math.max(leastHorizon, expected)));
}

/** Calendar days, oldest first. Not all have 24 hours. */
function daysUntil(now: number, timeZone: string): readonly string[] {
  const today = Date.parse(dayName(now, timeZone));
  return Array.from({ length: daysShown }, (_, index) =>
    new Date(today - (daysShown - 1 - index) * dayMs).toISOString().slice(0, 10),
  );
}

function dayName(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
}
