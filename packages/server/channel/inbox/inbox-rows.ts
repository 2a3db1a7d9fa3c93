// Rows of the inbox in PostgreSQL: what providers told, as it came and as it was read, and what became of
// each item.
import type { Incoming } from '@opportune/core/ports/channel.ts';
import type {
  InboxItem,
  InboxOutcome,
  InboxStore,
  NewInboxItem,
} from '@opportune/core/ports/channel-inbox.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { type AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { StoredItem } from './stored-item.ts';

const emptyContent: Incoming = {
  ...{ text: '', media: [], choice: null, location: null, unread: null },
};

interface Row {
  readonly id: string;
  readonly channel: string;
  readonly item: unknown;
  readonly received_at: Date;
  readonly outcome: InboxOutcome | null;
}

const columns = 'id, channel, item, received_at, outcome';

function itemOf({ id, channel, item, received_at: receivedAt, outcome }: Row): InboxItem {
  return {
    ...{ id, channel: ChannelId.parse(channel), item: StoredItem.parse(item) },
    ...{ receivedAt: receivedAt.getTime(), outcome },
  };
}

/** An item as it was received. Null: it is gone. */
export async function rawItem(sql: Sql, id: string): Promise<string | null> {
  const row = await sql.row<{ raw: string | null }>(
    `SELECT coalesce(came.raw, whole.raw) AS raw
     FROM channel_inbox came LEFT JOIN channel_inbox whole ON whole.id = came.raw_of
     WHERE came.id = $1`,
    [id],
  );
  return row?.raw || null;
}

/**
 * The first of those that were read from the same text has it. One that another transaction stores at the
 * same time waits for its end; then what it would have shared is lost, so nothing is stored.
 */
async function insert(
  sql: Sql,
  account: AccountId,
  items: readonly NewInboxItem[],
): Promise<ReadonlySet<string>> {
  const raws = [...new Set(items.map(({ raw }) => raw))];
  const rawAt = new Map(raws.map((raw, at) => [raw, at + 1]));
  const row = await sql.often<{ readonly wanted: number; readonly ids: readonly string[] | null }>(
    `WITH given AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::int[],
         $8::timestamptz[]) WITH ORDINALITY
         AS given (id, channel, external_id, address, item, raw, received_at, at)
     ), fresh AS (
       SELECT DISTINCT ON (channel, external_id) * FROM given
       WHERE (SELECT known.id FROM channel_inbox AS known WHERE known.account = $1
         AND known.channel = given.channel AND known.external_id = given.external_id LIMIT 1) IS NULL
       ORDER BY channel, external_id, at
     ), shared AS (
       SELECT *, first_value(id) OVER (PARTITION BY raw ORDER BY at) AS whole FROM fresh
     ), made AS (
       INSERT INTO channel_inbox
         (account, id, channel, external_id, address, item, raw, raw_of, received_at)
       SELECT $1, id, channel, external_id, address, item,
         CASE WHEN whole = id THEN ($9::text[])[raw] END, CASE WHEN whole <> id THEN whole END,
         received_at
       FROM shared ORDER BY at
       ON CONFLICT (account, channel, external_id) DO NOTHING RETURNING id
     )
     SELECT (SELECT count(*)::int FROM fresh) AS wanted, (SELECT array_agg(id) FROM made) AS ids`,
    [
      ...[account, items.map(({ id }) => id), items.map(({ channel }) => channel)],
      ...[items.map(({ item }) => item.key), items.map(({ item }) => item.address)],
      ...[items.map(({ item }) => JSON.stringify(item)), items.map(({ raw }) => rawAt.get(raw))],
      ...[items.map(({ receivedAt }) => new Date(receivedAt)), raws],
    ],
  );
  const ids = new Set(row?.ids);
  if (ids.size < (row?.wanted ?? 0) && raws.length < items.length)
    throw new Error('An item was told twice at once.');
  return ids;
}

/** What came from one contact. */
const contactRows: Pick<InboxStore, 'newestMessage' | 'itemOf' | 'erase'> = {
  async newestMessage(sql, { channel, address }) {
    const row = await sql.often<{ external_id: string; at: number; token: string | null }>(
      `SELECT item->>'externalId' AS external_id, (item->>'at')::float8 AS at, item->>'token' AS token
     FROM channel_inbox
     WHERE channel = $1 AND address = $2 AND item->>'type' = 'message'
     ORDER BY received_at DESC LIMIT 1`,
      [channel, address],
    );
    return row === undefined ? null : { externalId: row.external_id, at: row.at, token: row.token };
  },
  async itemOf(sql, { channel, address }, externalId, kinds) {
    const row = await sql.row<{ id: string }>(
      `SELECT id FROM channel_inbox
       WHERE channel = $1 AND address = $2 AND item->>'type' = ANY($4)
         AND item->>'externalId' = $3
       ORDER BY received_at LIMIT 1`,
      [channel, address, externalId, kinds],
    );
    return row?.id ?? null;
  },
  async erase(sql, { channel, address }, externalId) {
    const rows = await sql.rows<{ came_with: string }>(
      `UPDATE channel_inbox SET item = CASE item->>'type'
         WHEN 'message' THEN jsonb_set(item, '{content}', $4::jsonb)
         ELSE jsonb_set(item, '{text}', '""') END
       WHERE channel = $1 AND address = $2 AND item->>'externalId' = $3
         AND item->>'type' IN ('message', 'edit')
       RETURNING coalesce(raw_of, id) AS came_with`,
      [channel, address, externalId, JSON.stringify(emptyContent)],
    );
    await sql.run(`UPDATE channel_inbox SET raw = '' WHERE id = ANY($1)`, [
      rows.map((row) => row.came_with),
    ]);
  },
};

export function inboxRows(records: Records): InboxStore {
  return {
    async lockLines(sql, account, lines) {
      // A lock for each line could fill the lock table of PostgreSQL. Lines share some, taken in one order.
      await sql.often(
        `SELECT count(pg_advisory_xact_lock(hashtextextended('inbox ' || $1 || ' ' || share, 0)))
         FROM (SELECT DISTINCT hashtext(line) & 63 AS share FROM unnest($2::text[]) AS line ORDER BY share)
           AS shares`,
        [account, lines],
      );
    },
    insert,
    async read(sql, ids) {
      const rows = await sql.oftenRows<Row>(
        `SELECT ${columns} FROM unnest($1::text[]) WITH ORDINALITY AS given (wanted, at)
         CROSS JOIN LATERAL (SELECT ${columns} FROM channel_inbox WHERE id = wanted LIMIT 1) AS found
         ORDER BY at`,
        [ids],
      );
      return rows.map(itemOf);
    },
    async lock(sql, id) {
      const row = await sql.often<Row>(
        `SELECT ${columns} FROM channel_inbox WHERE id = $1 FOR UPDATE`,
        [id],
      );
      return row === undefined ? null : itemOf(row);
    },
    async noteOutcomes(sql, outcomes) {
      await sql.oftenRows(
        `UPDATE channel_inbox SET outcome = given.outcome, handled_at = given.at
         FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS given (noted, outcome, at)
         WHERE id = noted`,
        [
          outcomes.map(({ id }) => id),
          outcomes.map(({ outcome }) => outcome),
          outcomes.map(({ at }) => new Date(at)),
        ],
      );
    },
    ...contactRows,
    async forget(before, most) {
      const gone = await records.withoutAccount((sql) =>
        sql.row<{ gone: string }>('SELECT forget_channel_inbox($1, $2) AS gone', [
          new Date(before),
          most,
        ]),
      );
      return Number(gone?.gone ?? 0);
    },
  };
}
