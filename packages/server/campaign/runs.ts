// When campaigns ran, and by which schedule. A period continues through a pause and beyond the
// dates of a schedule; a run does not. Figures per day are counted over runs, and two campaigns
// compete if their runs overlap.
import type { Sql } from '@opportune/core/ports/records.ts';
import { Schedule } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { CampaignId } from '@opportune/protocol/ids.ts';

export interface Run {
  readonly from: number;
  /** Null if it has no end. An end set by its schedule may lie in the future. */
  readonly until: number | null;
  readonly schedule: Schedule;
}

/** Another campaign, with its periods that ran at the same time as a period. */
export interface CampaignBeside {
  readonly campaign: CampaignId;
  readonly name: string;
  readonly periods: readonly number[];
}

/**
 * Ends and begins runs so that exactly the running campaigns are in one, by their schedule. Part of
 * every change.
 */
export async function turnRuns(sql: Sql, account: AccountId, now: Date): Promise<void> {
  await sql.run(
    `UPDATE campaign_runs AS run SET ended_at = $1
     WHERE ended_at IS NULL AND NOT EXISTS (
       SELECT FROM campaigns
       WHERE id = run.campaign AND state = 'running' AND live->'schedule' = run.schedule
     )`,
    [now],
  );
  // If it is resumed at the instant at which the run began, the run continues.
  await sql.run(
    `INSERT INTO campaign_runs (account, campaign, began_at, schedule)
     SELECT $1, id, $2, live->'schedule' FROM campaigns
     WHERE state = 'running' AND id NOT IN (SELECT campaign FROM campaign_runs WHERE ended_at IS NULL)
     ON CONFLICT (account, campaign, began_at)
       DO UPDATE SET ended_at = NULL, schedule = excluded.schedule`,
    [account, now],
  );
}

/** All runs of a campaign that its schedule let begin, oldest first. */
export async function readRuns(sql: Sql, campaign: string): Promise<readonly Run[]> {
  const rows = await sql.rows<{ began: number; ended: number; schedule: unknown }>(
    `SELECT * FROM (${ranSql}) AS ran WHERE campaign = $1 AND began < ended ORDER BY began`,
    [campaign],
  );
  return rows.map(({ began, ended, schedule }) => ({
    from: began,
    until: ended === Infinity ? null : ended,
    schedule: Schedule.parse(schedule),
  }));
}

/** Other campaigns with a period that ran at the same time. The relation is symmetric. */
export async function readBeside(
  sql: Sql,
  campaign: string,
  period: number,
): Promise<readonly CampaignBeside[]> {
  const rows = await sql.rows<{ id: string; name: string; periods: number[] }>(besideSql, [
    campaign,
    period,
  ]);
  return rows.map(({ id, ...of }) => ({ campaign: CampaignId.parse(id), ...of }));
}

/** In milliseconds, because a schedule may contain dates beyond the database's range. */
const msSql = (instant: string): string => `(extract(epoch FROM ${instant}) * 1000)::float8`;

/** Runs within the dates of their schedule. `greatest` and `least` ignore null. */
const ranSql = `
  SELECT campaign, schedule, greatest(${msSql('began_at')}, (schedule->>'from')::float8) AS began,
    least(${msSql('ended_at')}, (schedule->>'until')::float8, 'infinity') AS ended
  FROM campaign_runs`;

/** The times in which a campaign ran in one of its periods. */
const besideSql = `
  WITH stretches AS (
    SELECT p.campaign, p.number, greatest(${msSql('p.began_at')}, r.began) AS began,
      least(${msSql('p.ended_at')}, r.ended) AS ended
    FROM campaign_periods p JOIN (${ranSql}) AS r ON r.campaign = p.campaign
  )
  SELECT c.id, min(c.live->>'name') AS name, array_agg(DISTINCT other.number) AS periods
  FROM stretches own
  JOIN stretches other ON other.campaign != own.campaign
    AND greatest(own.began, other.began) < least(own.ended, other.ended)
  JOIN campaigns c ON c.id = other.campaign
  WHERE own.campaign = $1 AND own.number = $2
  GROUP BY c.id ORDER BY c.id`;
