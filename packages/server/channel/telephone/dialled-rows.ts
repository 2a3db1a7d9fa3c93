// Rows of calls that a carrier was asked to make: what they take, or may take, in a day.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

const dayMs = 24 * 3_600_000;

/** Seconds of the last 24 hours. Removes what is older. */
export async function takenSeconds(sql: Sql, now: number): Promise<number> {
  const since = new Date(now - dayMs);
  await sql.run('DELETE FROM dialled_calls WHERE at < $1', [since]);
  const row = await sql.row<{ taken: string }>(
    'SELECT coalesce(sum(coalesce(took_s, allowed_s)), 0) AS taken FROM dialled_calls',
  );
  return Number(row?.taken ?? 0);
}

export async function insertDialled(
  sql: Sql,
  account: AccountId,
  { id, at, allowedS }: { readonly id: string; readonly at: number; readonly allowedS: number },
): Promise<void> {
  await sql.run('INSERT INTO dialled_calls (account, id, at, allowed_s) VALUES ($1, $2, $3, $4)', [
    ...[account, id, new Date(at), allowedS],
  ]);
}

/** What it took in the end. Nothing, if there is no such call any more. */
export async function settleDialled(sql: Sql, id: string, tookS: number): Promise<void> {
  await sql.run('UPDATE dialled_calls SET took_s = $2 WHERE id = $1', [id, tookS]);
}
