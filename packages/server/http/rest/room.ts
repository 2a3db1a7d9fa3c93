// Bounds how many of a thing an account holds (promise 7). Checked in the transaction that adds one,
// under a lock on the account, so that two at once cannot both take the last place.
import type { Sql } from '@opportune/core/ports/records.ts';
import { lockAccount } from './lock-account.ts';
import { refuse } from '../problem/refusal.ts';

export type Counted =
  | 'users'
  | 'api_tokens'
  | 'sites'
  | 'secret_keys'
  | 'sections'
  | 'goals'
  | 'custom_attributes'
  | 'campaigns'
  | 'skills'
  | 'channels';

/** Which rows of a table count: a condition, with its values. */
export interface Which {
  readonly where: string;
  readonly values: readonly unknown[];
}

/** Throws `account.full` where the current account has `most` or more; without `which`, all count. */
export async function refuseFull(
  sql: Sql,
  table: Counted,
  most: number,
  { where, values }: Which = { where: 'true', values: [] },
): Promise<void> {
  await lockAccount(sql);
  const row = await sql.row<{ many: number }>(
    `SELECT count(*)::integer AS many FROM ${table} WHERE ${where}`,
    values,
  );
  if ((row?.many ?? 0) < most) return;
  throw refuse('account.full', {
    detail: `The account holds ${most} of these, which is as many as it may.`,
  });
}
