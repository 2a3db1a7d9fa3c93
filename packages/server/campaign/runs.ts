// When campaigns ran. A period goes on through a pause, a run does not: what is counted a day is counted
// over runs, and two campaigns want the same visitors where they ran at the same time.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { CampaignId } from '@opportune/protocol/ids.ts';

export interface Run {
  readonly from: number;
  /** Null while it goes on. */
  readonly until: number | null;
}

/** Another campaign, with its periods that ran while a period did. */
export interface CampaignBeside {
  readonly campaign: CampaignId;
  readonly name: string;
  readonly periods: readonly number[];
}

/** Ends and begins runs so that just the running campaigns are in one. Part of every change. */
export async function turnRuns(sql: Sql, account: AccountId, now: Date): Promise<void> {
  await sql.run(
    `UPDATE campaign_runs SET ended_at = $1
     WHERE ended_at IS NULL AND campaign NOT IN (SELECT id FROM campaigns WHERE state = 'running')`,
    [now],
  );
  // Of one that is resumed at the very instant at which it began, the run goes on.
  await sql.run(
    `INSERT INTO campaign_runs (account, campaign, began_at)
     SELECT $1, id, $2 FROM campaigns
     WHERE state = 'running' AND id NOT IN (SELECT campaign FROM campaign_runs WHERE ended_at IS NULL)
     ON CONFLICT (account, campaign, began_at) DO UPDATE SET ended_at = NULL`,
    [account, now],
  );
}

/** All runs of a campaign, the first one first. */
export async function readRuns(sql: Sql, campaign: string): Promise<readonly Run[]> {
  const rows = await sql.rows<{ began_at: Date; ended_at: Date | null }>(
    'SELECT began_at, ended_at FROM campaign_runs WHERE campaign = $1 ORDER BY began_at',
    [campaign],
  );
  return rows.map(({ began_at, ended_at }) => ({
    from: began_at.getTime(),
    until: ended_at?.getTime() ?? null,
  }));
}

/** Other campaigns of which a period ran while this one did: they see each other alike. */
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

/** Stretches in which a campaign ran in one of its periods. */
const besideSql = `
  WITH stretches AS (
    SELECT p.campaign, p.number, greatest(p.began_at, r.began_at) AS began,
      least(coalesce(p.ended_at, 'infinity'), coalesce(r.ended_at, 'infinity')) AS ended
    FROM campaign_periods p JOIN campaign_runs r ON r.campaign = p.campaign
  )
  SELECT c.id, min(c.live->>'name') AS name, array_agg(DISTINCT other.number) AS periods
  FROM stretches own
  JOIN stretches other ON other.campaign != own.campaign
    AND greatest(own.began, other.began) < least(own.ended, other.ended)
  JOIN campaigns c ON c.id = other.campaign
  WHERE own.campaign = $1 AND own.number = $2
  GROUP BY c.id ORDER BY c.id`;
