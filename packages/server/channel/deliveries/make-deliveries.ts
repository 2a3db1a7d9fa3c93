// Makes the deliveries of messages, in the transaction that stores them: of each that an agent writes, or
// a channel sends by itself, to a contact on a channel. The chat window has none, because its sockets carry
// messages. What is answered to a message that was left there goes out by e-mail.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { DeliveryStore } from '@opportune/core/ports/deliveries.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Written } from '@opportune/core/ports/conversation-store.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { jobsMade } from '@opportune/protocol/bus/changes.ts';
import { type AddressAt, emailChannel, webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, DeliveryId } from '@opportune/protocol/ids.ts';
import { makeDeliveryJob } from './delivery-job.ts';

export interface DeliveryMaking {
  readonly jobs: Pick<JobStore, 'make'>;
  readonly deliveries: Pick<DeliveryStore, 'insert'>;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly bus: Bus;
}

/** Answers what to do once they are stored; null where it made none. */
export async function makeDeliveries(
  { jobs, deliveries, ids, clock, bus }: DeliveryMaking,
  sql: Sql,
  account: AccountId,
  { record, messages }: Written,
): Promise<(() => void) | null> {
  const to = wayOut(record);
  if (to === null) return null;
  const { id: conversation } = record;
  const fresh = messages.filter(({ message, repeat }) => !repeat && isForContact(message));
  for (const { message } of fresh) {
    const id = DeliveryId.parse(ids.next());
    const madeAt = clock.now();
    const made = { ...to, id, conversation, message: message.id, madeAt };
    await deliveries.insert(sql, account, made);
    await makeDeliveryJob(jobs, sql, account, { ...made, round: 0 }, madeAt);
  }
  return fresh.length === 0 ? null : () => publish(bus, jobsMade, { account });
}

/** The same of several conversations. */
export async function makeAllDeliveries(
  use: DeliveryMaking,
  sql: Sql,
  account: AccountId,
  all: readonly Written[],
): Promise<(() => void) | null> {
  const made: ((() => void) | null)[] = [];
  for (const written of all) made.push(await makeDeliveries(use, sql, account, written));
  return made.find((each) => each !== null) ?? null;
}

/** Where messages of agents leave to; null: nowhere. */
function wayOut({ channel, address, status, replyTo }: Conversation): AddressAt | null {
  if (channel !== webChannel) return { channel, address };
  return status === 'message' && replyTo !== null
    ? { channel: emailChannel, address: replyTo }
    : null;
}

function isForContact({ author, body }: Message): boolean {
  return body.type === 'text' && (author.type === 'agent' || body.automatic !== undefined);
}
