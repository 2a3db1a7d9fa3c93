// Tries a brand on the site's own pages before it is published: a code in the site's address, valid
// for an hour in the browser that opens it. Nobody else sees it, and it is not counted.
import { createHash, randomBytes } from 'node:crypto';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { type CampaignDocument, Creative, zoneOf } from '@opportune/protocol/campaign/campaign.ts';
import { SiteLook } from '@opportune/protocol/campaign/configuration.ts';
import {
  type AccountId,
  CampaignId,
  EngagementId,
  GoalId,
  type SiteId,
  VariantId,
} from '@opportune/protocol/ids.ts';
import type { TriedBrand } from '@opportune/protocol/rest/brand.ts';
import { type Trial, trialParameter, triedBy } from '@opportune/protocol/rest/trial.ts';
import { refuse } from '../http/problem/refusal.ts';

const hourMs = 3600_000;

export interface BrandTrialsParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly originsOf: (account: AccountId, site: string) => Promise<readonly string[]>;
}

export interface BrandTrials {
  /** Rejects with `brand.no_origin` if the site names no address that can be opened. */
  start(account: AccountId, site: SiteId, tried: TriedBrand): Promise<Trial>;
  /** The brand behind a code. Null for an unknown or expired code, and one of another site. */
  lookOf(account: AccountId, site: SiteId, code: string): Promise<SiteLook | null>;
  /** An engagement to look at, as a campaign for everybody. Null as for `lookOf`. */
  verifyTrial(
    account: AccountId,
    site: SiteId,
    code: string,
  ): Promise<{
    readonly campaign: CampaignId;
    readonly document: CampaignDocument;
    readonly until: number;
  } | null>;
  /** The code is unknown from now on. */
  forget(account: AccountId, code: string): Promise<void>;
}

export function createBrandTrials({ records, clock, originsOf }: BrandTrialsParts): BrandTrials {
  async function read(account: AccountId, site: SiteId, code: string): Promise<Row | null> {
    if (triedBy(code) !== 'brand') return null;
    const row = await records.withAccount(account, (sql) =>
      sql.row<Row>(
        'SELECT look, creative, expires_at FROM brand_trials WHERE code_hash = $1 AND site = $2 AND expires_at > $3',
        [hash(code), site, new Date(clock.now())],
      ),
    );
    return row ?? null;
  }
  return {
    async start(account, site, { look, creative }) {
      const origin = (await originsOf(account, site)).find((each) => !each.includes('*'));
      if (origin === undefined) throw refuse('brand.no_origin');
      const code = `b${randomBytes(18).toString('base64url').slice(1)}`;
      const now = clock.now();
      const until = now + hourMs;
      await records.withAccount(account, async (sql) => {
        await sql.run('DELETE FROM brand_trials WHERE expires_at < $1', [new Date(now)]);
        await sql.run(
          'INSERT INTO brand_trials (account, code_hash, site, look, creative, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
          [
            ...[account, hash(code), site, JSON.stringify(look), JSON.stringify(creative)],
            new Date(until),
          ],
        );
      });
      return { url: `${origin}/?${trialParameter}=${code}`, code, until };
    },

    async lookOf(account, site, code) {
      const row = await read(account, site, code);
      return row === null ? null : SiteLook.parse(row.look);
    },

    async verifyTrial(account, site, code) {
      const row = await read(account, site, code);
      if (row === null) return null;
      const document = documentOf(site, Creative.parse(row.creative));
      return { campaign: campaignId, document, until: row.expires_at.getTime() };
    },

    forget: (account, code) =>
      records.withAccount(account, async (sql) => {
        await sql.run('DELETE FROM brand_trials WHERE code_hash = $1', [hash(code)]);
      }),
  };
}

interface Row {
  readonly look: unknown;
  readonly creative: unknown;
  readonly expires_at: Date;
}

/** No campaign has it, since ids of campaigns are random. */
const campaignId = CampaignId.parse('brand-trial');

/** Shown to everybody at once: the browser of the trial is the only one that gets it. */
function documentOf(site: SiteId, creative: Creative): CampaignDocument {
  const offer = { channel: 'chat', skill: null, creative, fallback: null } as const;
  return {
    name: '',
    sites: [site],
    goal: GoalId.parse('brand-trial'),
    audience: { all: [] },
    engagement: {
      id: EngagementId.parse('brand-trial'),
      moment: { all: [] },
      zone: zoneOf[creative.format],
      variants: [{ id: VariantId.parse('a'), name: '', share: 10_000, offer }],
    },
    control: 0,
    caps: { perVisit: null, perDay: null, perVisitor: null, afterDismissalS: null },
    schedule: { from: null, until: null, days: [], hours: null },
    priority: 0,
  };
}

function hash(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
