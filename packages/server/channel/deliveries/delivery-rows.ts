// Rows of deliveries. What is known of one changes under the lock of its row, by the pure life of a
// delivery; its state follows. It sends nothing.
import {
  type DeliveryInput,
  type DeliveryLife,
  newDelivery,
  shownDelivery,
  stepDelivery,
} from '@opportune/core/channel/delivery/delivery.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { type Delivery, DeliveryReason } from '@opportune/protocol/channel/delivery.ts';
import {
  type AccountId,
  ChannelId,
  ConversationId,
  DeliveryId,
  MessageId,
} from '@opportune/protocol/ids.ts';
import { type Laid, NumberedChoice } from '@opportune/protocol/channel/parts.ts';
import type { Asked } from '@opportune/core/channel/numbered.ts';
import { z } from 'zod';

const Why = z.object({ reason: DeliveryReason, detail: z.string() });
const Told = z.enum(['sent', 'failed', 'delivered', 'read']);
const Parts = z.array(z.object({ externalId: z.string(), told: Told })).readonly();
const Life: z.ZodType<DeliveryLife> = z.object({
  round: z.number(),
  attempts: z.number(),
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
});

export interface StoredDelivery {
  readonly id: DeliveryId;
  readonly conversation: ConversationId;
  readonly message: MessageId;
  readonly channel: ChannelId;
  readonly address: string;
  readonly life: DeliveryLife;
  readonly words: readonly string[];
  readonly madeAt: number;
  readonly changedAt: number;
}

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

/** Who is told of it, and when it was made. */
export type NewDelivery = Pick<
  StoredDelivery,
  'id' | 'conversation' | 'message' | 'channel' | 'address' | 'madeAt'
>;

export async function insertDelivery(
  sql: Sql,
  account: AccountId,
  { id, conversation, message, channel, address, madeAt }: NewDelivery,
): Promise<void> {
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
}

export async function findDelivery(sql: Sql, id: DeliveryId): Promise<StoredDelivery | null> {
  return deliveryOf(await sql.row<Row>('SELECT * FROM deliveries WHERE id = $1', [id]));
}

/** In the order of their making. */
export async function deliveriesIn(
  sql: Sql,
  conversation: ConversationId,
): Promise<readonly StoredDelivery[]> {
  const rows = await sql.rows<Row>(
    'SELECT * FROM deliveries WHERE conversation = $1 ORDER BY number',
    [conversation],
  );
  return rows.map(parsed);
}

/** Locks it until the end of the transaction. */
export async function lockDelivery(sql: Sql, id: DeliveryId): Promise<StoredDelivery | null> {
  return deliveryOf(await sql.row<Row>('SELECT * FROM deliveries WHERE id = $1 FOR UPDATE', [id]));
}

/** Those to an address that a mark may be about, locked. */
export async function lockMarked(
  sql: Sql,
  { channel, address }: { readonly channel: ChannelId; readonly address: string },
  until: number,
): Promise<readonly StoredDelivery[]> {
  const rows = await sql.rows<Row>(
    `SELECT * FROM deliveries
     WHERE channel = $1 AND address = $2 AND begun_at <= $3 AND state <> 'read'
     ORDER BY number FOR UPDATE`,
    [channel, address, new Date(until)],
  );
  return rows.map(parsed);
}

/** Those to an address of which nobody knows whether they arrived, oldest first. */
export async function openTo(
  sql: Sql,
  { channel, address }: { readonly channel: ChannelId; readonly address: string },
): Promise<readonly StoredDelivery[]> {
  const rows = await sql.rows<Row>(
    `SELECT * FROM deliveries
     WHERE channel = $1 AND address = $2 AND begun_at IS NOT NULL AND state IN ('queued', 'uncertain')
     ORDER BY number`,
    [channel, address],
  );
  return rows.map(parsed);
}

/** Puts these through the life of one that is locked; answers it as it is now. */
export async function tell(
  sql: Sql,
  known: StoredDelivery,
  inputs: readonly DeliveryInput[],
  now: number,
): Promise<StoredDelivery> {
  const life = inputs.reduce((before, input) => stepDelivery(before, input, now), known.life);
  const [was, is] = [shownDelivery(known.life), shownDelivery(life)];
  const isSame = was.state === is.state && was.reason === is.reason;
  const changedAt = isSame ? known.changedAt : now;
  await sql.run(
    `UPDATE deliveries SET life = $2, state = $3, begun_at = $4, changed_at = $5 WHERE id = $1`,
    [
      ...[known.id, JSON.stringify(life), is.state],
      ...[life.begunAt === null ? null : new Date(life.begunAt), new Date(changedAt)],
    ],
  );
  return { ...known, life, changedAt };
}

/** What of it comes back: its texts, in an echo, and its numbers, in an answer. */
export async function keepLaid(
  sql: Sql,
  id: DeliveryId,
  { words, choices }: { readonly words: readonly string[]; readonly choices: Laid['choices'] },
): Promise<void> {
  await sql.run('UPDATE deliveries SET words = $2, choices = $3 WHERE id = $1', [
    ...[id, words, JSON.stringify(choices)],
  ]);
}

/** What the newest message to an address asks by numbers; null: nothing. */
export async function askedOf(
  sql: Sql,
  { channel, address }: { readonly channel: ChannelId; readonly address: string },
): Promise<(Asked & { readonly message: MessageId }) | null> {
  const row = await sql.row<{ message: string; choices: unknown; begun_at: Date }>(
    `SELECT message, choices, begun_at FROM deliveries
     WHERE channel = $1 AND address = $2 AND begun_at IS NOT NULL AND choices <> '[]'
     ORDER BY number DESC LIMIT 1`,
    [channel, address],
  );
  if (row === undefined) return null;
  const choices = z.array(NumberedChoice).parse(row.choices);
  return { message: MessageId.parse(row.message), choices, at: row.begun_at.getTime() };
}

/** As agents see it. */
export function shownOf({ life, ...of }: StoredDelivery): Delivery {
  const { id, message, channel, address, changedAt } = of;
  return {
    ...{ id, message, channel, address, changedAt },
    ...shownDelivery(life),
    attempts: life.attempts,
  };
}

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
