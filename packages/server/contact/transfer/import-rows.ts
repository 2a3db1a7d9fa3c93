// Rows of imports: the file in pieces, how far it is, and what was refused. It decides nothing.
import { rowFields } from '@opportune/core/ports/row-values.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { type AddressAt, addressKey } from '@opportune/protocol/contact/contact.ts';
import type { AccountId, ContactFileId, UserId } from '@opportune/protocol/ids.ts';
import { ContactImport, transferLimits } from '@opportune/protocol/rest/contact/transfer.ts';
import { z } from 'zod';
import { type FileKey, openPiece, sealPiece } from './file-cipher.ts';
import { UnreadableFile } from './read-csv.ts';

export const StoredImport = ContactImport.omit({ guess: true }).extend({
  round: z.number().int(),
  madeBy: z.string(),
  /** Null if the file is gone, or was never encrypted. */
  sealedKey: z.string().nullable(),
});
export type StoredImport = z.infer<typeof StoredImport>;

const fields = rowFields(StoredImport.shape);
const pieceBytes = 1024 * 1024;

export async function findImport(
  sql: Sql,
  id: ContactFileId,
  lock: '' | 'FOR UPDATE' = '',
): Promise<StoredImport | null> {
  const row = await sql.row<object>(
    `SELECT ${fields.columns} FROM contact_imports WHERE id = $1 ${lock}`,
    [id],
  );
  return row === undefined ? null : StoredImport.parse(fields.valuesOf(row));
}

export async function listImports(sql: Sql): Promise<StoredImport[]> {
  const rows = await sql.rows<object>(
    `SELECT ${fields.columns} FROM contact_imports ORDER BY created_at DESC, id DESC LIMIT $1`,
    [transferLimits.kept],
  );
  return rows.map((row) => StoredImport.parse(fields.valuesOf(row)));
}

export interface NewImport extends Pick<
  StoredImport,
  'id' | 'name' | 'delimiter' | 'header' | 'sample' | 'rows' | 'createdAt'
> {
  readonly by: UserId;
  readonly file: Uint8Array;
  readonly key: FileKey;
}

