// Jobs and deliveries that failed in a running product, left in its records: over the API nobody makes
// any.
import { randomUUID } from 'node:crypto';
import { openJobStore } from '@opportune/server/adapter/jobs/jobs-postgres.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { deliveryRows } from '@opportune/server/channel/deliveries/delivery-rows.ts';
import { tell } from '@opportune/server/channel/deliveries/tell.ts';
import {
  AccountId,
  ChannelId,
  ConversationId,
  DeliveryId,
  JobId,
  MessageId,
} from '@opportune/protocol/ids.ts';

/** Answers its id. */
export async function failJobIn(records: Records, owner: string): Promise<string> {
  const jobs = openJobStore(records);
  const account = AccountId.parse(owner);
  const id = JobId.parse(randomUUID());
  const now = Date.now();
  const job = {
    ...{ id, kind: `test.${id}`, key: id, payload: {} },
    ...{ dueAt: now, deadlineAt: now + 60_000 },
  };
  await records.withAccount(account, (sql) => jobs.make(sql, account, job, now));
  const order = { lease: id, now, until: now + 60_000, kinds: [job.kind], most: 1 };
  const [taken] = await jobs.lease(account, order);
  if (taken === undefined) throw new Error('the job was taken by another');
  await jobs.settle(account, taken, { type: 'dead', reason: 'It failed.' }, now);
  return id;
}

/** Of a message that nobody wrote, in a conversation that is there; answers its id. */
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
