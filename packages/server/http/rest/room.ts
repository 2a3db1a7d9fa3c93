// Bounds how many items of a kind an account has (promise 7). The check runs in the transaction
// that adds one, under a lock on the account, so that two at once cannot both take the last place.
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
  | 'channels'
  | 'webhooks';

/** A condition with its values that selects the rows to count. */
export interface Which {
  readonly where: string;
  readonly values: readonly unknown[];
}

/**
 * Throws `account.full` if the current account has `most` or more. Without `which`, all rows count.
 */
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
    detail: `The account already has ${most} of these, which is the maximum.`,
  });
}
