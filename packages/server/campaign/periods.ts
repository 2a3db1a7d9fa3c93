// Periods of campaigns: a stretch in which nothing changed that results depend on. When the live
// document or its goal differs in such a part, the period ends and the next begins. Never pooled.
import type { Sql } from '@opportune/core/ports/records.ts';
import { CampaignDocument, Goal, startsPeriod } from '@opportune/protocol/campaign.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { refuse } from '../http/refusal.ts';

export interface StoredPeriod {
  readonly number: number;
  readonly from: number;
  readonly until: number | null;
  readonly document: CampaignDocument;
  /** The goal as it was when the period began: its window and value cap count, not today's. */
  readonly goal: Goal;
}

interface Row {
  readonly number: number;
  readonly began_at: Date;
  readonly ended_at: Date | null;
  readonly document: unknown;
  readonly goal: unknown;
}

/** All periods of a campaign, the first one first. */
export async function readPeriods(sql: Sql, campaign: string): Promise<readonly StoredPeriod[]> {
  const rows = await sql.rows<Row>(
    'SELECT * FROM campaign_periods WHERE campaign = $1 ORDER BY number',
    [campaign],
  );
  return rows.map((row) => ({
    number: row.number,
    from: row.began_at.getTime(),
    until: row.ended_at?.getTime() ?? null,
    document: CampaignDocument.parse(row.document),
    goal: Goal.parse(row.goal),
  }));
}

/** Ends and begins periods so that each running campaign is in one that fits. Part of every change. */
export async function turnPeriods(sql: Sql, account: AccountId, now: Date): Promise<void> {
  const running = await sql.rows<{ id: string; live: unknown }>(
    "SELECT id, live FROM campaigns WHERE state = 'running' ORDER BY id",
  );
  for (const { id, live } of running) {
    const document = CampaignDocument.parse(live);
    const goal = await readGoal(sql, document.goal);
    const latest = (await readPeriods(sql, id)).at(-1);
    if (latest !== undefined && fits(latest, document, goal)) continue;
    await beginPeriod(sql, { account, id, number: (latest?.number ?? 0) + 1, document, goal, now });
  }
}

/** Whether a stored period can go on under a document and its goal. The goal's name does not matter. */
function fits(period: StoredPeriod, document: CampaignDocument, goal: Goal): boolean {
  if (period.until !== null || startsPeriod(period.document, document)) return false;
  return JSON.stringify({ ...period.goal, name: '' }) === JSON.stringify({ ...goal, name: '' });
}

interface Beginning {
  readonly account: AccountId;
  readonly id: string;
  readonly number: number;
  readonly document: CampaignDocument;
  readonly goal: Goal;
  readonly now: Date;
}

async function beginPeriod(
  sql: Sql,
  { account, id, number, document, goal, now }: Beginning,
): Promise<void> {
  await endPeriod(sql, id, now);
  await sql.run(
    `INSERT INTO campaign_periods (account, campaign, number, began_at, document, goal)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [account, id, number, now, JSON.stringify(document), JSON.stringify(goal)],
  );
  await sql.run('UPDATE campaigns SET period = $2 WHERE id = $1', [id, number]);
}

/** Closes the period that is open, if one is. */
export async function endPeriod(sql: Sql, campaign: string, now: Date): Promise<void> {
  await sql.run(
    'UPDATE campaign_periods SET ended_at = $2 WHERE campaign = $1 AND ended_at IS NULL',
    [campaign, now],
  );
}

async function readGoal(sql: Sql, id: string): Promise<Goal> {
  const row = await sql.row<{ document: unknown }>('SELECT document FROM goals WHERE id = $1', [
    id,
  ]);
  if (row === undefined)
    throw refuse('campaign.incomplete', { path: 'goal', detail: 'The goal is no longer there.' });
  return Goal.parse(row.document);
}
