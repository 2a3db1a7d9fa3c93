// Rows of mailboxes that are watched: which process watches which, how far each folder was fetched, and
// what is wrong with one.
import type { WatchPlace } from '@opportune/core/ports/channel.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';

export interface Watched {
  readonly account: AccountId;
  readonly channel: ChannelId;
  /** Of the channel. */
  readonly revision: number;
}

/** Leases free mailboxes, and those that `holder` has. */
export async function leaseMailboxes(
  records: Records,
  holder: string,
  { now, until, most }: { readonly now: number; readonly until: number; readonly most: number },
): Promise<readonly Watched[]> {
  const rows = await records.withoutAccount((sql) =>
    sql.rows<{ account: string; channel: string; revision: number }>(
      'SELECT account, channel, revision FROM watch_mailboxes($1, $2, $3, $4)',
      [holder, new Date(now), new Date(until), most],
    ),
  );
  return rows.map(({ account, channel, revision }) => ({
    ...{ account: AccountId.parse(account), channel: ChannelId.parse(channel), revision },
  }));
}

/** Frees what all holders have whose names begin like this. */
export async function freeMailboxes(records: Records, holder: string): Promise<void> {
  await records.withoutAccount((sql) => sql.run('SELECT free_mailboxes($1)', [holder]));
}

/** Null: it was never looked at. */
export async function folderPlace(
  sql: Sql,
  channel: ChannelId,
  folder: string,
): Promise<WatchPlace | null> {
  const row = await sql.row<{ epoch: string; number: string; at: Date }>(
    'SELECT epoch, number, at FROM mailbox_folders WHERE channel = $1 AND folder = $2',
    [channel, folder],
  );
  if (row === undefined) return null;
  return { epoch: row.epoch, number: Number(row.number), at: row.at.getTime() };
}

/** Within an epoch a place never goes back, whoever stores it. */
export async function keepFolderPlace(
  sql: Sql,
  { account, channel }: Watched,
  folder: string,
  { epoch, number, at }: WatchPlace,
): Promise<void> {
  await sql.run(
    `INSERT INTO mailbox_folders AS known (account, channel, folder, epoch, number, at)
     SELECT $1, id, $3, $4, $5, $6 FROM channels WHERE id = $2
     ON CONFLICT (account, channel, folder) DO UPDATE SET
       epoch = excluded.epoch, at = greatest(known.at, excluded.at),
       number = CASE WHEN known.epoch = excluded.epoch
         THEN greatest(known.number, excluded.number) ELSE excluded.number END`,
    [account, channel, folder, epoch, number, new Date(at)],
  );
}

/** What people see of a mailbox that cannot be reached, while it is tried again. Whether it is news. */
export async function noteTrouble(
  sql: Sql,
  channel: ChannelId,
  detail: string | null,
): Promise<boolean> {
  const noted = await sql.run(
    `UPDATE channels SET last_error = $2
     WHERE id = $1 AND state <> 'reconnect' AND last_error IS DISTINCT FROM $2`,
    [channel, detail],
  );
  return noted > 0;
}
