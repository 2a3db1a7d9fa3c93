// The place of a webhook in the log of facts. It begins where it is subscribed, and moves in the
// transaction that stores its events, so each fact is told once.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { WebhookId } from '@opportune/protocol/ids.ts';
import type { WebhookType } from '@opportune/protocol/webhook/webhook.ts';
import { z } from 'zod';

export const factEvents = ['decision.made', 'conversion.made'] as const;
export type FactEvent = (typeof factEvents)[number];

/** Ordinals follow the clock in microseconds, and are never below one that was given before. */
export const ordinalsPerMs = 1000;

const From = z.partialRecord(z.enum(factEvents), z.number());
type From = Readonly<z.infer<typeof From>>;

/**
 * After its subscriptions were set: each type begins now or goes on as before. `now` is the newest ordinal
 * that anything has.
 */
export async function placeInFacts(
  sql: Sql,
  webhook: WebhookId,
  events: readonly WebhookType[],
  now: number,
): Promise<void> {
  const row = await sql.row<{ facts_from: unknown }>(
    'SELECT facts_from FROM webhooks WHERE id = $1 FOR UPDATE',
    [webhook],
  );
  if (row === undefined) return;
  const former = From.parse(row.facts_from);
  const told = factEvents.filter((type) => events.some((each) => each === type));
  const from = Object.fromEntries(told.map((type) => [type, former[type] ?? now]));
  await sql.run(
    `UPDATE webhooks SET facts_from = $3, facts_through = CASE WHEN $2 THEN coalesce(facts_through, $4) END
     WHERE id = $1`,
    [webhook, told.length > 0, JSON.stringify(from), now],
  );
}

const Told = z.object({
  id: WebhookId,
  /** The types that it is told of, and since which ordinal. */
  from: From,
  /** The driver gives large integers as texts. */
  through: z.coerce.number(),
});
export type ToldWebhook = Readonly<z.infer<typeof Told>>;

export async function toldOfFacts(sql: Sql): Promise<readonly ToldWebhook[]> {
  const rows = await sql.rows(
    `SELECT id, facts_from AS from, facts_through AS through FROM webhooks
     WHERE facts_through IS NOT NULL ORDER BY id`,
  );
  return z.array(Told).parse(rows);
}

/** The newest ordinal that any webhook of any account was told through. */
export async function toldThrough(records: Pick<Records, 'withoutAccount'>): Promise<number> {
  const row = await records.withoutAccount((sql) =>
    sql.row<{ through: string }>('SELECT facts_told_through() AS through'),
  );
  return Number(row?.through ?? 0);
}

/** False if it was told more meanwhile, or is gone. Others wait for the end of the transaction. */
export async function moveOn(
  sql: Sql,
  { id, through }: ToldWebhook,
  next: number,
): Promise<boolean> {
  const moved = await sql.run(
    'UPDATE webhooks SET facts_through = $3 WHERE id = $1 AND facts_through = $2',
    [id, through, next],
  );
  return moved > 0;
}
