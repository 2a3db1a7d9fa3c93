// API tokens as rows, parsed at the edge to the database. Stores only the hash of a secret.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { rowFields } from '@opportune/core/ports/row-values.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { ApiToken } from '@opportune/protocol/rest/tokens.ts';
import { type Page, type PageQuestion, readPage } from '../../http/rest/page.ts';

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly created_at: Date;
}

const fields = rowFields(ApiToken.omit({ user: true }).shape);
const columns = `user_id, ${fields.columns}`;

function parse(row: Row): ApiToken {
  return ApiToken.parse({ ...fields.valuesOf(row), user: row.user_id });
}

/** A presented token: its user and what it may do. */
export interface FoundToken extends Pick<ApiToken, 'scopes' | 'expiresAt' | 'lastUsedAt'> {
  readonly account: AccountId;
  readonly id: string;
  readonly user: string;
  /** The account whose sample shop the token's account is. */
  readonly home: AccountId | null;
}

const Found = ApiToken.pick({ scopes: true, expiresAt: true, lastUsedAt: true });
const foundFields = rowFields(Found.shape);

export async function findToken(records: Records, hash: Buffer): Promise<FoundToken | null> {
  const row = await records.withoutAccount((sql) =>
    sql.row<{
      readonly account: string;
      readonly id: string;
      readonly user_id: string;
      readonly sample_of: string | null;
    }>('SELECT * FROM find_api_token($1)', [hash]),
  );
  if (row === undefined) return null;
  const { id, user_id: user } = row;
  const account = AccountId.parse(row.account);
  const home = row.sample_of === null ? null : AccountId.parse(row.sample_of);
  return { ...Found.parse(foundFields.valuesOf(row)), account, id, user, home };
}

/** All tokens of one user, newest first. */
export async function readTokensOf(sql: Sql, user: string): Promise<ApiToken[]> {
  const rows = await sql.rows<Row>(
    `SELECT ${columns} FROM api_tokens WHERE user_id = $1 ORDER BY created_at DESC, id`,
    [user],
  );
  return rows.map(parse);
}

/** Tokens of the current account, newest first. */
export async function readTokens(sql: Sql, page: PageQuestion): Promise<Page<ApiToken>> {
  const from = { table: 'api_tokens', columns, newestFirst: true };
  const { items, next } = await readPage<Row>(sql, from, page);
  return { items: items.map(parse), next };
}

export async function insertToken(
  sql: Sql,
  account: AccountId,
  { id, user, name, hint, scopes, createdAt, expiresAt }: ApiToken,
  hash: Buffer,
): Promise<void> {
  await sql.run(
    `INSERT INTO api_tokens (account, id, user_id, name, token_hash, hint, scopes, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[account, id, user, name, hash, hint, scopes, new Date(createdAt)],
      expiresAt === null ? null : new Date(expiresAt),
    ],
  );
}

/**
 * Returns the user and hash of the deleted token. Null if there is none, or if it is not `user`'s.
 */
export async function deleteToken(
  sql: Sql,
  id: string,
  user: string | null,
): Promise<{ readonly user: string; readonly hash: Buffer } | null> {
  const row = await sql.row<{ readonly user_id: string; readonly token_hash: Buffer }>(
    `DELETE FROM api_tokens WHERE id = $1 AND ($2::text IS NULL OR user_id = $2)
     RETURNING user_id, token_hash`,
    [id, user],
  );
  return row === undefined ? null : { user: row.user_id, hash: row.token_hash };
}

/** Records the use of a token and the activity of its user. */
export async function noteTokenUse(
  sql: Sql,
  { id, user }: Pick<FoundToken, 'id' | 'user'>,
  now: number,
): Promise<void> {
  const at = new Date(now);
  await sql.run('UPDATE api_tokens SET last_used_at = $2 WHERE id = $1', [id, at]);
  await sql.run('UPDATE users SET last_seen_at = $2 WHERE id = $1', [user, at]);
}
