// Keeps a new site out of campaigns that run on all sites: from then on they name the previous
// sites. The same visitors meet them, so their period continues. Campaigns that name sites do not
// change.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { CampaignId, SiteId } from '@opportune/protocol/ids.ts';

/** Part of a change of the configuration. Does nothing if `sites` is empty. */
export async function keepToSites(
  sql: Sql,
  campaigns: readonly CampaignId[],
  sites: readonly SiteId[],
): Promise<void> {
  if (campaigns.length === 0 || sites.length === 0) return;
  const named = [campaigns, JSON.stringify(sites)];
  await sql.run(
    `UPDATE campaign_periods AS p SET document = jsonb_set(p.document, '{sites}', $2::jsonb)
     FROM campaigns c
     WHERE c.id = ANY ($1) AND p.campaign = c.id AND p.number = c.period
       AND p.document->'sites' = '[]' AND c.live->'sites' = '[]'`,
    named,
  );
  await sql.run(
    `UPDATE campaigns SET draft = ${kept('draft')}, live = ${kept('live')},
       publishes = ${kept('publishes')}, revision = revision + 1
     WHERE id = ANY ($1)`,
    named,
  );
}

/** A document that names the sites, if it meant all of them. */
function kept(column: 'draft' | 'live' | 'publishes'): string {
  return `CASE WHEN ${column}->'sites' = '[]' THEN jsonb_set(${column}, '{sites}', $2::jsonb) ELSE ${column} END`;
}
