// Failed jobs and deliveries, written directly to the records of a running product: they cannot be
// made over the API.
import { anyLane } from '@opportune/core/contracts/jobs.contract.ts';
import { randomUUID } from 'node:crypto';
import { openJobStore } from '@opportune/server/adapter/jobs/jobs-postgres.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { deliveryRows } from '@opportune/server/channel/deliveries/delivery-rows.ts';
import { tell } from '@opportune/server/channel/deliveries/tell.ts';
import { failEvent, insertEvent } from '@opportune/server/webhook/event-rows.ts';
import { insertWebhook } from '@opportune/server/webhook/webhook-rows.ts';
import {
  AccountId,
  ChannelId,
  ConversationId,
  DeliveryId,
  JobId,
  MessageId,
  WebhookEventId,
  WebhookId,
} from '@opportune/protocol/ids.ts';

/** Returns its id. */
export async function failJobIn(records: Records, owner: string): Promise<string> {
  const jobs = openJobStore(records);
  const account = AccountId.parse(owner);
  const id = JobId.parse(randomUUID());
  const now = Date.now();
  const job = {
    ...{ id, kind: `test.${id}`, key: id, lane: id, payload: {} },
    ...{ dueAt: now, deadlineAt: now + 60_000 },
  };
  await records.withAccount(account, (sql) => jobs.make(sql, account, job, now));
  const order = { lease: id, now, until: now + 60_000, kinds: [job.kind], most: 1, ...anyLane };
  const [taken] = await jobs.lease(account, order);
  if (taken === undefined) throw new Error('the job was taken by another');
  await jobs.settle(account, taken, { type: 'dead', reason: 'It failed.' }, now);
  return id;
}

/** A delivery of an invented message in an existing conversation. Returns its id. */
export async function failDeliveryIn(
  records: Records,
  { owner, conversation }: { readonly owner: string; readonly conversation: string },
): Promise<string> {
  const account = AccountId.parse(owner);
  const id = DeliveryId.parse(randomUUID());
  const message = MessageId.parse(id);
  const talk = ConversationId.parse(conversation);
  const channel = ChannelId.parse('none');
  await records.withAccount(account, async (sql) => {
    const made = { id, conversation: talk, message, channel, address: 'ada', madeAt: Date.now() };
    await deliveryRows.insert(sql, account, made);
    const known = await deliveryRows.lock(sql, id);
    if (known === null) throw new Error('the delivery is gone');
    const refused = { type: 'refused', reason: 'other', detail: 'It failed.' } as const;
    await tell(deliveryRows, sql, known, [refused], Date.now());
  });
  return id;
}

export interface EventThings {
  readonly webhook: string;
  readonly webhookEvent: string;
}

/** A webhook with an event that failed. */
export async function failEventIn(records: Records, owner: string): Promise<EventThings> {
  const account = AccountId.parse(owner);
  const webhook = WebhookId.parse(randomUUID());
  const id = WebhookEventId.parse(randomUUID());
  const now = Date.now();
  await records.withAccount(account, async (sql) => {
    const url = 'https://warehouse.aldermoor.example/events';
    const draft = { name: 'Warehouse', url, events: ['message.created' as const] };
    await insertWebhook(sql, account, { ...draft, id: webhook, secret: '', createdAt: now });
    const event = { id, webhook, type: 'webhook.test', subject: 'test', body: '{}' } as const;
    await insertEvent(sql, account, { ...event, madeAt: now });
    await failEvent(sql, { id, round: 0 }, 'It failed.', now);
  });
  return { webhook, webhookEvent: id };
}

/** A promise to call back, tomorrow, in a conversation of its own like the given one. Returns its id. */
export async function promiseCallbackIn(
  records: Records,
  { owner, conversation }: { readonly owner: string; readonly conversation: string },
): Promise<string> {
  const account = AccountId.parse(owner);
  const id = randomUUID();
  await records.withAccount(account, async (sql) => {
    await sql.run(
      `INSERT INTO conversations
       SELECT (jsonb_populate_record(known, jsonb_build_object('id', $2::text, 'status', 'ended',
         'ended_at', now()))).* FROM conversations AS known WHERE id = $1`,
      [conversation, id],
    );
    await sql.run(
      `INSERT INTO callbacks (account, id, conversation, channel, address, request, way, state, is_now,
         slot_from, slot_until, due_at, tried_since, made_at)
       VALUES ($1, $2, $2, 'web', 'somebody', $2, 'browser', 'promised', false,
         now() + interval '1 day', now() + interval '25 hours', now() + interval '1 day', now(), now())`,
      [account, id],
    );
  });
  return id;
}
