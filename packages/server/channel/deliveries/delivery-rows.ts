// Rows of deliveries in PostgreSQL. It knows nothing of what happens to one: its state is stored as its
// life has it.
import {
  type DeliveryLife,
  newDelivery,
  shownDelivery,
} from '@opportune/core/channel/delivery/delivery.ts';
import type { DeliveryStore, StoredDelivery } from '@opportune/core/ports/deliveries.ts';
import { DeliveryReason, DeliveryWait } from '@opportune/protocol/channel/delivery.ts';
import { ChannelId, ConversationId, DeliveryId, MessageId } from '@opportune/protocol/ids.ts';
import { NumberedChoice } from '@opportune/protocol/channel/parts.ts';
import { z } from 'zod';
import { partRows } from './part-rows.ts';

const Why = z.object({ reason: DeliveryReason, detail: z.string() });
const Told = z.enum(['sent', 'failed', 'delivered', 'read']);
const Parts = z
  .array(
    z.object({
      ...{ externalId: z.string(), told: Told },
      formerly: z.array(z.string()).exactOptional(),
    }),
  )
  .readonly();
const Life: z.ZodType<DeliveryLife> = z.object({
  round: z.number(),
  attempts: z.number(),
  // Of those that were made before it was kept.
  ids: z.number().default(1),
  begunAt: z.number().nullable(),
  isUnderWay: z.boolean(),
  parts: Parts,
  early: Parts,
  isWhole: z.boolean(),
  told: Told.nullable(),
  deliveredUntil: z.number(),
  readUntil: z.number(),
  failed: Why.nullable(),
  uncertain: z.string().nullable(),
  isDoubtful: z.boolean(),
  waits: Why.nullable(),
  held: DeliveryWait.nullable().default(null),
});

interface Row {
  readonly id: string;
  readonly conversation: string;
  readonly message: string;
  readonly channel: string;
  readonly address: string;
  readonly life: unknown;
  readonly words: readonly string[];
  readonly made_at: Date;
  readonly changed_at: Date;
}

const columns = 'id, conversation, message, channel, address, life, words, made_at, changed_at';

export const deliveryRows: DeliveryStore = {
  ...partRows,
  async insert(sql, account, { id, conversation, message, channel, address, madeAt }) {
    await sql.often(
      `INSERT INTO deliveries
         (account, id, conversation, message, channel, address, life, state, made_at, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, 'queued', $8::timestamptz, $8::timestamptz)
       RETURNING id`,
      [
        ...[account, id, conversation, message, channel, address],
        ...[JSON.stringify(newDelivery), new Date(madeAt)],
      ],
    );
  },
  find: async (sql, id) =>
    deliveryOf(await sql.often<Row>(`SELECT ${columns} FROM deliveries WHERE id = $1`, [id])),
  lock: async (sql, id) =>
    deliveryOf(
      await sql.often<Row>(`SELECT ${columns} FROM deliveries WHERE id = $1 FOR UPDATE`, [id]),
    ),
  async ofConversation(sql, conversation) {
    const rows = await sql.rows<Row>(
      'SELECT * FROM deliveries WHERE conversation = $1 ORDER BY number',
      [conversation],
    );
    return rows.map(parsed);
  },
  async lockMarked(sql, { channel, address }, until) {
    const rows = await sql.rows<Row>(
      `SELECT * FROM deliveries
       WHERE channel = $1 AND address = $2 AND begun_at <= $3 AND state <> 'read'
       ORDER BY number FOR UPDATE`,
      [channel, address, new Date(until)],
    );
    return rows.map(parsed);
  },
  async openTo(sql, { channel, address }) {
    const rows = await sql.rows<Row>(
      `SELECT * FROM deliveries
       WHERE channel = $1 AND address = $2 AND begun_at IS NOT NULL
         AND (state IN ('queued', 'uncertain') OR (life->>'isUnderWay')::boolean)
       ORDER BY number`,
      [channel, address],
    );
    return rows.map(parsed);
  },
  async unconfirmedTo(sql, { channel, address }, since) {
    const rows = await sql.rows<Row>(
      `SELECT * FROM deliveries
       WHERE channel = $1 AND address = $2 AND changed_at >= $3
         AND ((life->>'isDoubtful')::boolean OR life->>'waits' IS NOT NULL
           OR (life->>'attempts')::int > 1 OR (life->>'round')::int > 0)
       ORDER BY number`,
      [channel, address, new Date(since)],
    );
    return rows.map(parsed);
  },
  async waitingTo(sql, { channel, address }) {
    const rows = await sql.rows<{ conversation: string }>(
      `SELECT DISTINCT conversation FROM deliveries
       WHERE channel = $1 AND address = $2 AND state = 'queued' LIMIT 100`,
      [channel, address],
    );
    return rows.map((row) => ConversationId.parse(row.conversation));
  },
  async keep(sql, { id, life, changedAt }) {
    await sql.run(
      `UPDATE deliveries SET life = $2, state = $3, begun_at = $4, changed_at = $5 WHERE id = $1`,
      [
        ...[id, JSON.stringify(life), shownDelivery(life).state],
        ...[life.begunAt === null ? null : new Date(life.begunAt), new Date(changedAt)],
      ],
    );
  },
  async keepLaid(sql, id, { words, choices }) {
    await sql.run('UPDATE deliveries SET words = $2, choices = $3 WHERE id = $1', [
      ...[id, words, JSON.stringify(choices)],
    ]);
  },
  async asked(sql, all) {
    const rows = await sql.oftenRows<{ message: string; choices: unknown; begun_at: Date | null }>(
      `SELECT message, choices, begun_at
       FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS given (channel, address, at)
       LEFT JOIN LATERAL (
         SELECT message, choices, begun_at FROM deliveries
         WHERE deliveries.channel = given.channel AND deliveries.address = given.address
           AND begun_at IS NOT NULL AND choices <> '[]'
         ORDER BY number DESC LIMIT 1) AS asked ON true
       ORDER BY at`,
      [all.map(({ channel }) => channel), all.map(({ address }) => address)],
    );
    return rows.map(({ message, choices, begun_at: begunAt }) => {
      if (begunAt === null) return null;
      const parsed = z.array(NumberedChoice).parse(choices);
      return { message: MessageId.parse(message), choices: parsed, at: begunAt.getTime() };
    });
  },
};

function deliveryOf(row: Row | undefined): StoredDelivery | null {
  return row === undefined ? null : parsed(row);
}

function parsed(row: Row): StoredDelivery {
  return {
    id: DeliveryId.parse(row.id),
    conversation: ConversationId.parse(row.conversation),
    message: MessageId.parse(row.message),
    channel: ChannelId.parse(row.channel),
    address: row.address,
    life: Life.parse(row.life),
    words: row.words,
    madeAt: row.made_at.getTime(),
    changedAt: row.changed_at.getTime(),
  };
}
