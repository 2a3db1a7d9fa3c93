// Reads the whole configuration of the current account from its tables. Parsing gives every
// document the same order of fields, whatever order the database kept.
import type { Sql } from '@opportune/core/ports/records.ts';
import { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import { CampaignDocument, Goal, Section } from '@opportune/protocol/campaign/campaign.ts';
import { Configuration, SiteSettings } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

interface AccountRow {
  readonly settings: unknown;
  readonly salt: string;
  readonly server_trust_in_use: boolean;
  readonly configuration_version: number;
}
interface DocumentRow {
  readonly document: unknown;
}
interface CampaignRow {
  readonly id: string;
  readonly live: unknown;
  readonly period: number;
}

/** The account's row must exist. */
export async function assembleConfiguration(sql: Sql, account: AccountId): Promise<Configuration> {
  const row = await sql.row<AccountRow>(
    'SELECT settings, salt, server_trust_in_use, configuration_version FROM accounts',
  );
  const sites = await sql.rows<DocumentRow>(
    'SELECT settings AS document FROM sites ORDER BY created_at, id',
  );
  const sections = await sql.rows<DocumentRow>(
    'SELECT document FROM sections ORDER BY created_at, id',
  );
  const goals = await sql.rows<DocumentRow>('SELECT document FROM goals ORDER BY created_at, id');
  const campaigns = await sql.rows<CampaignRow>(
    "SELECT id, live, period FROM campaigns WHERE state = 'running' ORDER BY created_at, id",
  );
  return Configuration.parse({
    account,
    version: row?.configuration_version,
    settings: row?.settings,
    salt: row?.salt,
    sites: sites.map(({ document }) => SiteSettings.parse(document)),
    sections: sections.map(({ document }) => Section.parse(document)),
    goals: goals.map(({ document }) => Goal.parse(document)),
    attributes: await readAttributes(sql),
    campaigns: campaigns.map(({ id, live, period }) => ({
      id,
      period,
      document: CampaignDocument.parse(live),
    })),
    serverTrustInUse: row?.server_trust_in_use,
  });
}

/** The attributes that the current account declares, by name. */
export async function readAttributes(sql: Sql): Promise<CustomAttribute[]> {
  const rows = await sql.rows<DocumentRow>('SELECT document FROM custom_attributes ORDER BY name');
  return rows.map(({ document }) => CustomAttribute.parse(document));
}
