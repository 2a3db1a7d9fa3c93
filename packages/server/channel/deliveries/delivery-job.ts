// The job of a delivery: one for each round of it, in line behind the others of its conversation. It is
// made in the transaction that stores the message, or in which a person has it sent again.
import type { StoredDelivery } from '@opportune/core/ports/deliveries.ts';
import type { JobStore, NewJob } from '@opportune/core/ports/jobs.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { type AccountId, type ChannelId, DeliveryId, JobId } from '@opportune/protocol/ids.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { z } from 'zod';

export const deliveryJob = 'delivery.send';

export const DeliveryJob = z.object({ delivery: DeliveryId, round: z.number().int() });

export function makeDeliveryJob(
  jobs: Pick<JobStore, 'make'>,
  sql: Sql,
  account: AccountId,
  { id, channel, conversation, round }: Of,
  now: number,
): Promise<boolean> {
  const payload: z.infer<typeof DeliveryJob> = { delivery: id, round };
  const job: NewJob = {
    id: JobId.parse(`d.${id}.${round}`),
    kind: deliveryJob,
    key: `${keyPrefixOf(channel)}${conversation}`,
    lane: `out/${channel}`,
    payload,
    dueAt: now,
    deadlineAt: now + deliveryLimits.triedMs,
  };
  return jobs.make(sql, account, job, now);
}

type Of = Pick<StoredDelivery, 'id' | 'channel' | 'conversation'> & { readonly round: number };

/** What keys of jobs of a channel begin with; null: of any. */
export function keyPrefixOf(channel: ChannelId | null): string {
  return channel === null ? 'out/' : `out/${channel}/`;
}
