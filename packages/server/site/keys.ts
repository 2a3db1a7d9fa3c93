// Keys of sites: the public write key, and secret keys for the business's server. A secret is shown
// once. Its hash is stored for lookups (key-directory.ts). The key that signs customers' tokens is
// stored separately and encrypted, so that reading the database is not enough to sign.
import type { Sql } from '@opportune/core/ports/records.ts';
import { rowFields } from '@opportune/core/ports/row-values.ts';
import { AccountId, KeyId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import { SiteKey } from '@opportune/protocol/rest/site.ts';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Which } from '../http/rest/room.ts';
import { signingKeyPurpose } from '../sealing/sealed-columns.ts';
import type { Sealing } from '../sealing/sealing.ts';

export type StoredKey = z.output<typeof SiteKey>;

/** Public: it stands in every page. 128 bits, so that nobody guesses another's. */
export function newWriteKey(): string {
  return `wk_${randomBytes(16).toString('base64url')}`;
}

export function newSecretKey(): string {
  return `sk_${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a key and looked up. */
export function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/**
 * The key for customers' tokens, in base64url: HMAC-SHA-256 keyed with the secret key. It cannot be
 * derived from the hash of the secret.
 */
function signingKeyOf(secret: string): string {
  return createHmac('sha256', secret).update('opportune customer token').digest('base64url');
}

/** Of a row, what is read beside the fields of a key. */
interface Row {
  readonly id: string;
  readonly account: string;
  readonly sealed_signing_key: string | null;
}

const fields = rowFields(SiteKey.shape);

function parse(sealing: Sealing, row: Row): StoredKey {
  return SiteKey.parse({
    ...fields.valuesOf(row),
    trust: 'server',
    signing: signingOf(sealing, row),
  });
}

function signingOf(
  sealing: Sealing,
  { account, id, sealed_signing_key }: Row,
): StoredKey['signing'] {
  if (sealed_signing_key === null) return 'outdated';
  const place = { account: AccountId.parse(account), purpose: signingKeyPurpose, id };
  return sealing.open(sealed_signing_key, place) === null ? 'lost' : 'sealed';
}

const columns = 'account, id, name, hint, sealed_signing_key, created_at, last_used_at, revoked_at';

/** A site's secret keys, oldest first. */
export async function readKeys(sql: Sql, sealing: Sealing, site: string): Promise<StoredKey[]> {
  const rows = await sql.rows<Row>(
    `SELECT ${columns} FROM secret_keys WHERE site = $1 ORDER BY created_at, id`,
    [site],
  );
  return rows.map((row) => parse(sealing, row));
}

export interface FreshKey {
  readonly account: AccountId;
  readonly site: string;
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly now: number;
}

/** Stores the hash of a secret, its last four characters and, encrypted, its signing key. */
export async function insertKey(
  sql: Sql,
  sealing: Sealing,
  { account, site, id, name, secret, now }: FreshKey,
): Promise<StoredKey> {
  const hint = `sk_…${secret.slice(-4)}`;
  const place = { account, purpose: signingKeyPurpose, id };
  const sealed = sealing.seal(signingKeyOf(secret), place);
  await sql.run(
    `INSERT INTO secret_keys (account, id, site, name, key_hash, sealed_signing_key, hint, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [account, id, site, name, hashKey(secret), sealed, hint, new Date(now)],
  );
  return {
    id: KeyId.parse(id),
    name,
    trust: 'server',
    hint,
    signing: 'sealed',
    createdAt: now,
    lastUsedAt: null,
    revokedAt: null,
  };
}

/** The keys of a site that are not revoked. */
export function inForce(site: string): Which {
  return { where: 'site = $1 AND revoked_at IS NULL', values: [site] };
}

/**
 * The key after revoking, or null. Revoking twice keeps the first instant. Deletes the earliest
 * revoked key if the site has more than are kept.
 */
export async function revokeKey(
  sql: Sql,
  sealing: Sealing,
  { site, id, now }: Pick<FreshKey, 'site' | 'id' | 'now'>,
): Promise<StoredKey | null> {
  const row = await sql.row<Row>(
    `UPDATE secret_keys SET revoked_at = coalesce(revoked_at, $3) WHERE site = $1 AND id = $2 RETURNING ${columns}`,
    [site, id, new Date(now)],
  );
  await sql.run(
    `DELETE FROM secret_keys WHERE id IN (
       SELECT id FROM secret_keys WHERE site = $1 AND revoked_at IS NOT NULL
       ORDER BY revoked_at DESC, created_at DESC OFFSET $2)`,
    [site, accountLimits.revokedKeys],
  );
  return row === undefined ? null : parse(sealing, row);
}
