// The job of an event: one for each round of it, in line behind the others of its subject, so that a
// receiver gets what happened in a conversation in order.
import type { JobStore, NewJob } from '@opportune/core/ports/jobs.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { type AccountId, JobId, WebhookEventId, type WebhookId } from '@opportune/protocol/ids.ts';
import { webhookLimits } from '@opportune/protocol/limits/channels.ts';
import { z } from 'zod';
import type { EventAt } from './event-rows.ts';

export const eventJob = 'webhook.post';

export const EventJob = z.object({
  event: WebhookEventId,
  round: z.number().int().nonnegative(),
});

export function makeEventJob(
  jobs: Pick<JobStore, 'make'>,
  sql: Sql,
  account: AccountId,
  { id, webhook, subject, round }: EventAt,
  now: number,
): Promise<boolean> {
  const payload: z.infer<typeof EventJob> = { event: id, round };
  const job: NewJob = {
    ...{ id: JobId.parse(`w.${id}.${round}`), kind: eventJob, payload },
    ...{ key: `${keyPrefixOf(webhook)}${subject}`, lane: laneOf(webhook) },
    ...{ dueAt: now, deadlineAt: now + webhookLimits.triedMs },
  };
  return jobs.make(sql, account, job, now);
}

/** What waits for a webhook that goes on leaves now. */
export function hastenEvents(
  { jobs, clock }: { readonly jobs: Pick<JobStore, 'hasten'>; readonly clock: Clock },
  sql: Sql,
  webhook: WebhookId,
): Promise<void> {
  return jobs.hasten(sql, { kind: eventJob, keyPrefix: keyPrefixOf(webhook) }, clock.now());
}

/** Events of one webhook share places, so that a slow receiver holds up no other. */
export function laneOf(webhook: WebhookId): string {
  return `hook/${webhook}`;
}

/** What the keys of a webhook’s jobs begin with. */
function keyPrefixOf(webhook: WebhookId): string {
  return `hook/${webhook}/`;
}
