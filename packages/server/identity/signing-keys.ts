// Who may sign for a site's customers: its secret keys that are in force, as hashes, and the identity
// provider that its settings name. What is revoked or removed vouches for nobody from the next
// look-up on.
import type { Records } from '@opportune/core/ports/records.ts';
import { SiteSettings, type CustomerTokens } from '@opportune/protocol/configuration.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';

export interface Signers {
  readonly secrets: readonly Uint8Array[];
  readonly provider: CustomerTokens | null;
}

export interface SigningKeys {
  of(account: AccountId, site: SiteId): Promise<Signers>;
}

/** Signers from the store of records. */
export function createSigningKeys(records: Records): SigningKeys {
  return {
    of: (account, site) =>
      records.withAccount(account, async (sql) => {
        const rows = await sql.rows<{ key_hash: Buffer }>(
          'SELECT key_hash FROM secret_keys WHERE site = $1 AND revoked_at IS NULL ORDER BY created_at DESC LIMIT 20',
          [site],
        );
        const row = await sql.row<{ settings: unknown }>(
          'SELECT settings FROM sites WHERE id = $1',
          [site],
        );
        const settings = row === undefined ? null : SiteSettings.parse(row.settings);
        return {
          secrets: rows.map(({ key_hash }) => key_hash),
          provider: settings?.customerTokens ?? null,
        };
      }),
  };
}
