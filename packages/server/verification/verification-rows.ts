// Rows of verifications: what a contact was asked, and what became of it. Secrets are hashes.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { AddressAt as AddressSchema } from '@opportune/protocol/contact/contact.ts';
import {
  type AccountId,
  ConversationId,
  SiteId,
  VerificationId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { verificationLimits as limits } from '@opportune/protocol/limits/channels.ts';
import type { Verification } from '@opportune/protocol/rest/contact/verifications.ts';
import { z } from 'zod';

const Row = z.object({
  id: VerificationId,
  conversation: ConversationId,
  at: AddressSchema,
  way: z.enum(['link', 'code']),
  to: AddressSchema.nullable(),
  site: SiteId.nullable(),
  visitor: VisitorId.nullable(),
  state: z.enum(['asked', 'verified', 'declined', 'failed']),
  secretHash: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  askedBy: z.string(),
  askedAt: z.number(),
  expiresAt: z.number(),
  endedAt: z.number().nullable(),
});
export type VerificationRow = Readonly<z.infer<typeof Row>>;

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
const columns = `id, conversation, json_build_object('channel', channel, 'address', address) AS at, way,
  CASE WHEN to_channel IS NOT NULL THEN json_build_object('channel', to_channel, 'address', to_address) END AS "to",
  site, visitor, state, secret_hash AS "secretHash", asked_by AS "askedBy", ${ms('asked_at')} AS "askedAt",
  ${ms('expires_at')} AS "expiresAt", ${ms('ended_at')} AS "endedAt"`;

export type NewVerification = Pick<
  VerificationRow,
  | 'id'
  | 'conversation'
  | 'at'
  | 'way'
  | 'to'
  | 'site'
  | 'secretHash'
  | 'askedBy'
  | 'askedAt'
  | 'expiresAt'
>;

/** What was asked in the conversation before is no longer asked. Removes some that are long over. */
export async function insertVerification(
  sql: Sql,
  account: AccountId,
  made: NewVerification,
): Promise<void> {
  const now = new Date(made.askedAt);
  await sql.run(
    `UPDATE contact_verifications SET expires_at = $2 WHERE conversation = $1 AND state = 'asked' AND expires_at > $2`,
    [made.conversation, now],
  );
  await sql.run(
    `INSERT INTO contact_verifications (account, id, conversation, channel, address, way, to_channel, to_address,
       site, secret_hash, asked_by, asked_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[account, made.id, made.conversation, made.at.channel, made.at.address, made.way],
      ...[made.to?.channel ?? null, made.to?.address ?? null, made.site, made.secretHash],
      ...[made.askedBy, now, new Date(made.expiresAt)],
    ],
  );
  await sql.run(
    `DELETE FROM contact_verifications WHERE (account, id) IN (
       SELECT account, id FROM contact_verifications WHERE expires_at < $1
       ORDER BY expires_at LIMIT 4 FOR UPDATE SKIP LOCKED)`,
    [new Date(made.askedAt - limits.keptMs)],
  );
}

/** Newest first. */
export async function verificationsIn(
  sql: Sql,
  conversation: ConversationId,
): Promise<readonly VerificationRow[]> {
  const rows = await sql.rows<object>(
    `SELECT ${columns} FROM contact_verifications WHERE conversation = $1
     ORDER BY asked_at DESC, id LIMIT ${limits.listed}`,
    [conversation],
  );
  return rows.map((row) => Row.parse(row));
}

/** One that is still asked, held until the transaction ends. */
export async function askedNow(sql: Sql, id: string, now: number): Promise<VerificationRow | null> {
  return parsed(
    await sql.row<object>(
      `SELECT ${columns} FROM contact_verifications
       WHERE id = $1 AND state = 'asked' AND expires_at > $2 FOR UPDATE`,
      [id, new Date(now)],
    ),
  );
}

/** The code that is asked for in a conversation. There is at most one. */
export async function codeAskedIn(
  sql: Sql,
  conversation: ConversationId,
  now: number,
): Promise<VerificationRow | null> {
  return parsed(
    await sql.row<object>(
      `SELECT ${columns} FROM contact_verifications
       WHERE conversation = $1 AND way = 'code' AND state = 'asked' AND expires_at > $2`,
      [conversation, new Date(now)],
    ),
  );
}

/** A link, from now on of this browser alone. Null: it is expired, another's or of another site. */
export async function openLink(
  sql: Sql,
  hash: Uint8Array,
  {
    site,
    visitor,
    now,
  }: { readonly site: SiteId; readonly visitor: VisitorId; readonly now: number },
): Promise<VerificationRow | null> {
  return parsed(
    await sql.row<object>(
      `UPDATE contact_verifications SET visitor = $3
       WHERE way = 'link' AND secret_hash = $1 AND site = $2 AND (visitor IS NULL OR visitor = $3)
         AND state = 'asked' AND expires_at > $4 RETURNING ${columns}`,
      [hash, site, visitor, new Date(now)],
    ),
  );
}

export async function endVerification(
  sql: Sql,
  id: string,
  { state, now }: { readonly state: VerificationRow['state']; readonly now: number },
): Promise<void> {
  await sql.run(
    `UPDATE contact_verifications SET state = $2, ended_at = $3 WHERE id = $1 AND state = 'asked'`,
    [id, state, new Date(now)],
  );
}

/** A wrong code. After the last one it has failed. */
export async function noteTry(sql: Sql, id: string, now: number): Promise<void> {
  await sql.run(
    `UPDATE contact_verifications SET tries = tries + 1,
       state = CASE WHEN tries + 1 >= ${limits.tries} THEN 'failed' ELSE state END,
       ended_at = CASE WHEN tries + 1 >= ${limits.tries} THEN $2::timestamptz END
     WHERE id = $1 AND state = 'asked'`,
    [id, new Date(now)],
  );
}

export function shownVerification(row: VerificationRow, now: number): Verification {
  const { id, conversation, way: by, to, askedBy, askedAt, expiresAt, endedAt } = row;
  const state = row.state === 'asked' && expiresAt <= now ? 'expired' : row.state;
  return { id, conversation, by, to, state, askedBy, askedAt, expiresAt, endedAt };
}

function parsed(row: object | undefined): VerificationRow | null {
  return row === undefined ? null : Row.parse(row);
}

export function isSameAddress(one: AddressAt, other: AddressAt): boolean {
  return one.channel === other.channel && one.address === other.address;
}
