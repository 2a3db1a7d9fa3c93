// Stores an event for each webhook that is subscribed to it, in the transaction of what happened. It
// posts nothing. Without a subscriber it costs one look-up.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { jobsMade } from '@opportune/protocol/bus/changes.ts';
import { AccountId, WebhookEventId, WebhookId } from '@opportune/protocol/ids.ts';
import { webhookLimits } from '@opportune/protocol/limits/channels.ts';
import {
  type WebhookBody,
  type WebhookDataOf,
  WebhookType,
} from '@opportune/protocol/webhook/webhook.ts';
import { z } from 'zod';
import { laneOf, makeEventJob } from './event-job.ts';
import { insertEvent, isHeavy } from './event-rows.ts';
import { noteDropped } from './webhook-rows.ts';

export interface TellParts {
  readonly bus: Bus;
  readonly jobs: Pick<JobStore, 'make' | 'isFull'>;
  readonly ids: Ids;
  readonly clock: Clock;
}

export type Happening = {
  readonly [Type in WebhookType]: {
    readonly type: Type;
    /** What it is about: events of one subject are posted in order. */
    readonly subject: string;
    readonly data: WebhookDataOf<Type>;
    /** When it happened. Absent: now. */
    readonly at?: number;
  };
}[WebhookType];

/**
 * What features call in their transactions, once in each. The returned function is called after the
 * commit.
 */
export type Happened = (sql: Sql, ...happenings: readonly Happening[]) => Promise<() => void>;

const Subscribers = z.array(z.object({ id: WebhookId, events: z.array(WebhookType) }));

/** The webhooks of an account. Null: it has none. */
export type HeldWebhooks = {
  readonly account: AccountId;
  readonly subscribers: z.infer<typeof Subscribers>;
} | null;

/** Tells the webhooks of what happened. Holds them first, as `holdWebhooks` does. */
export async function tellWebhooks(
  parts: TellParts,
  sql: Sql,
  ...happenings: readonly Happening[]
): Promise<() => void> {
  if (happenings.length === 0) return nobodyListens;
  return tellHeld(parts, sql, await holdWebhooks(sql), happenings);
}

/**
 * Holds the webhooks: nobody removes one until what it is told of is stored. One that is removed at the
 * same time is told of nothing.
 *
 * Every transaction takes locks in one order, so that none waits in a circle: rows of webhooks, rows of
 * their events, and the keys of their jobs, each in the order of the webhooks' ids. So what is dropped is
 * counted before anything is stored.
 */
export async function holdWebhooks(sql: Sql): Promise<HeldWebhooks> {
  const row = await sql.often<{ readonly account: string; readonly subscribers: unknown }>(
    `SELECT account, json_agg(json_build_object('id', id, 'events', events) ORDER BY id) AS subscribers
     FROM (
       SELECT account, id, events FROM webhooks ORDER BY id FOR KEY SHARE
     ) AS held GROUP BY account`,
  );
  if (row === undefined) return null;
  return {
    account: AccountId.parse(row.account),
    subscribers: Subscribers.parse(row.subscribers),
  };
}

/** The same of webhooks that are held. The returned function is called after the commit. */
export async function tellHeld(
  parts: TellParts,
  sql: Sql,
  held: HeldWebhooks,
  happenings: readonly Happening[],
): Promise<() => void> {
  if (held === null || happenings.length === 0) return nobodyListens;
  const { account, subscribers } = held;
  const open: { readonly webhook: WebhookId; readonly told: readonly Happening[] }[] = [];
  for (const { id: webhook, events } of subscribers) {
    const told = happenings.filter(({ type }) => events.includes(type));
    if (told.length === 0) continue;
    if (await isFull(parts, sql, webhook)) await noteDropped(sql, webhook, told.length);
    else open.push({ webhook, told });
  }
  for (const { webhook, told } of open)
    for (const happening of told) await store(parts, sql, { account, webhook }, happening);
  return () => publish(parts.bus, jobsMade, { account });
}

const nobodyListens = (): void => {};

/** Whether as many events wait as may, or as many bytes. */
export async function isFull(
  { jobs }: Pick<TellParts, 'jobs'>,
  sql: Sql,
  webhook: WebhookId,
): Promise<boolean> {
  const { waiting, waitingBytes } = webhookLimits;
  return (await jobs.isFull(sql, laneOf(webhook), waiting)) || isHeavy(sql, webhook, waitingBytes);
}

/** Stores one for one webhook, whatever it is subscribed to. */
export async function store(
  { jobs, ids, clock }: Omit<TellParts, 'bus'>,
  sql: Sql,
  { account, webhook }: { readonly account: AccountId; readonly webhook: WebhookId },
  { type, subject, data, at }: Happening,
): Promise<WebhookEventId> {
  const id = WebhookEventId.parse(ids.next());
  const madeAt = clock.now();
  const body: z.infer<typeof WebhookBody> = { id, type, at: at ?? madeAt, account, data };
  const made = { id, webhook, type, subject, madeAt };
  await insertEvent(sql, account, { ...made, body: JSON.stringify(body) });
  await makeEventJob(jobs, sql, account, { ...made, round: 0 }, madeAt);
  return id;
}
