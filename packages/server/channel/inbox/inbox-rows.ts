// Rows of the inbox: what providers told, as it came and as it was read, and what became of each item.
import type { Item } from '@opportune/core/ports/channel.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { type AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { StoredItem } from './stored-item.ts';

export interface InboxItem {
  readonly id: string;
  readonly channel: ChannelId;
  readonly item: Item;
  readonly receivedAt: number;
  /** Null: it waits. */
  readonly outcome: Outcome | null;
}
/** `kept`: it is of no kind that is known, or has no place in a conversation. */
export type Outcome = 'handled' | 'kept' | 'failed';

interface Row {
  readonly id: string;
  readonly channel: string;
  readonly item: unknown;
  readonly received_at: Date;
  readonly outcome: Outcome | null;
}

/** Whether it is new to its channel. `raw`: as it came, or the id of the item that it came with. */
export async function insertItem(
  sql: Sql,
  account: AccountId,
  { id, channel, item, receivedAt }: Omit<InboxItem, 'outcome'>,
  raw: { readonly text: string } | { readonly of: string },
): Promise<boolean> {
  const inserted = await sql.often(
    `INSERT INTO channel_inbox
       (account, id, channel, external_id, address, item, raw, raw_of, received_at)
     VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9::timestamptz)
     ON CONFLICT (account, channel, external_id) DO NOTHING RETURNING id`,
    [
      ...[account, id, channel, item.key, item.address, JSON.stringify(item)],
      ...['text' in raw ? raw.text : null, 'of' in raw ? raw.of : null, new Date(receivedAt)],
    ],
  );
  return inserted !== undefined;
}

/** Locked until the end of the transaction. */
export async function lockItem(sql: Sql, id: string): Promise<InboxItem | null> {
  const row = await sql.row<Row>(
    `SELECT id, channel, item, received_at, outcome FROM channel_inbox WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (row === undefined) return null;
  return {
    id: row.id,
    channel: ChannelId.parse(row.channel),
    item: StoredItem.parse(row.item),
    receivedAt: row.received_at.getTime(),
    outcome: row.outcome,
  };
}

export async function noteOutcome(
  sql: Sql,
  id: string,
  outcome: Outcome,
  at: number,
): Promise<void> {
  await sql.run('UPDATE channel_inbox SET outcome = $2, handled_at = $3 WHERE id = $1', [
    ...[id, outcome, new Date(at)],
  ]);
}
