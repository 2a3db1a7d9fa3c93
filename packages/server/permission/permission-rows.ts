// Rows of permission: opt-ins, suppressions and the entries that record each change. A change that
// changes nothing answers false and leaves no entry. It decides nothing.
import { rowFields } from '@opportune/core/ports/row-values.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import {
  OptIn,
  PermissionEntry,
  type Purpose,
  Suppression,
  type SuppressionReason,
} from '@opportune/protocol/contact/permission.ts';
import type { AccountId, ChannelId, ConversationId } from '@opportune/protocol/ids.ts';

const optInFields = rowFields(OptIn.shape);
const suppressionFields = rowFields(Suppression.shape);
const entryFields = rowFields(PermissionEntry.shape);

/** Planned once: it is asked for each message that is sent. */
export async function isSuppressed(sql: Sql, { channel, address }: AddressAt): Promise<boolean> {
  const row = await sql.often(
    `SELECT 1 AS it FROM suppressions
     WHERE channel = $1 AND address = permission_address($1, $2) AND released_at IS NULL`,
    [channel, address],
  );
  return row !== undefined;
}

/** Those of several addresses that are suppressed, in one statement. */
export async function suppressedAmong(
  sql: Sql,
  addresses: readonly AddressAt[],
): Promise<readonly AddressAt[]> {
  const row = await sql.often<{ readonly found: readonly AddressAt[] | null }>(
    `SELECT json_agg(json_build_object('channel', channel, 'address', address)) AS found
     FROM unnest($1::text[], $2::text[]) AS given (channel, address)
     WHERE (SELECT since FROM suppressions AS known WHERE known.channel = given.channel
       AND known.address = permission_address(given.channel, given.address)
       AND known.released_at IS NULL LIMIT 1) IS NOT NULL`,
    [addresses.map(({ channel }) => channel), addresses.map(({ address }) => address)],
  );
  return row?.found ?? [];
}

/** As permission keeps it: an e-mail address in small letters, any other as it is. */
export async function keptAddress(sql: Sql, { channel, address }: AddressAt): Promise<AddressAt> {
  const row = await sql.row<{ kept: string }>('SELECT permission_address($1, $2) AS kept', [
    channel,
    address,
  ]);
  return { channel, address: row?.kept ?? address };
}

/**
 * A lock on what an address permits until the transaction ends: shared by those who send, alone for whoever
 * forbids it.
 */
export async function lockAddress(
  sql: Sql,
  { channel, address }: AddressAt,
  by: 'sender' | 'change',
): Promise<void> {
  const lock = by === 'sender' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await sql.often(
    `SELECT ${lock}(hashtextextended('permission ' || current_account() || ' ' || $1 || ' ' || permission_address($1, $2), 0))`,
    [channel, address],
  );
}

/** Holds the address in every channel of the kind, as whoever sends does. */
export async function mayLeaveBy(
  sql: Sql,
  kind: 'email' | 'sms',
  address: string,
): Promise<boolean> {
  const channels = await sql.rows<{ channel: ChannelId }>(
    'SELECT id AS channel FROM channels WHERE kind = $1 ORDER BY id',
    [kind],
  );
  for (const { channel } of channels) await lockAddress(sql, { channel, address }, 'sender');
  const row = await sql.row(
    `SELECT 1 AS it FROM suppressions
     WHERE channel = ANY($1) AND address = lower($2) AND released_at IS NULL LIMIT 1`,
    [channels.map(({ channel }) => channel), address],
  );
  return row === undefined;
}

/** Of the address to which messages of a conversation leave, as `makeDeliveries` has it. */
export async function isConversationSuppressed(sql: Sql, id: ConversationId): Promise<boolean> {
  // OFFSET 0: the address is computed once, and not for each suppression of the account.
  const row = await sql.often(
    `SELECT 1 AS it FROM (
       SELECT account, permission_address(channel, address) AS address, channel FROM conversations
       WHERE id = $1 AND channel <> 'web'
       UNION ALL
       SELECT account, lower(reply_to), 'email' FROM conversations
       WHERE id = $1 AND channel = 'web' AND status = 'message'
       OFFSET 0
     ) AS leaves JOIN suppressions AS known ON known.account = leaves.account
       AND known.channel = leaves.channel AND known.address = leaves.address
       AND known.released_at IS NULL
     LIMIT 1`,
    [id],
  );
  return row !== undefined;
}

export async function isOptedIn(
  sql: Sql,
  { channel, address }: AddressAt,
  purpose: Purpose,
): Promise<boolean> {
  const row = await sql.row(
    `SELECT 1 FROM opt_ins
     WHERE channel = $1 AND address = permission_address($1, $2) AND purpose = $3
       AND withdrawn_at IS NULL`,
    [channel, address, purpose],
  );
  return row !== undefined;
}

/**
 * Whether what was given then may not be granted: the contact withdrew it since, wants no messages, or wanted
 * none at some time since. Not if they are opted in.
 */
