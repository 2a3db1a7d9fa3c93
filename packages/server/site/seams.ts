// What this feature needs from others, handed over by the composition root.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, CampaignId, SiteId } from '@opportune/protocol/ids.ts';

/** Everything that decisions depend on is changed through this; `campaign/` provides it. */
export interface ConfigurationChanges {
  change<T>(account: AccountId, by: string, work: (sql: Sql) => Promise<T>): Promise<T>;
  current(account: AccountId): Promise<Configuration>;
}

/** Campaigns of all sites that a new site is left out of; `campaign/` provides it. */
export type KeepToSites = (
  sql: Sql,
  campaigns: readonly CampaignId[],
  sites: readonly SiteId[],
) => Promise<void>;