/** The oldest beyond the limit goes, unless it runs. */
export async function insertImport(sql: Sql, account: AccountId, made: NewImport): Promise<void> {
  await sql.run(
    `DELETE FROM contact_imports WHERE state NOT IN ('rehearsing', 'running') AND id IN (
       SELECT id FROM contact_imports ORDER BY created_at DESC, id DESC OFFSET $1)`,
    [transferLimits.kept - 1],
  );
  await sql.run(
    `INSERT INTO contact_imports
       (account, id, name, state, delimiter, header, sample, rows, made_by, created_at, sealed_key)
     VALUES ($1, $2, $3, 'uploaded', $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[account, made.id, made.name, made.delimiter, JSON.stringify(made.header)],
      ...[JSON.stringify(made.sample), made.rows, made.by, new Date(made.createdAt)],
      made.key.sealed,
    ],
  );
  for (let number = 0; number * pieceBytes < made.file.length; number += 1) {
    const end = (number + 1) * pieceBytes;
    const place = { number, isLast: end >= made.file.length };
    await sql.run(
      `INSERT INTO contact_import_pieces (account, import, number, bytes) VALUES ($1, $2, $3, $4)`,
      [
        ...[account, made.id, number],
        sealPiece(made.key.secret, place, made.file.subarray(number * pieceBytes, end)),
      ],
    );
  }
}

/**
 * The file, each piece read when it is needed. `key`: null if it was never encrypted. Throws
 * `UnreadableFile`.
 */
export async function* piecesOf(
  records: Records,
  account: AccountId,
  { id, key }: { readonly id: ContactFileId; readonly key: Buffer | null },
): AsyncIterable<Uint8Array> {
  let isLast = false;
  for (let number = 0; !isLast; number += 1) {
    const row = await records.withAccount(account, (sql) =>
      sql.row<{ bytes: Uint8Array; isLast: boolean }>(
        `SELECT bytes, NOT EXISTS (SELECT FROM contact_import_pieces
           WHERE import = $1 AND number > $2) AS "isLast"
         FROM contact_import_pieces WHERE import = $1 AND number = $2`,
        [id, number],
      ),
    );
    if (row === undefined) throw new UnreadableFile('A part of it is missing where it is stored.');
    isLast = row.isLast;
    const bytes = key === null ? row.bytes : openPiece(key, { number, isLast }, row.bytes);
    if (bytes === null)
      throw new UnreadableFile('It was altered where it is stored, or a part of it is missing.');
    yield bytes;
  }
}

/** Begins a rehearsal or an import from its first row. Answers with its round. */
export async function beginImport(
  sql: Sql,
  id: ContactFileId,
  { state, plan }: { readonly state: 'rehearsing' | 'running'; readonly plan: unknown },
): Promise<number> {
  for (const table of ['contact_import_errors', 'contact_import_addresses'])
    await sql.run(`DELETE FROM ${table} WHERE import = $1`, [id]);
  const row = await sql.row<{ round: number }>(
    `UPDATE contact_imports SET state = $2, plan = $3, round = round + 1, done = 0, created = 0,
       changed = 0, skipped = 0, refused = 0, withdrawn = 0
     WHERE id = $1 RETURNING round`,
    [id, state, JSON.stringify(plan)],
  );
  return row?.round ?? 0;
}

export type Counts = Record<'created' | 'changed' | 'skipped' | 'refused' | 'withdrawn', number>;

export async function noteDone(
  sql: Sql,
  id: ContactFileId,
  rows: number,
  { created, changed, skipped, refused, withdrawn }: Counts,
): Promise<void> {
  await sql.run(
    `UPDATE contact_imports SET done = done + $2, created = created + $3, changed = changed + $4,
       skipped = skipped + $5, refused = refused + $6, withdrawn = withdrawn + $7 WHERE id = $1`,
    [id, rows, created, changed, skipped, refused, withdrawn],
  );
}

export async function endImport(
  sql: Sql,
  id: ContactFileId,
  state: 'rehearsed' | 'done' | 'failed',
): Promise<void> {
  await sql.run('UPDATE contact_imports SET state = $2 WHERE id = $1', [id, state]);
  await sql.run('DELETE FROM contact_import_addresses WHERE import = $1', [id]);
  if (state !== 'rehearsed') await dropFile(sql, id);
}

/** Nobody reads it again, so its key goes too. */
async function dropFile(sql: Sql, id: ContactFileId): Promise<void> {
  await sql.run('DELETE FROM contact_import_pieces WHERE import = $1', [id]);
  await sql.run('UPDATE contact_imports SET sealed_key = NULL WHERE id = $1', [id]);
}

export interface RefusedCells {
  readonly row: number;
  readonly reason: string;
  readonly at: string;
  readonly cells: readonly string[];
}

/** As many as there is room for. `kept`: how many there are. */
export async function keepRefused(
  sql: Sql,
  account: AccountId,
  { id, kept }: { readonly id: ContactFileId; readonly kept: number },
  refused: readonly RefusedCells[],
): Promise<void> {
  const room = refused.slice(0, Math.max(0, transferLimits.errors - kept));
  await sql.run(
    `INSERT INTO contact_import_errors (account, import, row, reason, at, cells)
     SELECT $1, $2, * FROM unnest($3::int[], $4::text[], $5::text[], $6::jsonb[])`,
    [
      ...[account, id, room.map(({ row }) => row), room.map(({ reason }) => reason)],
      ...[room.map(({ at }) => at), room.map(({ cells }) => JSON.stringify(cells))],
    ],
  );
}

/** Refused rows after a row, in order. */
export async function refusedAfter(
  sql: Sql,
  id: ContactFileId,
  row: number,
  most: number,
): Promise<readonly RefusedCells[]> {
  const rows = await sql.rows<{ row: number; reason: string; at: string; cells: string[] }>(
    `SELECT row, reason, at, cells FROM contact_import_errors
     WHERE import = $1 AND row > $2 ORDER BY row LIMIT $3`,
    [id, row, most],
  );
  return rows;
}

/** Notes that the file has these addresses. Answers with the keys of those that it had before. */
export async function claimAddresses(
  sql: Sql,
  account: AccountId,
  id: ContactFileId,
  addresses: readonly AddressAt[],
): Promise<ReadonlySet<string>> {
  const rows = await sql.rows<{ channel: string; address: string }>(
    `INSERT INTO contact_import_addresses (account, import, channel, address)
     SELECT $1, $2, * FROM unnest($3::text[], $4::text[])
     ON CONFLICT DO NOTHING RETURNING channel, address`,
    [account, id, addresses.map(({ channel }) => channel), addresses.map((each) => each.address)],
  );
  const fresh = new Set(rows.map(({ channel, address }) => `${channel} ${address}`));
  return new Set(addresses.map(addressKey).filter((key) => !fresh.has(key)));
}
