// Keeps policies, one row a campaign and period: text and place together, so that after a crash it goes
// on behind the unit that it learnt last. A campaign that is gone takes its rows with it.
import type { Records } from '@opportune/core/ports/records.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { Place } from './policy-units.ts';

export interface KeptPolicy {
  readonly period: number;
  readonly text: string;
  readonly version: number;
  readonly place: Place;
}

interface Row {
  readonly period: number;
  readonly policy: string;
  readonly version: number;
  readonly learnt_through: Date;
  readonly learnt_visitor: string;
}

/** Null where none was kept. */
export async function readPolicy(
  records: Records,
  account: AccountId,
  campaign: CampaignId,
  period: number,
): Promise<KeptPolicy | null> {
  const row = await records.withAccount(account, (sql) =>
    sql.row<Row>(
      `SELECT period, policy, version, learnt_through, learnt_visitor FROM engagement_policies
       WHERE campaign = $1 AND period = $2`,
      [campaign, period],
    ),
  );
  if (row === undefined) return null;
  const place = { through: row.learnt_through.getTime(), visitor: row.learnt_visitor };
  return { period: row.period, text: row.policy, version: row.version, place };
}

/** Nothing where the campaign was deleted meanwhile. */
export async function keepPolicy(
  records: Records,
  account: AccountId,
  campaign: CampaignId,
  { period, text, version, place }: KeptPolicy,
  now: number,
): Promise<void> {
  await records.withAccount(account, (sql) =>
    sql.run(
      `INSERT INTO engagement_policies
         (account, campaign, period, policy, version, learnt_through, learnt_visitor, saved_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE EXISTS (SELECT 1 FROM campaigns WHERE id = $2)
       ON CONFLICT (account, campaign, period) DO UPDATE SET policy = excluded.policy,
         version = excluded.version, learnt_through = excluded.learnt_through,
         learnt_visitor = excluded.learnt_visitor, saved_at = excluded.saved_at`,
      [
        account,
        campaign,
        period,
        text,
        version,
        new Date(place.through),
        place.visitor,
        new Date(now),
      ],
    ),
  );
}
