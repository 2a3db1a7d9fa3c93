// Who may sign for a site's customers: its valid secret keys, and the identity provider in its
// settings. A revoked or removed one is invalid from the next lookup on. A secret key signs with
// its encrypted signing key; an older one without it, with its hash.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { SiteSettings, type CustomerTokens } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import { signingKeyPurpose } from '../sealing/sealed-columns.ts';
import type { Sealing } from '../sealing/sealing.ts';

export interface Signers {
  readonly secrets: readonly Uint8Array[];
  readonly provider: CustomerTokens | null;
}

export interface SigningKeys {
  of(account: AccountId, site: SiteId): Promise<Signers>;
}

interface Row {
  readonly id: string;
  readonly key_hash: Buffer;
  readonly sealed_signing_key: string | null;
}

/** Signers from the records store. Logs once for each key that cannot be decrypted. */
export function createSigningKeys(
  records: Records,
  sealing: Sealing,
  log: Pick<Log, 'warn'>,
): SigningKeys {
  const lost = new Set<string>();

  function signingKey(account: AccountId, row: Row): Uint8Array | null {
    if (row.sealed_signing_key === null) return row.key_hash;
    const place = { account, purpose: signingKeyPurpose, id: row.id };
    const opened = sealing.open(row.sealed_signing_key, place);
    if (opened !== null) return Buffer.from(opened, 'base64url');
    if (!lost.has(row.id)) log.warn('a signing key cannot be opened; rotate it', { key: row.id });
    if (lost.size < 1000) lost.add(row.id);
    return null;
  }

  return {
    of: (account, site) =>
      records.withAccount(account, async (sql) => {
        const rows = await sql.rows<Row>(
          `SELECT id, key_hash, sealed_signing_key FROM secret_keys
           WHERE site = $1 AND revoked_at IS NULL ORDER BY created_at DESC LIMIT $2`,
          [site, accountLimits.secretKeys],
        );
        const row = await sql.row<{ settings: unknown }>(
          'SELECT settings FROM sites WHERE id = $1',
          [site],
        );
        const settings = row === undefined ? null : SiteSettings.parse(row.settings);
        return {
          secrets: rows.map((each) => signingKey(account, each)).filter((key) => key !== null),
          provider: settings?.customerTokens ?? null,
        };
      }),
  };
}
