// Tries a draft in one's own browser before it is live: a code in the site's address, valid for an
// hour. The document is the draft as of then. A trial is not counted.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { type AccountId, CampaignId, type SiteId } from '@opportune/protocol/ids.ts';
import { trialParameter, triedBy } from '@opportune/protocol/rest/trial.ts';
import { createHash, randomBytes } from 'node:crypto';
import { refuse } from '../http/problem/refusal.ts';
import { mustReadCampaign } from './campaign-rows.ts';

const hourMs = 3600_000;

export interface Trials {
  start(
    account: AccountId,
    campaign: string,
  ): Promise<{ url: string; code: string; until: number }>;
  /** Null for an unknown or expired code, and one of a draft that does not run on the site. */
  verifyTrial(
    account: AccountId,
    site: SiteId,
    code: string,
  ): Promise<{ campaign: CampaignId; document: CampaignDocument; until: number } | null>;
  /** The code is unknown from now on. */
  forget(account: AccountId, code: string): Promise<void>;
}

export function createTrials(records: Records, clock: Clock): Trials {
  return {
    start: (account, id) =>
      records.withAccount(account, async (sql) => {
        const { draft } = await mustReadCampaign(sql, id);
        const origin = await originFor(sql, draft);
        const code = `d${randomBytes(18).toString('base64url').slice(1)}`;
        const now = clock.now();
        await sql.run('DELETE FROM campaign_trials WHERE expires_at < $1', [new Date(now)]);
        await sql.run(
          'INSERT INTO campaign_trials (account, code_hash, campaign, document, expires_at) VALUES ($1, $2, $3, $4, $5)',
          [account, hash(code), id, JSON.stringify(draft), new Date(now + hourMs)],
        );
        return { url: `${origin}/?${trialParameter}=${code}`, code, until: now + hourMs };
      }),

    async verifyTrial(account, site, code) {
      if (triedBy(code) !== 'draft') return null;
      const row = await records.withAccount(account, (sql) =>
        sql.row<{ campaign: string; document: unknown; expires_at: Date }>(
          'SELECT campaign, document, expires_at FROM campaign_trials WHERE code_hash = $1 AND expires_at > $2',
          [hash(code), new Date(clock.now())],
        ),
      );
      if (row === undefined) return null;
      const document = CampaignDocument.parse(row.document);
      if (document.sites.length > 0 && !document.sites.includes(site)) return null;
      const campaign = CampaignId.parse(row.campaign);
      return { campaign, document, until: row.expires_at.getTime() };
    },

    forget: (account, code) =>
      records.withAccount(account, async (sql) => {
        await sql.run('DELETE FROM campaign_trials WHERE code_hash = $1', [hash(code)]);
      }),
  };
}

/** The first address of the first site that the campaign runs on. */
async function originFor(sql: Sql, { sites }: CampaignDocument): Promise<string> {
  const row = await sql.row<{ origin: string }>(
    `SELECT origin FROM sites, jsonb_array_elements_text(settings->'origins') WITH ORDINALITY AS listed (origin, place)
     WHERE (cardinality($1::text[]) = 0 OR id = ANY ($1)) AND position('*' in origin) = 0
     ORDER BY created_at, id, place LIMIT 1`,
    [sites],
  );
  if (row === undefined)
    throw refuse('campaign.incomplete', {
      path: 'sites',
      detail: 'The site has no allowed origin to open.',
    });
  return row.origin;
}

function hash(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
