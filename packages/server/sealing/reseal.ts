// Encrypts again with the newest key what older keys encrypted. An older key can then be removed.
// Leaves what it cannot decrypt unchanged, and counts it.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { SealedColumn } from './sealed-columns.ts';
import type { Sealing } from './sealing.ts';

export interface Resealed {
  /** Secrets that are now encrypted with the newest key. */
  readonly again: number;
  /** Secrets that no available key decrypts. */
  readonly lost: number;
}

/** Names of tables and columns come from our own list, never from outside. */
export async function reseal(
  records: Records,
  sealing: Sealing,
  accounts: readonly AccountId[],
  columns: readonly SealedColumn[],
): Promise<Resealed> {
  const total = { again: 0, lost: 0 };
  const run = (column: SealedColumn, account: AccountId | null) => async (sql: Sql) => {
    const { again, lost } = await resealColumn(sql, sealing, column, account);
    total.again += again;
    total.lost += lost;
  };
  for (const column of columns) {
    if (column.scope === 'installation') await records.withoutAccount(run(column, null));
    else for (const each of accounts) await records.withAccount(each, run(column, each));
  }
  return total;
}

async function resealColumn(
  sql: Sql,
  sealing: Sealing,
  { table, id, column, purpose }: SealedColumn,
  account: AccountId | null,
): Promise<Resealed> {
  const rows = await sql.rows<{ id: string; sealed: string }>(
    `SELECT ${id} AS id, ${column} AS sealed FROM ${table}
     WHERE ${column} IS NOT NULL AND NOT starts_with(${column}, $1) FOR UPDATE`,
    [sealing.newest],
  );
  let again = 0;
  for (const row of rows) {
    const place = { account, purpose, id: row.id };
    const secret = sealing.open(row.sealed, place);
    if (secret === null) continue;
    await sql.run(`UPDATE ${table} SET ${column} = $2 WHERE ${id} = $1`, [
      row.id,
      sealing.seal(secret, place),
    ]);
    again += 1;
  }
  return { again, lost: rows.length - again };
}
