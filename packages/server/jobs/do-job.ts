// Runs one leased job: lets its kind handle it and settles the result. An exception of a handler is
// a failed attempt. A job past its deadline is not begun. It becomes a dead letter, unless its kind
// says that the time did not count.
import type {
  JobKind,
  JobOutcome,
  JobStore,
  JobWork,
  LeasedJob,
  Settlement,
} from '@opportune/core/ports/jobs.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Random } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { backOffMs } from './back-off.ts';

export interface Doing {
  readonly jobs: JobStore;
  readonly kinds: ReadonlyMap<string, JobKind>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * Rejects only if the store does. The job is then due again when its lease expires. `handled` is
 * called once its handler has ended, before that is stored.
 */
export async function doJob(
  use: Doing,
  account: AccountId,
  job: LeasedJob,
  handled: () => void = () => {},
): Promise<void> {
  const { settlement, along, alongTogether, after } = await settled(use, account, job);
  handled();
  if (settlement.type === 'dead') use.log.warn('a job is a dead letter', { kind: job.kind });
  const dueAt = settlement.type === 'again' ? settlement.dueAt : null;
  const writes = along === undefined ? alongTogether : (sql: Sql) => along(sql, dueAt);
  // The clock may have been set forward meanwhile, which gives nobody else the job: only another
  // lease does. A lease that was renewed lasts longer and has the same name.
  const now = Math.min(use.clock.now(), job.until - 1);
  const isOurs = await use.jobs.settle(account, job, settlement, now, writes);
  if (isOurs) after?.();
  else use.log.warn('a job was not ended within its lease', { kind: job.kind });
}

/** Puts a job off for a moment without handling it. Nothing failed. */
export async function putOff(
  { jobs, clock }: Doing,
  account: AccountId,
  job: LeasedJob,
  byMs: number,
): Promise<void> {
  const { deadlineAt } = job;
  const now = Math.min(clock.now(), job.until - 1);
  const settlement = { type: 'again', dueAt: now + byMs, deadlineAt, reason: null } as const;
  await jobs.settle(account, job, settlement, now);
}

interface Settled extends Pick<JobOutcome, 'along' | 'alongTogether' | 'after'> {
  readonly settlement: Settlement;
}

async function settled(use: Doing, account: AccountId, job: LeasedJob): Promise<Settled> {
  const kind = use.kinds.get(job.kind);
  if (kind === undefined)
    return { settlement: dead(job.reason ?? 'Nobody does jobs of this kind.') };
  const work = workOf(kind, account, job);
  if (work === null) return { settlement: dead('Its payload is none of its kind.') };
  if (work.endsBy <= use.clock.now()) return { settlement: putBack(use, job) };
  const isOverdue = job.deadlineAt <= use.clock.now();
  const outcome = isOverdue
    ? ((await kind.overdue?.(work)) ?? null)
    : await outcomeOf(use, kind, work);
  if (outcome === null)
    return buried(kind, work, job.reason ?? 'Its time was over before it was begun.');
  switch (outcome.type) {
    case 'done':
      return { ...outcome, settlement: { type: 'done' } };
    case 'dead':
      return { ...outcome, settlement: dead(outcome.reason) };
    case 'later':
      return { ...outcome, settlement: later(use, job, outcome) };
    case 'again':
      return tried(use, kind, work, outcome);
  }
}

/** Null if its payload does not fit the kind. */
function workOf(
  kind: JobKind,
  account: AccountId,
  { id, key, payload, madeAt, deadlineAt, attempt, until }: LeasedJob,
): JobWork<unknown> | null {
  // By the lease, not by the clock: the answer to the lease may have been late.
  const endsBy = until - jobLimits.leaseMs + jobLimits.handlingMs;
  const work = { account, id, key, madeAt, deadlineAt, attempt, endsBy };
  try {
    return { ...work, payload: kind.payload.parse(payload) };
  } catch {
    return null;
  }
}

/** Too little of its lease is left to handle it. Nothing failed. */
function putBack({ clock }: Doing, { deadlineAt }: LeasedJob): Settlement {
  return { type: 'again', dueAt: clock.now(), deadlineAt, reason: null };
}

async function outcomeOf(
  { log }: Doing,
  kind: JobKind,
  work: JobWork<unknown>,
): Promise<JobOutcome> {
  try {
    return await kind.handle(work);
  } catch (error) {
    log.warn('a job failed', { kind: kind.name, reason: String(error) });
    return { type: 'again', reason: String(error) };
  }
}

function tried(
  { clock, random }: Doing,
  kind: JobKind,
  work: JobWork<unknown>,
  outcome: Extract<JobOutcome, { type: 'again' }>,
): Settled {
  const { reason, afterMs = 0 } = outcome;
  const dueAt = clock.now() + Math.max(backOffMs(work.attempt, random), afterMs);
  const { deadlineAt } = work;
  if (dueAt >= deadlineAt) return buried(kind, work, reason, outcome);
  const settlement = { type: 'again', dueAt, deadlineAt, reason: clipped(reason) } as const;
  return { ...outcome, settlement };
}

function later(
  { clock }: Doing,
  { deadlineAt, dueAt }: LeasedJob,
  { at, uncounted }: Extract<JobOutcome, { type: 'later' }>,
): Settlement {
  const now = clock.now();
  const waitsMs = Math.max(0, at - (deadlineAt <= now ? dueAt : now));
  const until = uncounted === true ? deadlineAt + waitsMs : deadlineAt;
  return { type: 'again', dueAt: Math.min(at, until), deadlineAt: until, reason: null };
}

function buried(
  kind: JobKind,
  work: JobWork<unknown>,
  reason: string,
  last: Pick<JobOutcome, 'along' | 'after'> = {},
): Settled {
  let told: (() => void) | undefined;
  return {
    settlement: dead(reason),
    async along(sql, dueAt) {
      await last.along?.(sql, dueAt);
      told = await kind.bury?.(sql, work, reason);
    },
    after() {
      last.after?.();
      told?.();
    },
  };
}

function dead(reason: string): Settlement {
  return { type: 'dead', reason: clipped(reason) };
}

function clipped(reason: string): string {
  return reason.slice(0, jobLimits.reasonLength);
}
