// Rows of the parts of deliveries, by the ids that providers gave them.
import type {
  DeliveryStore,
  KnownPart,
  PartAt,
  Receipt,
} from '@opportune/core/ports/deliveries.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { DeliveryReason } from '@opportune/protocol/channel/delivery.ts';
import { DeliveryId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';

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

export const partRows: Pick<DeliveryStore, 'part' | 'lockPart' | 'keepPart'> = {
  part,
  async lockPart(sql, at) {
    const { account, channel, externalId } = at;
    const name = JSON.stringify([account, channel, externalId]);
    await sql.often(`SELECT pg_advisory_xact_lock(hashtextextended('part ' || $1, 0))`, [name]);
    return part(sql, at);
  },
  async keepPart(sql, { account, channel, externalId }, { delivery, told, renamedTo }, at) {
    await sql.run(
      `INSERT INTO delivery_parts AS had
         (account, channel, external_id, delivery, told, renamed_to, at)
       VALUES ($1, $2, $3, $4, coalesce($5::jsonb, '[]'), $6, $7)
       ON CONFLICT (account, channel, external_id) DO UPDATE SET
         delivery = coalesce(excluded.delivery, had.delivery),
         told = CASE WHEN $5::jsonb IS NULL THEN had.told ELSE excluded.told END,
         renamed_to = coalesce(excluded.renamed_to, had.renamed_to)`,
      [
        ...[account, channel, externalId, delivery ?? null],
        ...[told === undefined ? null : JSON.stringify(told), renamedTo ?? null, new Date(at)],
      ],
    );
  },
};

async function part(sql: Sql, { channel, externalId }: PartAt): Promise<KnownPart | null> {
  const row = await sql.row<Row>(
    `SELECT delivery, told, renamed_to FROM delivery_parts
     WHERE channel = $1 AND external_id = $2`,
    [channel, externalId],
  );
  if (row === undefined) return null;
  return {
    delivery: row.delivery === null ? null : DeliveryId.parse(row.delivery),
    told: z.array(KeptReceipt).parse(row.told),
    renamedTo: row.renamed_to,
  };
}
