// The place of a webhook in the log of facts. It begins where it is subscribed, and moves in the
// transaction that stores its events, so each fact is told once.
import type { Sql } from '@opportune/core/ports/records.ts';
import { WebhookId } from '@opportune/protocol/ids.ts';
import type { WebhookType } from '@opportune/protocol/webhook/webhook.ts';
import { z } from 'zod';

export const factEvents = ['decision.made', 'conversion.made'] as const;
export type FactEvent = (typeof factEvents)[number];

/** Ordinals follow the clock in microseconds. */
export const ordinalsPerMs = 1000;

/** After its subscriptions were set: it begins now, goes on where it was, or has no place. */
export async function placeInFacts(
  sql: Sql,
  webhook: WebhookId,
  events: readonly WebhookType[],
  now: number,
): Promise<void> {
  const isTold = events.some((type) => factEvents.some((each) => each === type));
  await sql.run(
    `UPDATE webhooks SET facts_through = CASE WHEN $2 THEN coalesce(facts_through, $3) END
     WHERE id = $1`,
    [webhook, isTold, Math.floor(now * ordinalsPerMs)],
  );
}

const Told = z.object({
  id: WebhookId,
  events: z.array(z.string()),
  /** The driver gives large integers as texts. */
  through: z.coerce.number(),
});
export type ToldWebhook = Readonly<z.infer<typeof Told>>;

export async function toldOfFacts(sql: Sql): Promise<readonly ToldWebhook[]> {
  const rows = await sql.rows(
    `SELECT id, events, facts_through AS through FROM webhooks
     WHERE facts_through IS NOT NULL ORDER BY id`,
  );
  return z.array(Told).parse(rows);
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
