// Rows of exports: how far each is, and its file in pieces. It decides nothing.
import { rowFields } from '@opportune/core/ports/row-values.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AccountId, ContactFileId, UserId } from '@opportune/protocol/ids.ts';
import { ContactExport, transferLimits } from '@opportune/protocol/rest/contact/transfer.ts';
import { z } from 'zod';

const StoredExport = ContactExport.extend({
  cursor: z.string().nullable(),
  pieces: z.number().int(),
});
export type StoredExport = z.infer<typeof StoredExport>;

const fields = rowFields(StoredExport.shape);

export async function findExport(
  sql: Sql,
  id: ContactFileId,
  lock: '' | 'FOR UPDATE' = '',
): Promise<StoredExport | null> {
  const row = await sql.row<object>(
    `SELECT ${fields.columns} FROM contact_exports WHERE id = $1 ${lock}`,
    [id],
  );
  return row === undefined ? null : StoredExport.parse(fields.valuesOf(row));
}

export async function listExports(sql: Sql): Promise<StoredExport[]> {
  const rows = await sql.rows<object>(
    `SELECT ${fields.columns} FROM contact_exports ORDER BY created_at DESC, id DESC LIMIT $1`,
    [transferLimits.kept],
  );
  return rows.map((row) => StoredExport.parse(fields.valuesOf(row)));
}

/** The oldest beyond the limit goes. */
export async function insertExport(
  sql: Sql,
  account: AccountId,
  { id, filter, by, at }: Pick<StoredExport, 'id' | 'filter'> & { by: UserId; at: number },
): Promise<void> {
  await sql.run(
    `DELETE FROM contact_exports WHERE id IN (
       SELECT id FROM contact_exports ORDER BY created_at DESC, id DESC OFFSET $1)`,
    [transferLimits.kept - 1],
  );
  await sql.run(
    `INSERT INTO contact_exports (account, id, state, filter, made_by, created_at)
     VALUES ($1, $2, 'running', $3, $4, $5)`,
    [account, id, JSON.stringify(filter), by, new Date(at)],
  );
}

/** How many: one or none. Its pieces go with it. */
export function removeExport(sql: Sql, id: ContactFileId): Promise<number> {
  return sql.run('DELETE FROM contact_exports WHERE id = $1', [id]);
}

export interface Piece {
  readonly id: ContactFileId;
  readonly number: number;
  readonly text: string;
  /** Of the export so far. */
  readonly contacts: number;
  readonly cursor: string | null;
}

export async function noteExported(
  sql: Sql,
  account: string,
  { id, number, text, contacts, cursor }: Piece,
): Promise<void> {
  await sql.run(
    'INSERT INTO contact_export_pieces (account, export, number, bytes) VALUES ($1, $2, $3, $4)',
    [account, id, number, Buffer.from(text, 'utf8')],
  );
  await sql.run(
    'UPDATE contact_exports SET pieces = $2, contacts = $3, cursor = $4 WHERE id = $1',
    [id, number + 1, contacts, cursor],
  );
}

export async function endExport(
  sql: Sql,
  id: ContactFileId,
  state: 'done' | 'failed',
): Promise<void> {
  await sql.run('UPDATE contact_exports SET state = $2, cursor = NULL WHERE id = $1', [id, state]);
}

/** The file, each piece read when it is needed. */
export async function* exportedPieces(
  records: Records,
  account: AccountId,
  id: ContactFileId,
): AsyncIterable<Uint8Array> {
  for (let number = 0; ; number += 1) {
    const row = await records.withAccount(account, (sql) =>
      sql.row<{ bytes: Uint8Array }>(
        'SELECT bytes FROM contact_export_pieces WHERE export = $1 AND number = $2',
        [id, number],
      ),
    );
    if (row === undefined) return;
    yield row.bytes;
  }
}
