// Rows of webhooks. The secret is sealed before it comes here.
import { rowFields } from '@opportune/core/ports/row-values.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AccountId, WebhookId } from '@opportune/protocol/ids.ts';
import { Webhook, type WebhookChange } from '@opportune/protocol/rest/webhook/webhooks.ts';
import { z } from 'zod';

const StoredWebhook = Webhook.omit({ secret: true, formerSecretUntil: true }).extend({
  /** Sealed. */
  secret: z.string(),
  formerUntil: z.number().nullable(),
});
export type StoredWebhook = Readonly<z.infer<typeof StoredWebhook>>;

const fields = rowFields(StoredWebhook.shape);
const select = `SELECT ${fields.columns} FROM webhooks`;

/** The oldest first. */
export async function listWebhooks(sql: Sql): Promise<readonly StoredWebhook[]> {
  return (await sql.rows<object>(`${select} ORDER BY created_at, id`)).map(parsed);
}

export async function findWebhook(sql: Sql, id: WebhookId): Promise<StoredWebhook | null> {
  const row = await sql.row<object>(`${select} WHERE id = $1`, [id]);
  return row === undefined ? null : parsed(row);
}

/** Whoever changes it waits until the end of the transaction. Null: it is gone. */
export async function stateNow(sql: Sql, id: WebhookId): Promise<string | null> {
  const row = await sql.row<{ state: string }>(
    'SELECT state FROM webhooks WHERE id = $1 FOR SHARE',
    [id],
  );
  return row?.state ?? null;
}

export async function insertWebhook(
  sql: Sql,
  account: AccountId,
  made: Pick<StoredWebhook, 'id' | 'name' | 'url' | 'events' | 'secret' | 'createdAt'>,
): Promise<void> {
  await sql.run(
    `INSERT INTO webhooks (account, id, name, url, events, secret, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [account, made.id, made.name, made.url, made.events, made.secret, new Date(made.createdAt)],
  );
}

/** What is not named stays. Whoever resumes one begins to count its failures anew. */
export async function changeWebhook(
  sql: Sql,
  id: WebhookId,
  { name, url, events, state }: WebhookChange,
): Promise<void> {
  await sql.run(
    `UPDATE webhooks SET name = coalesce($2, name), url = coalesce($3, url),
       events = coalesce($4, events), state = coalesce($5, state),
       failing_since = CASE WHEN $5 = 'active' THEN NULL ELSE failing_since END,
       dropped = CASE WHEN $5 = 'active' THEN 0 ELSE dropped END
     WHERE id = $1`,
    [id, name ?? null, url ?? null, events ?? null, state ?? null],
  );
}

export async function keepSecret(
  sql: Sql,
  id: WebhookId,
  { secret, formerUntil }: Pick<StoredWebhook, 'secret' | 'formerUntil'>,
): Promise<void> {
  const until = formerUntil === null ? null : new Date(formerUntil);
  await sql.run('UPDATE webhooks SET secret = $2, former_until = $3 WHERE id = $1', [
    ...[id, secret, until],
  ]);
}

/** Its events are removed with it. */
export async function deleteWebhook(sql: Sql, id: WebhookId): Promise<void> {
  await sql.run('DELETE FROM webhooks WHERE id = $1', [id]);
}

/** Notes a success or a failure. True if it has failed for so long that it is paused by this. */
export async function noteAttempt(
  sql: Sql,
  id: WebhookId,
  { succeeded, now, failingMs }: Attempted,
): Promise<boolean> {
  if (succeeded) {
    await sql.run('UPDATE webhooks SET failing_since = NULL, last_success_at = $2 WHERE id = $1', [
      id,
      new Date(now),
    ]);
    return false;
  }
  await sql.run('UPDATE webhooks SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL', [
    id,
    new Date(now),
  ]);
  const paused = await sql.run(
    `UPDATE webhooks SET state = 'failing' WHERE id = $1 AND state = 'active' AND failing_since <= $2`,
    [id, new Date(now - failingMs)],
  );
  return paused > 0;
}

interface Attempted {
  readonly succeeded: boolean;
  readonly now: number;
  /** How long it may fail. */
  readonly failingMs: number;
}

/**
 * Notes the bytes of an event that ended. True if so many ended since the log was measured that it is
 * measured now.
 */
export async function noteEnded(
  sql: Sql,
  id: WebhookId,
  { bytes, measuredBytes }: { readonly bytes: number; readonly measuredBytes: number },
): Promise<boolean> {
  const row = await sql.row<{ readonly due: boolean }>(
    `UPDATE webhooks SET unmeasured = CASE WHEN unmeasured + $2 >= $3 THEN 0 ELSE unmeasured + $2 END
     WHERE id = $1 RETURNING unmeasured = 0 AND $2 > 0 AS due`,
    [id, bytes, measuredBytes],
  );
  return row?.due === true;
}

/** Events were not stored because too many wait. */
export async function noteDropped(sql: Sql, id: WebhookId, events: number): Promise<void> {
  await sql.run('UPDATE webhooks SET dropped = dropped + $2 WHERE id = $1', [id, events]);
}

function parsed(row: object): StoredWebhook {
  return StoredWebhook.parse(fields.valuesOf(row));
}
