// Stores policies, one row per campaign and period. Text and places are stored together, so that
// after a crash learning continues behind the last learnt unit. Deleting a campaign deletes its
// rows.
import type { Records } from '@opportune/core/ports/records.ts';
import { CampaignId, type AccountId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import type { Place } from './policy-units.ts';

export interface KeptPolicy {
  readonly period: number;
  readonly text: string;
  readonly version: number;
  readonly place: Place;
  /** Ended periods that it continues, each with its last learnt unit. */
  readonly ending: readonly EndingPeriod[];
}

export interface EndingPeriod {
  readonly period: number;
  readonly place: Place;
}

/** What is stored, with its instant. */
export interface StoredPolicy extends KeptPolicy {
  readonly savedAt: number;
}

interface Row {
  readonly period: number;
  readonly policy: string;
  readonly version: number;
  readonly learnt_through: Date;
  readonly learnt_visitor: string;
  readonly ending: unknown;
  readonly saved_at: Date;
}

const Ending = z.array(
  z.object({
    period: z.number().int(),
    place: z.object({ through: z.number(), visitor: z.string() }),
  }),
);

/** Null if none was stored. */
export async function readPolicy(
  records: Records,
  account: AccountId,
  campaign: CampaignId,
  period: number,
): Promise<StoredPolicy | null> {
  const row = await records.withAccount(account, (sql) =>
    sql.row<Row>(
      `SELECT period, policy, version, learnt_through, learnt_visitor, ending, saved_at
       FROM engagement_policies WHERE campaign = $1 AND period = $2`,
      [campaign, period],
    ),
  );
  return row === undefined ? null : storedPolicyOf(row);
}

function storedPolicyOf(row: Row): StoredPolicy {
  return {
    ...{ period: row.period, text: row.policy, version: row.version },
    place: { through: row.learnt_through.getTime(), visitor: row.learnt_visitor },
    ending: Ending.parse(row.ending),
    savedAt: row.saved_at.getTime(),
  };
}

export interface KeptPeriod {
  readonly campaign: CampaignId;
  readonly period: number;
  /** This row has nothing left to learn. */
  readonly done: boolean;
}

/** The stored rows of an account, without the learnt text. */
export async function keptPeriods(
  records: Records,
  account: AccountId,
): Promise<readonly KeptPeriod[]> {
  const rows = await records.withAccount(account, (sql) =>
    sql.rows<{ campaign: string; period: number; done: boolean }>(
      'SELECT campaign, period, done FROM engagement_policies ORDER BY campaign, period',
    ),
  );
  return rows.map((row) => ({ ...row, campaign: CampaignId.parse(row.campaign) }));
}

/** Marks a period as fully learnt. */
export async function finishPeriod(
  records: Records,
  account: AccountId,
  { campaign, period }: Pick<KeptPeriod, 'campaign' | 'period'>,
): Promise<void> {
  await records.withAccount(account, (sql) =>
    sql.run('UPDATE engagement_policies SET done = true WHERE campaign = $1 AND period = $2', [
      campaign,
      period,
    ]),
  );
}

/** Does nothing if the campaign was deleted meanwhile. */
export async function keepPolicy(
  records: Records,
  account: AccountId,
  campaign: CampaignId,
  { period, text, version, place, ending }: KeptPolicy,
  now: number,
): Promise<void> {
  await records.withAccount(account, (sql) =>
    sql.run(
      `INSERT INTO engagement_policies
         (account, campaign, period, policy, version, learnt_through, learnt_visitor, ending, saved_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE EXISTS (SELECT 1 FROM campaigns WHERE id = $2)
       ON CONFLICT (account, campaign, period) DO UPDATE SET policy = excluded.policy,
         version = excluded.version, learnt_through = excluded.learnt_through,
         learnt_visitor = excluded.learnt_visitor, ending = excluded.ending,
         saved_at = excluded.saved_at`,
      [
        ...[account, campaign, period, text, version, new Date(place.through), place.visitor],
        ...[JSON.stringify(ending), new Date(now)],
      ],
    ),
  );
}
