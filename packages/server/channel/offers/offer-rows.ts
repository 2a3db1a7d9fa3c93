// Rows of offers that may go on in a messaging channel, by their token.
import type { Sql } from '@opportune/core/ports/records.ts';
import { OfferFrom } from '@opportune/protocol/bus/ways.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { offerLimits } from '@opportune/protocol/limits/channels.ts';

export async function insertOffer(
  sql: Sql,
  account: AccountId,
  { token, from, now }: { readonly token: string; readonly from: OfferFrom; readonly now: number },
): Promise<void> {
  await sql.run(
    `INSERT INTO channel_offers (account, token, site, visitor, decision, campaign, campaign_name,
       skill, invitation, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[account, token, from.site, from.visitor, from.decision, from.campaign],
      ...[from.campaignName, from.skill, from.invitation],
      new Date(now + offerLimits.tokenMs),
    ],
  );
}

export interface Claim extends AddressAt {
  /** The item of the inbox that brought it. Handled again, it claims the same. */
  readonly item: string;
  readonly now: number;
}

const columns = 'site, visitor, decision, campaign, campaign_name, skill, invitation';

/** The offer of a token, which is the writer's from now on. Null: it is expired, or another's. */
export async function claimOffer(
  sql: Sql,
  token: string,
  { channel, address, item, now }: Claim,
): Promise<OfferFrom | null> {
  return parsed(
    await sql.row<object>(
      `UPDATE channel_offers SET channel = $2, address = $3, item = coalesce(item, $4)
       WHERE token = $1 AND (item = $4 OR item IS NULL AND expires_at > $5)
       RETURNING ${columns}`,
      [token, channel, address, item, new Date(now)],
    ),
  );
}

/** The offer that somebody at the address opened without a word. Null: there is none. */
export async function openedOffer(
  sql: Sql,
  { channel, address, item, now }: Claim,
): Promise<OfferFrom | null> {
  return parsed(
    await sql.row<object>(
      `UPDATE channel_offers SET item = $3 WHERE (account, token) IN (
         SELECT account, token FROM channel_offers
         WHERE channel = $1 AND address = $2 AND NOT used AND expires_at > $4
         ORDER BY expires_at DESC LIMIT 1)
       RETURNING ${columns}`,
      [channel, address, item, new Date(now)],
    ),
  );
}

/** What the item brought took effect. */
export async function useOffer(sql: Sql, item: string): Promise<void> {
  await sql.run(useOfferSql, [item]);
}
export const useOfferSql = 'UPDATE channel_offers SET used = true WHERE item = $1';

function parsed(row: object | undefined): OfferFrom | null {
  if (row === undefined) return null;
  const { campaign_name: campaignName, ...from } = row as { readonly campaign_name: unknown };
  return OfferFrom.parse({ ...from, campaignName });
}
