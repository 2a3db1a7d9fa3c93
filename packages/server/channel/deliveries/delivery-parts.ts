// By which ids providers know the parts of deliveries. A receipt may come before the answer that brings
// the id that it names, and ids may change: what is told of an id that is nobody's yet is kept until
// somebody's answer brings it.
import type { DeliveryInput } from '@opportune/core/channel/delivery/delivery.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { DeliveryReason } from '@opportune/protocol/channel/delivery.ts';
import { type AccountId, type ChannelId, DeliveryId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';

/** Which part is meant. */
export interface PartAt {
  readonly account: AccountId;
  readonly channel: ChannelId;
  readonly externalId: string;
}

export type Receipt = Extract<DeliveryInput, { type: 'receipt' }>;

const KeptReceipt: z.ZodType<Receipt> = z
  .object({ type: z.literal('receipt'), externalId: z.string().nullable() })
  .and(
    z.discriminatedUnion('state', [
      z.object({ state: z.enum(['sent', 'delivered', 'read']) }),
      z.object({ state: z.literal('failed'), reason: DeliveryReason, detail: z.string() }),
    ]),
  );

interface Row {
  readonly delivery: string | null;
  readonly told: unknown;
  readonly renamed_to: string | null;
}

/** More is not told of one part. */
const mostTold = 20;
/** An id changes once as a rule. */
const mostNames = 5;

/** The delivery that an id belongs to; null: it is nobody's yet. */
export async function deliveryOfPart(sql: Sql, part: PartAt): Promise<DeliveryId | null> {
  return deliveryIn(await rowOf(sql, part));
}

/** Keeps what was told of an id that is nobody's yet, or answers whose it is by now. */
export async function keepEarly(
  sql: Sql,
  part: PartAt,
  told: Receipt | { readonly type: 'renamed'; readonly to: string },
  now: number,
): Promise<DeliveryId | null> {
  await lockPart(sql, part);
  const row = await rowOf(sql, part);
  const owner = deliveryIn(row);
  if (owner !== null) return owner;
  if (told.type === 'renamed') await put(sql, part, { renamedTo: told.to, at: now });
  else {
    const all = [...toldOf(row), told].slice(-mostTold);
    await put(sql, part, { told: JSON.stringify(all), at: now });
  }
  return null;
}

/**
 * Notes whose an id is; answers what was told of it before, under all of its names. Whoever calls it has
 * the lock of the delivery.
 */
export async function claimPart(
  sql: Sql,
  part: PartAt,
  delivery: DeliveryId,
  now: number,
): Promise<readonly DeliveryInput[]> {
  const inputs: DeliveryInput[] = [];
  let { externalId } = part;
  for (let names = 0; names < mostNames; names += 1) {
    const named = { ...part, externalId };
    await lockPart(sql, named);
    const row = await rowOf(sql, named);
    await put(sql, named, { delivery, told: '[]', at: now });
    inputs.push(...toldOf(row));
    const to = row?.renamed_to;
    if (to == null) break;
    inputs.push({ type: 'renamed', externalId, to });
    externalId = to;
  }
  return inputs;
}

async function rowOf(sql: Sql, { channel, externalId }: PartAt): Promise<Row | undefined> {
  return sql.row<Row>(
    `SELECT delivery, told, renamed_to FROM delivery_parts
     WHERE channel = $1 AND external_id = $2`,
    [channel, externalId],
  );
}

/** An answer and a receipt that bring the same id at once wait for each other. */
async function lockPart(sql: Sql, { account, channel, externalId }: PartAt): Promise<void> {
  const part = JSON.stringify([account, channel, externalId]);
  await sql.often(`SELECT pg_advisory_xact_lock(hashtextextended('part ' || $1, 0))`, [part]);
}

function deliveryIn(row: Row | undefined): DeliveryId | null {
  return row?.delivery == null ? null : DeliveryId.parse(row.delivery);
}

async function put(
  sql: Sql,
  { account, channel, externalId }: PartAt,
  of: {
    readonly delivery?: DeliveryId;
    readonly told?: string;
    readonly renamedTo?: string;
    readonly at: number;
  },
): Promise<void> {
  await sql.run(
    `INSERT INTO delivery_parts AS had
       (account, channel, external_id, delivery, told, renamed_to, at)
     VALUES ($1, $2, $3, $4, coalesce($5::jsonb, '[]'), $6, $7)
     ON CONFLICT (account, channel, external_id) DO UPDATE SET
       delivery = coalesce(excluded.delivery, had.delivery),
       told = CASE WHEN $5::jsonb IS NULL THEN had.told ELSE excluded.told END,
       renamed_to = coalesce(excluded.renamed_to, had.renamed_to)`,
    [
      ...[account, channel, externalId, of.delivery ?? null, of.told ?? null],
      ...[of.renamedTo ?? null, new Date(of.at)],
    ],
  );
}

function toldOf(row: Row | undefined): readonly Receipt[] {
  return row === undefined ? [] : z.array(KeptReceipt).parse(row.told);
}