export async function isWithdrawnSince(
  sql: Sql,
  { channel, address }: AddressAt,
  { purpose, givenAt }: { readonly purpose: Purpose; readonly givenAt: number },
): Promise<boolean> {
  const kept = await keptAddress(sql, { channel, address });
  const row = await sql.row(
    `SELECT 1 WHERE EXISTS (SELECT FROM suppressions
         WHERE channel = $1 AND address = $2 AND released_at IS NULL)
       OR EXISTS (SELECT FROM opt_ins
         WHERE channel = $1 AND address = $2 AND purpose = $3 AND withdrawn_at >= $4)
       OR (${withdrawnThen('$1', '$2', '$3', '$4')}
           OR EXISTS (SELECT FROM suppressions WHERE channel = $1 AND address = $2 AND since >= $4))
         AND NOT EXISTS (SELECT FROM opt_ins
           WHERE channel = $1 AND address = $2 AND purpose = $3 AND withdrawn_at IS NULL)`,
    [channel, kept.address, purpose, new Date(givenAt)],
  );
  return row !== undefined;
}

/** Whether it is recorded that a purpose, or all, was withdrawn then or later. */
function withdrawnThen(channel: string, address: string, purpose: string, then: string): string {
  return `EXISTS (SELECT FROM permission_entries
    WHERE channel = ${channel} AND address = ${address} AND act = 'withdrawn'
      AND (purpose IS NULL OR purpose = ${purpose}) AND happened_at >= ${then})`;
}

/** False if it holds already, or was withdrawn after this was given. */
export async function grant(
  sql: Sql,
  account: AccountId,
  given: Omit<OptIn, 'withdrawnAt'>,
): Promise<boolean> {
  const granted = await sql.run(
    `INSERT INTO opt_ins AS had (account, channel, address, purpose, given_at, source, place, words,
       recorded_by, recorded_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
     WHERE NOT ${withdrawnThen('$2', '$3', '$4', '$5')}
     ON CONFLICT (account, channel, address, purpose) DO UPDATE SET given_at = excluded.given_at,
       source = excluded.source, place = excluded.place, words = excluded.words,
       recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at, withdrawn_at = NULL
     WHERE had.withdrawn_at < excluded.given_at`,
    [
      ...[account, given.channel, given.address, given.purpose, new Date(given.givenAt)],
      ...[given.source, given.place, given.words, given.recordedBy, new Date(given.recordedAt)],
    ],
  );
  return granted > 0;
}

/** Those that were given until then. Answers with their purposes. */
export async function withdraw(
  sql: Sql,
  { channel, address }: AddressAt,
  { purpose, at }: { readonly purpose: Purpose | null; readonly at: number },
): Promise<readonly Purpose[]> {
  const rows = await sql.rows<{ purpose: Purpose }>(
    `UPDATE opt_ins SET withdrawn_at = $4
     WHERE channel = $1 AND address = $2 AND ($3::text IS NULL OR purpose = $3)
       AND withdrawn_at IS NULL AND given_at <= $4
     RETURNING purpose`,
    [channel, address, purpose, new Date(at)],
  );
  return rows.map((row) => row.purpose);
}

/**
 * Whether a withdrawal of what nobody granted is news: nothing says so of that time or later, and the
 * contact did not opt in since. `purpose`: null is all.
 */
export async function isNewsOfWithdrawal(
  sql: Sql,
  { channel, address }: AddressAt,
  { purpose, at }: { readonly purpose: Purpose | null; readonly at: number },
): Promise<boolean> {
  const row = await sql.row(
    `SELECT 1 WHERE NOT EXISTS (SELECT FROM permission_entries
         WHERE channel = $1 AND address = $2 AND act = 'withdrawn'
           AND purpose IS NOT DISTINCT FROM $3 AND happened_at >= $4)
       AND NOT EXISTS (SELECT FROM opt_ins WHERE channel = $1 AND address = $2
         AND ($3::text IS NULL OR purpose = $3) AND given_at > $4 AND withdrawn_at IS NULL)`,
    [channel, address, purpose, new Date(at)],
  );
  return row !== undefined;
}

/** In ascending order of what it takes to release one. */
const strength: readonly SuppressionReason[] = ['blocked', 'link', 'words', 'account'];

/** False if it holds already for as strong a reason, or was released after this. */
export async function suppress(
  sql: Sql,
  account: AccountId,
  { channel, address, reason, words, since, suppressedBy }: Suppression,
): Promise<boolean> {
  const suppressed = await sql.run(
    `INSERT INTO suppressions AS had
       (account, channel, address, reason, words, since, suppressed_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (account, channel, address) DO UPDATE SET reason = excluded.reason,
       words = excluded.words, since = excluded.since, suppressed_by = excluded.suppressed_by,
       released_at = NULL
     WHERE CASE WHEN had.released_at IS NULL
       THEN array_position($8::text[], excluded.reason) > array_position($8::text[], had.reason)
       ELSE had.released_at <= excluded.since END`,
    [...[account, channel, address, reason, words, new Date(since), suppressedBy], strength],
  );
  return suppressed > 0;
}

