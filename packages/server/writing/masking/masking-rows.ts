// Rows of an account's masking settings, inside a transaction of the account. It checks nothing.
import { cardsOnly } from '@opportune/core/masking/mask.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import {
  type Masking,
  maskLimits,
  MaskSettings,
} from '@opportune/protocol/rest/conversation/masking.ts';

interface Row {
  readonly settings: unknown;
  readonly changed_by: string;
  readonly changed_at: Date;
}

/** The latest settings. Only cards are masked if nobody has changed them. */
export async function readSettings(sql: Sql): Promise<MaskSettings> {
  const row = await sql.row<Row>(
    'SELECT settings FROM masking_changes ORDER BY number DESC LIMIT 1',
  );
  return row === undefined ? cardsOnly : MaskSettings.parse(row.settings);
}

/** Newest first. */
export async function readChanges(sql: Sql): Promise<Masking['changes']> {
  const rows = await sql.rows<Row>(
    `SELECT settings, coalesce(users.name, changed_by) AS changed_by, changed_at
     FROM masking_changes LEFT JOIN users
       ON users.account = masking_changes.account AND users.id = changed_by
     ORDER BY number DESC LIMIT $1`,
    [maskLimits.changes],
  );
  return rows.map((row) => ({
    at: row.changed_at.getTime(),
    by: row.changed_by,
    settings: MaskSettings.parse(row.settings),
  }));
}

/** Under the account’s lock. The number is the next one. */
export async function writeChange(
  sql: Sql,
  account: AccountId,
  change: { readonly settings: MaskSettings; readonly by: string; readonly at: number },
): Promise<void> {
  await sql.run(
    `INSERT INTO masking_changes (account, number, settings, changed_by, changed_at)
     SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4 FROM masking_changes`,
    [account, JSON.stringify(change.settings), change.by, new Date(change.at)],
  );
}
