// Rows of events on their way to webhooks: the log that people read, and what a job posts.
import { rowFields } from '@opportune/core/ports/row-values.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { type AccountId, type WebhookEventId, WebhookId } from '@opportune/protocol/ids.ts';
import {
  WebhookEvent,
  type WebhookEventQuery,
  WholeWebhookEvent,
} from '@opportune/protocol/rest/webhook/webhooks.ts';
import { z } from 'zod';

const StoredEvent = WholeWebhookEvent.extend({
  webhook: WebhookId,
  subject: z.string(),
  round: z.number().int().nonnegative(),
});
export type StoredEvent = Readonly<z.infer<typeof StoredEvent>>;

const inLog = rowFields(WebhookEvent.shape);
const whole = rowFields(StoredEvent.shape);

/** What a job, and a person who has it sent again, need of one. */
export interface EventAt {
  readonly id: WebhookEventId;
  readonly webhook: WebhookId;
  readonly subject: string;
  readonly round: number;
}

export async function insertEvent(
  sql: Sql,
  account: AccountId,
  made: Pick<StoredEvent, 'id' | 'webhook' | 'type' | 'subject' | 'body' | 'madeAt'>,
): Promise<void> {
  await sql.run(
    `INSERT INTO webhook_events (account, id, webhook, type, subject, body, made_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      ...[account, made.id, made.webhook, made.type, made.subject, made.body],
      new Date(made.madeAt),
    ],
  );
}

/** The newest first. */
export async function listEvents(
  sql: Sql,
  webhook: WebhookId,
  { state, before, beforeId, limit }: z.output<typeof WebhookEventQuery>,
): Promise<WebhookEvent[]> {
  const rows = await sql.rows<object>(
    `SELECT ${inLog.columns} FROM webhook_events
     WHERE webhook = $1 AND ($2::text IS NULL OR state = $2)
       AND ($3::timestamptz IS NULL OR made_at < $3 OR (made_at = $3 AND id > $4))
     ORDER BY made_at DESC, id LIMIT $5`,
    [
      ...[webhook, state ?? null, before === undefined ? null : new Date(before)],
      ...[beforeId ?? '', limit],
    ],
  );
  return rows.map((row) => WebhookEvent.parse(inLog.valuesOf(row)));
}

export async function findEvent(sql: Sql, id: WebhookEventId): Promise<StoredEvent | null> {
  const row = await sql.row<object>(`SELECT ${whole.columns} FROM webhook_events WHERE id = $1`, [
    id,
  ]);
  return row === undefined ? null : StoredEvent.parse(whole.valuesOf(row));
}

/** Whether the bodies of the events that wait have at least so many bytes. */
export async function isHeavy(sql: Sql, webhook: WebhookId, bytes: number): Promise<boolean> {
  const row = await sql.row<{ readonly heavy: boolean }>(
    `SELECT coalesce(sum(size), 0) >= $2 AS heavy FROM webhook_events
     WHERE webhook = $1 AND state = 'waiting'`,
    [webhook, bytes],
  );
  return row?.heavy === true;
}

/**
 * Removes the oldest ended events beyond so many bytes. Waits for nobody: what is being changed stays
 * until the next time.
 */
export async function trimLog(sql: Sql, webhook: WebhookId, bytes: number): Promise<void> {
  await sql.run(
    `DELETE FROM webhook_events WHERE webhook = $1 AND id = ANY (ARRAY(
       SELECT e.id FROM webhook_events e JOIN (
         SELECT id, sum(size) OVER (ORDER BY made_at DESC, id) AS upto
         FROM webhook_events WHERE webhook = $1 AND state <> 'waiting'
       ) sized ON sized.id = e.id
       WHERE upto > $2 AND e.webhook = $1 AND e.state <> 'waiting'
       FOR UPDATE OF e SKIP LOCKED))`,
    [webhook, bytes],
  );
}

/** What came of an attempt. */
export interface Attempt {
  readonly state: StoredEvent['state'];
  readonly status: number | null;
  readonly detail: string | null;
  readonly answer: string | null;
  /** When it is tried again. Null: it is not. */
  readonly dueAt: number | null;
}

/** Only of the round in which it was tried. */
export async function keepAttempt(
  sql: Sql,
  { id, round }: Pick<EventAt, 'id' | 'round'>,
  { state, status, detail, answer, dueAt }: Attempt,
  now: number,
): Promise<void> {
  const endedAt = state === 'waiting' ? null : new Date(now);
  await sql.run(
    `UPDATE webhook_events SET attempts = attempts + 1, state = $3, status = $4, detail = $5,
       answer = $6, due_at = $7, ended_at = $8
     WHERE id = $1 AND round = $2`,
    [
      ...[id, round, state, status, detail, answer],
      ...[dueAt === null ? null : new Date(dueAt), endedAt],
    ],
  );
}

/** Ends one whose time is over without another attempt. */
export async function failEvent(
  sql: Sql,
  { id, round }: Pick<EventAt, 'id' | 'round'>,
  detail: string,
  now: number,
): Promise<void> {
  await sql.run(
    `UPDATE webhook_events SET state = 'failed', detail = coalesce(detail, $3), due_at = NULL,
       ended_at = $4
     WHERE id = $1 AND round = $2 AND state = 'waiting'`,
    [id, round, detail, new Date(now)],
  );
}

/** It waits once more. Null unless it has ended. */
export async function beginAgain(
  sql: Sql,
  { id, webhook }: Pick<EventAt, 'id' | 'webhook'>,
): Promise<StoredEvent | null> {
  const row = await sql.row<object>(
    `UPDATE webhook_events SET state = 'waiting', round = round + 1, ended_at = NULL
     WHERE id = $1 AND webhook = $2 AND state <> 'waiting' RETURNING ${whole.columns}`,
    [id, webhook],
  );
  return row === undefined ? null : StoredEvent.parse(whole.valuesOf(row));
}
