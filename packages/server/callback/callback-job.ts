// The jobs of a promise. One is made in the transaction that sets its time: it looks at the promise whenever
// something is due, and ends with it. A later time makes a job of its own, and the older one does nothing.
// The other is made with what is only reserved, and settles it where whoever reserved it has not.
import type { JobKind, JobStore, NewJob } from '@opportune/core/ports/jobs.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { type AccountId, CallbackId, JobId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { z } from 'zod';

const name = 'callback';
const reservedName = 'callback.reserved';
/** It is extended for as long as the promise is not over. */
const deadlineMs = 30 * 24 * 3_600_000;

const Payload = z.object({ callback: CallbackId, turn: z.number().int() });
const Reserved = Payload.pick({ callback: true });

export function callbackJob(
  of: { readonly id: CallbackId; readonly turn: number; readonly dueAt: number },
  now: number,
): NewJob {
  const { id, turn, dueAt } = of;
  const payload: z.infer<typeof Payload> = { callback: id, turn };
  return {
    ...{ id: JobId.parse(`cb.${id}.${turn}`), kind: name, key: `callback/${id}/${turn}` },
    ...{ lane: name, payload, dueAt, deadlineAt: Math.max(dueAt, now) + deadlineMs },
  };
}

export function makeReservedJob(
  jobs: Pick<JobStore, 'make'>,
  sql: Sql,
  account: AccountId,
  callback: CallbackId,
  now: number,
): Promise<boolean> {
  const payload: z.infer<typeof Reserved> = { callback };
  const dueAt = now + callbackLimits.reservedMs;
  const job = {
    ...{ id: JobId.parse(`cb.${callback}.0`), kind: reservedName, key: `callback/${callback}` },
    ...{ lane: name, payload, dueAt, deadlineAt: dueAt + deadlineMs },
  };
  return jobs.make(sql, account, job, now);
}

export function reservedKind(
  settle: (account: AccountId, id: CallbackId) => Promise<void>,
): JobKind<z.infer<typeof Reserved>> {
  return {
    name: reservedName,
    payload: Reserved,
    async handle({ account, payload: { callback } }) {
      await settle(account, callback);
      return { type: 'done' };
    },
  };
}

/** `look`: when it is to be looked at again. Null: it is over, or another job looks at it. */
export function callbackKind(
  look: (account: AccountId, id: CallbackId, turn: number) => Promise<number | null>,
): JobKind<z.infer<typeof Payload>> {
  return {
    name,
    payload: Payload,
    async handle({ account, payload: { callback, turn } }) {
      const at = await look(account, callback, turn);
      return at === null ? { type: 'done' } : { type: 'later', at, uncounted: true };
    },
    async overdue({ account, payload: { callback, turn } }) {
      const at = await look(account, callback, turn);
      return at === null ? { type: 'done' } : { type: 'later', at, uncounted: true };
    },
  };
}
