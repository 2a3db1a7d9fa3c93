// Periods of campaigns: a time in which nothing changed that results depend on. When such a part of
// the live document or its goal changes, the period ends and the next begins. Periods are never
// pooled.
import { decisiveLanguages } from '@opportune/core/campaign/languages/coverage.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { CampaignDocument, Goal, startsPeriod } from '@opportune/protocol/campaign/campaign.ts';
import { AccountLanguages, DecisiveLanguages } from '@opportune/protocol/campaign/translations.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { PeriodStop } from '@opportune/protocol/rest/campaign/campaign.ts';
import { refuse } from '../http/problem/refusal.ts';

export interface StoredPeriod {
  readonly number: number;
  readonly from: number;
  readonly until: number | null;
  readonly document: CampaignDocument;
  /** The goal as of the beginning of the period. Its window and value cap apply, not today's. */
  readonly goal: Goal;
  /** Set if the campaign paused itself. */
  readonly stop: PeriodStop | null;
  /** The account's languages of that time, as far as they decide what its visitors read. */
  readonly languages: DecisiveLanguages | null;
}

interface Row {
  readonly number: number;
  readonly began_at: Date;
  readonly ended_at: Date | null;
  readonly document: unknown;
  readonly goal: unknown;
  readonly stop: unknown;
  readonly languages: unknown;
}

/** All periods of a campaign, oldest first. */
export async function readPeriods(sql: Sql, campaign: string): Promise<readonly StoredPeriod[]> {
  const rows = await sql.rows<Row>(
    'SELECT * FROM campaign_periods WHERE campaign = $1 ORDER BY number',
    [campaign],
  );
  return rows.map(periodOf);
}

/**
 * Ends and begins periods so that each running campaign is in one that fits. Part of every change.
 * Takes one query, and three statements if any period changes, however many campaigns run.
 */
export async function turnPeriods(sql: Sql, account: AccountId, now: Date): Promise<void> {
  const beginnings: Beginning[] = [];
  for (const row of await sql.rows<RunningRow>(runningSql)) {
    const document = CampaignDocument.parse(row.live);
    const goal = goalOf(row);
    const spoken = AccountLanguages.optional().parse(row.languages_now ?? undefined);
    const languages = decisiveLanguages(document.translations, spoken);
    const latest = row.number === null ? null : periodOf({ ...row, number: row.number });
    if (latest !== null && fits(latest, { document, goal, languages })) continue;
    beginnings.push({ id: row.id, number: (latest?.number ?? 0) + 1, document, goal, languages });
  }
  if (beginnings.length > 0) await beginPeriods(sql, account, beginnings, now);
}

type RunningRow = Omit<Row, 'number'> & {
  readonly id: string;
  readonly live: unknown;
  readonly goal_now: unknown;
  readonly languages_now: unknown;
  /** Null, like the period's other fields, before the first period. */
  readonly number: number | null;
};

/** Running campaigns, each with its present goal and its latest period. */
const runningSql = `
  SELECT c.id, c.live, g.document AS goal_now, a.settings->'languages' AS languages_now,
         p.number, p.began_at, p.ended_at, p.document, p.goal, p.stop, p.languages
  FROM campaigns c JOIN accounts a ON a.id = c.account
  LEFT JOIN goals g ON g.id = c.live->>'goal'
  LEFT JOIN LATERAL (
    SELECT * FROM campaign_periods WHERE campaign = c.id ORDER BY number DESC LIMIT 1
  ) p ON true
  WHERE c.state = 'running' ORDER BY c.id`;

function periodOf(row: Row): StoredPeriod {
  return {
    number: row.number,
    from: row.began_at.getTime(),
    until: row.ended_at?.getTime() ?? null,
    document: CampaignDocument.parse(row.document),
    goal: Goal.parse(row.goal),
    stop: row.stop === null ? null : PeriodStop.parse(row.stop),
    languages: row.languages === null ? null : DecisiveLanguages.parse(row.languages),
  };
}

function goalOf({ goal_now }: RunningRow): Goal {
  if (goal_now === null)
    throw refuse('campaign.incomplete', { path: 'goal', detail: 'The goal is no longer there.' });
  return Goal.parse(goal_now);
}

/**
 * Whether a stored period can continue under a document, its goal and the languages that decide
 * what visitors read. The goal's name does not matter.
 */
function fits(
  period: StoredPeriod,
  { document, goal, languages }: Pick<Beginning, 'document' | 'goal' | 'languages'>,
): boolean {
  if (period.until !== null || startsPeriod(period.document, document)) return false;
  if (JSON.stringify(period.languages) !== JSON.stringify(languages)) return false;
  return JSON.stringify({ ...period.goal, name: '' }) === JSON.stringify({ ...goal, name: '' });
}

interface Beginning {
  readonly id: string;
  readonly number: number;
  readonly document: CampaignDocument;
  readonly goal: Goal;
  readonly languages: DecisiveLanguages | null;
}

async function beginPeriods(
  sql: Sql,
  account: AccountId,
  beginnings: readonly Beginning[],
  now: Date,
): Promise<void> {
  const ids = beginnings.map(({ id }) => id);
  const numbers = beginnings.map(({ number }) => number);
  await sql.run(
    'UPDATE campaign_periods SET ended_at = $2 WHERE campaign = ANY($1) AND ended_at IS NULL',
    [ids, now],
  );
  await sql.run(
    `INSERT INTO campaign_periods (account, campaign, number, began_at, document, goal, languages)
     SELECT $1, campaign, number, $4, document, goal, languages
     FROM unnest($2::text[], $3::integer[], $5::jsonb[], $6::jsonb[], $7::jsonb[])
       AS begun (campaign, number, document, goal, languages)`,
    [
      account,
      ids,
      numbers,
      now,
      beginnings.map(({ document }) => JSON.stringify(document)),
      beginnings.map(({ goal }) => JSON.stringify(goal)),
      beginnings.map(({ languages }) => languages && JSON.stringify(languages)),
    ],
  );
  await sql.run(
    `UPDATE campaigns SET period = begun.number
     FROM unnest($1::text[], $2::integer[]) AS begun (campaign, number)
     WHERE campaigns.id = begun.campaign`,
    [ids, numbers],
  );
}

/** Records once, in its period's history, why a campaign paused itself. */
export async function writeStop(
  sql: Sql,
  campaign: string,
  period: number,
  stop: PeriodStop,
): Promise<void> {
  await sql.run(
    'UPDATE campaign_periods SET stop = $3 WHERE campaign = $1 AND number = $2 AND stop IS NULL',
    [campaign, period, JSON.stringify(stop)],
  );
}

/** Closes the open period, if any. */
export async function endPeriod(sql: Sql, campaign: string, now: Date): Promise<void> {
  await sql.run(
    'UPDATE campaign_periods SET ended_at = $2 WHERE campaign = $1 AND ended_at IS NULL',
    [campaign, now],
  );
}
