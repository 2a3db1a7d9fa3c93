// Campaigns as rows, parsed at the edge to the database. It decides nothing.
import type { Sql } from '@opportune/core/ports/records.ts';
import { rowFields } from '@opportune/core/ports/row-values.ts';
import { CampaignId } from '@opportune/protocol/ids.ts';
import { Campaign, type Guardrail } from '@opportune/protocol/rest/campaign/campaign.ts';
import { type Page, type PageQuestion, readPage } from '../http/rest/page.ts';
import { refuse } from '../http/problem/refusal.ts';

/** The columns of a row besides the fields of a campaign. */
interface Row {
  readonly id: string;
  readonly created_at: Date;
  readonly publishes_at: Date | null;
  readonly publishes_by: string | null;
}

const fields = rowFields(Campaign.shape);

const columns =
  'id, state, draft, live, period, revision, created_at, updated_at, updated_by, pause_on_harm, pause_on_leaving, publishes_at, publishes_by, approval';

function parse(row: Row): Campaign {
  const { publishes_at: at, publishes_by: by } = row;
  const publishing = at === null || by === null ? null : { at: at.getTime(), by };
  return Campaign.parse({ ...fields.valuesOf(row), publishing });
}

/** A campaign of the current account. Throws `request.not_found`. */
export async function mustReadCampaign(
  sql: Sql,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<Campaign> {
  const row = await sql.row<Row>(`SELECT ${columns} FROM campaigns WHERE id = $1 ${lock}`, [id]);
  if (row === undefined) throw refuse('request.not_found');
  return parse(row);
}

/** Campaigns of the current account, newest first. */
export async function readCampaigns(sql: Sql, page: PageQuestion): Promise<Page<Campaign>> {
  const newest = { table: 'campaigns', columns, newestFirst: true };
  const { items, next } = await readPage<Row>(sql, newest, page);
  return { items: items.map(parse), next };
}

export async function insertCampaign(sql: Sql, account: string, campaign: Campaign): Promise<void> {
  await sql.run(
    `INSERT INTO campaigns (account, id, state, draft, revision, created_at, updated_at, updated_by, pause_on_harm, pause_on_leaving)
     VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)`,
    [
      account,
      campaign.id,
      campaign.state,
      JSON.stringify(campaign.draft),
      campaign.revision,
      new Date(campaign.updatedAt),
      campaign.updatedBy,
      campaign.pauseOnHarm,
      campaign.pauseOnLeaving,
    ],
  );
}

/** Sets whether it pauses itself. Its revision stays, so that nobody's draft is refused. */
export async function writeGuardrail(
  sql: Sql,
  id: string,
  { pauseOnHarm, pauseOnLeaving }: Guardrail,
): Promise<void> {
  await sql.run(
    `UPDATE campaigns SET pause_on_harm = $2, pause_on_leaving = coalesce($3, pause_on_leaving)
     WHERE id = $1`,
    [id, pauseOnHarm, pauseOnLeaving ?? null],
  );
}

export interface GuardedCampaign {
  readonly id: CampaignId;
  readonly period: number;
  /** The kinds of harm for which it pauses itself. */
  readonly on: { readonly goal: boolean; readonly leaving: boolean };
}

/**
 * Running campaigns of the current account that pause themselves and have not done so in this
 * period.
 */
export async function readGuarded(sql: Sql): Promise<readonly GuardedCampaign[]> {
  const rows = await sql.rows<{ id: string; period: number; goal: boolean; leaving: boolean }>(
    `SELECT c.id, c.period, c.pause_on_harm AS goal, c.pause_on_leaving AS leaving FROM campaigns c
     JOIN campaign_periods p ON p.campaign = c.id AND p.number = c.period
     WHERE c.state = 'running' AND (c.pause_on_harm OR c.pause_on_leaving) AND p.stop IS NULL ORDER BY c.created_at, c.id`,
  );
  return rows.map(({ id, period, ...on }) => ({ id: CampaignId.parse(id), period, on }));
}

/** Campaigns of the current account that paused themselves in their present period. */
export async function readStopped(sql: Sql): Promise<ReadonlySet<string>> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT c.id FROM campaigns c
     JOIN campaign_periods p ON p.campaign = c.id AND p.number = c.period
     WHERE p.stop IS NOT NULL`,
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Writes state, draft, live version and request for approval, and ends a waiting publication.
 * Periods are written elsewhere.
 */
export async function writeCampaign(sql: Sql, campaign: Campaign): Promise<void> {
  const live = campaign.live === null ? null : JSON.stringify(campaign.live);
  await sql.run(
    `UPDATE campaigns SET state = $2, draft = $3, live = $4, revision = $5, updated_at = $6,
       updated_by = $7, publishes = NULL, publishes_at = NULL, publishes_by = NULL, approval = $8
     WHERE id = $1`,
    [
      campaign.id,
      campaign.state,
      JSON.stringify(campaign.draft),
      live,
      campaign.revision,
      new Date(campaign.updatedAt),
      campaign.updatedBy,
      campaign.approval === null ? null : JSON.stringify(campaign.approval),
    ],
  );
}

/**
 * Writes only the draft. A waiting publication stays, with the draft of its time. A request for
 * approval ends, since it was for another draft; a refusal stays to be read.
 */
export async function writeDraft(sql: Sql, campaign: Campaign): Promise<void> {
  const { id, draft, revision, updatedAt, updatedBy } = campaign;
  await sql.run(
    `UPDATE campaigns SET draft = $2, revision = $3, updated_at = $4, updated_by = $5,
       approval = CASE WHEN approval->'declined' <> 'null' THEN approval END
     WHERE id = $1`,
    [id, JSON.stringify(draft), revision, new Date(updatedAt), updatedBy],
  );
}