/** False if none of these reasons holds, or it came after this. */
export async function release(
  sql: Sql,
  { channel, address }: AddressAt,
  { reasons, at }: { readonly reasons: readonly SuppressionReason[]; readonly at: number },
): Promise<boolean> {
  const row = await sql.often(
    `UPDATE suppressions SET released_at = $4::timestamptz
     WHERE channel = $1 AND address = $2 AND released_at IS NULL AND since <= $4::timestamptz
       AND reason = ANY($3::text[]) RETURNING channel`,
    [channel, address, reasons, new Date(at)],
  );
  return row !== undefined;
}

export async function insertEntry(
  sql: Sql,
  account: AccountId,
  made: PermissionEntry,
): Promise<void> {
  await sql.run(
    `INSERT INTO permission_entries (account, id, channel, address, act, purpose, source, place,
       words, happened_at, recorded_at, recorded_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[account, made.id, made.channel, made.address, made.act, made.purpose, made.source],
      ...[made.place, made.words, new Date(made.happenedAt), new Date(made.recordedAt)],
      made.recordedBy,
    ],
  );
}

/** Joined with the addresses of a contact, of which there may be many. */
const ofContact = (columns: string): string =>
  columns
    .split(', ')
    .map((column) => `known.${column}`)
    .join(', ');

export async function optInsOf(sql: Sql, contact: string, most: number): Promise<OptIn[]> {
  const rows = await sql.rows<object>(
    `SELECT ${ofContact(optInFields.columns)} FROM contact_addresses AS own JOIN opt_ins AS known
       ON known.account = own.account AND known.channel = own.channel
         AND known.address = permission_address(own.channel, own.address)
     WHERE own.contact = $1 ORDER BY known.given_at DESC, known.channel, known.address, known.purpose
     LIMIT $2`,
    [contact, most],
  );
  return rows.map((row) => OptIn.parse(optInFields.valuesOf(row)));
}

export async function optInOf(
  sql: Sql,
  { channel, address }: AddressAt,
  purpose: Purpose,
): Promise<OptIn | undefined> {
  const row = await sql.row<object>(
    `SELECT ${optInFields.columns} FROM opt_ins
     WHERE channel = $1 AND address = permission_address($1, $2) AND purpose = $3`,
    [channel, address, purpose],
  );
  return row && OptIn.parse(optInFields.valuesOf(row));
}

export async function suppressionsOf(
  sql: Sql,
  contact: string,
  most: number,
): Promise<Suppression[]> {
  const rows = await sql.rows<object>(
    `SELECT ${ofContact(suppressionFields.columns)}
     FROM contact_addresses AS own JOIN suppressions AS known
       ON known.account = own.account AND known.channel = own.channel
         AND known.address = permission_address(own.channel, own.address)
     WHERE own.contact = $1 AND known.released_at IS NULL
     ORDER BY known.since DESC, known.channel, known.address LIMIT $2`,
    [contact, most],
  );
  return rows.map((row) => Suppression.parse(suppressionFields.valuesOf(row)));
}

export async function suppressionOf(
  sql: Sql,
  { channel, address }: AddressAt,
): Promise<Suppression | undefined> {
  const row = await sql.row<object>(
    `SELECT ${suppressionFields.columns} FROM suppressions
     WHERE channel = $1 AND address = permission_address($1, $2) AND released_at IS NULL`,
    [channel, address],
  );
  return row && Suppression.parse(suppressionFields.valuesOf(row));
}

/** The newest first. */
export async function entriesOf(
  sql: Sql,
  contact: string,
  most: number,
): Promise<PermissionEntry[]> {
  const rows = await sql.rows<object>(
    `SELECT ${ofContact(entryFields.columns)}
     FROM contact_addresses AS own JOIN permission_entries AS known
       ON known.account = own.account AND known.channel = own.channel
         AND known.address = permission_address(own.channel, own.address)
     WHERE own.contact = $1 ORDER BY known.recorded_at DESC, known.id LIMIT $2`,
    [contact, most],
  );
  return rows.map((row) => PermissionEntry.parse(entryFields.valuesOf(row)));
}

export interface SuppressionPlace {
  readonly since: number;
  readonly key: string;
}

/** The newest first. `before`: the last one of the page before. */
export async function listSuppressions(
  sql: Sql,
  of: {
    readonly channel: string | null;
    readonly address: string | null;
    readonly before: SuppressionPlace | null;
    readonly most: number;
  },
): Promise<Suppression[]> {
  const { channel, address, before, most } = of;
  const rows = await sql.rows<object>(
    `SELECT ${suppressionFields.columns} FROM suppressions
     WHERE released_at IS NULL AND ($1::text IS NULL OR channel = $1)
       AND ($2::text IS NULL
         OR address IN ($2, lower($2)) AND address = permission_address(channel, $2))
       AND ($3::timestamptz IS NULL OR since < $3
         OR (since = $3 AND channel || ' ' || address > $4))
     ORDER BY since DESC, channel || ' ' || address LIMIT $5`,
    [
      ...[channel, address, before === null ? null : new Date(before.since)],
      ...[before?.key ?? '', most],
    ],
  );
  return rows.map((row) => Suppression.parse(suppressionFields.valuesOf(row)));
}
