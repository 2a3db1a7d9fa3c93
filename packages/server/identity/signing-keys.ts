// The keys that may sign for a site's customers: the hashes of its secret keys that are in force.
// A key that is revoked vouches for nobody from the next look-up on.
import type { Records } from '@opportune/core/ports/records.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';

export interface SigningKeys {
  of(account: AccountId, site: SiteId): Promise<readonly Uint8Array[]>;
}

/** Keys from the store of records. */
export function createSigningKeys(records: Records): SigningKeys {
  return {
    of: (account, site) =>
      records.withAccount(account, async (sql) => {
        const rows = await sql.rows<{ key_hash: Buffer }>(
          'SELECT key_hash FROM secret_keys WHERE site = $1 AND revoked_at IS NULL ORDER BY created_at DESC LIMIT 20',
          [site],
        );
        return rows.map(({ key_hash }) => key_hash);
      }),
  };
}
