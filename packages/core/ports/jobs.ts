// The table of jobs: what must be done, and what became of it. A job that was made is done or
// becomes a dead letter, whatever crashes in between. It may be begun more than once, so handlers
// must be idempotent by its id. Jobs of one key are done one after another, in the order they were
// made.
import type { AccountId, JobId } from '@opportune/protocol/ids.ts';
import type { Sql } from './records.ts';

export interface NewJob {
  /** The same id makes no second job, until a day after the first is over. */
  readonly id: JobId;
  /** The name of the `JobKind` that does it. */
  readonly kind: string;
  /** What it queues for, such as a conversation. */
  readonly key: string;
  /** What it shares places with, such as a channel: jobs of several lanes are taken in turns. */
  readonly lane: string;
  /** Stored as JSON. Use ids rather than what people wrote. */
  readonly payload: unknown;
  readonly dueAt: number;
  /** After this it is a dead letter, unless it is done. */
  readonly deadlineAt: number;
}

/** A job leased to this caller until `until`. */
export interface LeasedJob extends NewJob {
  readonly lease: string;
  readonly until: number;
  readonly madeAt: number;
  /** How often it was begun, including this time. */
  readonly attempt: number;
  /** Why the previous attempt failed. Null if it did not. */
  readonly reason: string | null;
}

export interface LeaseOrder {
  /** A name under which nobody else takes leases, beginning with its holder (`leaseOf`). */
  readonly lease: string;
  readonly now: number;
  readonly until: number;
  /** Jobs of other kinds are taken only after their deadline, to become dead letters. */
  readonly kinds: readonly string[];
  readonly most: number;
  /** How many of a lane may be done at once. */
  readonly ofLane: number;
  /** How many of each lane are being done. */
  readonly held: ReadonlyMap<string, number>;
}

/** The name of a lease: `unique` is of it alone, `holder` says which process may free it. */
export function leaseOf(holder: string, unique: string): string {
  return `${holder}/${unique}`;
}

export type Settlement =
  | { readonly type: 'done' }
  | {
      readonly type: 'again';
      readonly dueAt: number;
      /** If it is later than before, the deadlines of the jobs behind it are extended too. */
      readonly deadlineAt: number;
      /** Null: nothing failed, and it does not count as an attempt. */
      readonly reason: string | null;
    }
  | { readonly type: 'dead'; readonly reason: string };

export interface DeadJob {
  readonly id: JobId;
  readonly kind: string;
  readonly key: string;
  readonly reason: string;
  readonly attempts: number;
  readonly madeAt: number;
  readonly diedAt: number;
}

export interface JobFigures {
  readonly waiting: number;
  readonly dead: number;
  /** Null if none waits. */
  readonly oldestDueAt: number | null;
}

export interface JobStore {
  /** Makes a job in the caller's own transaction. False if there is one with that id. */
  make(sql: Sql, account: AccountId, job: NewJob, now: number): Promise<boolean>;
  /** The same of several; each key's in the order given. One with a known id is not made. */
  makeAll(sql: Sql, account: AccountId, jobs: readonly NewJob[], now: number): Promise<void>;
  /** Has waiting jobs of a kind done now instead of later: those whose key has this prefix. */
  hasten(
    sql: Sql,
    jobs: { readonly kind: string; readonly keyPrefix: string },
    now: number,
  ): Promise<void>;

  /** Whether at least `most` jobs of a lane wait. */
  isFull(sql: Sql, lane: string, most: number): Promise<boolean>;

  /** Accounts with a job that may be taken, longest due first. */
  dueAccounts(now: number, most: number): Promise<readonly AccountId[]>;
  /**
   * Leases jobs that are due: first from the lane with the fewest, within a lane longest due first. No
   * other worker gets one of them before `until`.
   */
  lease(account: AccountId, order: LeaseOrder): Promise<readonly LeasedJob[]>;
  /**
   * Extends a lease whose time is over by the clock and which nobody else took. False, with nothing
   * changed, if its holder no longer has the job. The lease keeps its name, so whether the job is
   * settled before or after has the same effect.
   */
  renew(account: AccountId, job: LeasedJob, until: number): Promise<boolean>;
  /**
   * Frees the leases of a holder whose process has died: their jobs are due at once. Call it only if
   * no process of this holder is alive, and before the first of its own leases. A job that has been
   * begun often keeps its lease, because it may be what ends the process. Leases of a later epoch stay.
   */
  free(holder: string): Promise<number>;
  /**
   * Settles a job and writes what `along` writes, in one transaction. False, with nothing written,
   * if the lease has lapsed or another worker has taken it. Jobs that are done at the same time may
   * share a transaction, if nothing is written along or it may be written together. One that cannot
   * be settled with others is settled alone.
   */
  settle(
    account: AccountId,
    job: LeasedJob,
    settlement: Settlement,
    now: number,
    along?: Along,
  ): Promise<boolean>;

  /** Dead letters, newest first. `before`: the last of the previous page. */
  dead(
    account: AccountId,
    page: {
      readonly before: { readonly at: number; readonly id: string } | null;
      readonly limit: number;
    },
  ): Promise<readonly DeadJob[]>;
  /** Retries a dead letter from the beginning. False if there is none with that id. */
  revive(
    sql: Sql,
    id: JobId,
    times: { readonly now: number; readonly deadlineAt: number },
  ): Promise<boolean>;
  /** Removes a dead letter for good. False if there is none with that id. */
  drop(sql: Sql, id: JobId): Promise<boolean>;

  /** Removes some jobs that have long been over. Returns how many. */
  forget(before: { readonly done: number; readonly dead: number }, most: number): Promise<number>;
  /** Of all accounts. */
  figures(): Promise<JobFigures>;
}

/** What the handler of a kind of jobs is given. */
export interface JobWork<Payload> {
  readonly account: AccountId;
  readonly id: JobId;
  readonly key: string;
  readonly payload: Payload;
  readonly madeAt: number;
  readonly deadlineAt: number;
  readonly attempt: number;
  /**
   * The handler must end by then: later its lease may lapse, and another worker does the job too.
   */
  readonly endsBy: number;
}

/** Is written with the outcome of a job. */
export type Along = ((sql: Sql) => Promise<void>) | AlongTogether;

/**
 * The same for several jobs that are settled in one transaction, by one call for all of the same
 * `write`, which asks its statements in one turn. It may be called again for a job whose transaction
 * failed.
 */
export interface AlongTogether<Of = unknown> {
  readonly of: Of;
  write(sql: Sql, all: readonly Of[]): Promise<void>;
}

/** Writes what belongs to one job that is settled alone. */
export async function writeAlong(sql: Sql, along: Along | undefined): Promise<void> {
  await (typeof along === 'object' ? along.write(sql, [along.of]) : along?.(sql));
}

/** What a handler returns. */
export type JobOutcome = (
  | { readonly type: 'done' }
  | {
      /**
       * It failed, and may succeed later: retried with increasing back-off, and not before
       * `afterMs`.
       */
      readonly type: 'again';
      readonly reason: string;
      readonly afterMs?: number;
    }
  | {
      /** Nothing failed; it is not its time yet. */
      readonly type: 'later';
      readonly at: number;
      /** The time until then does not count: its deadline is extended by as much. */
      readonly uncounted?: true;
    }
  | { readonly type: 'dead'; readonly reason: string }
) & {
  /**
   * Writes in the same transaction as the outcome, or not at all. `dueAt`: when the job is due
   * again. Null: it is over.
   */
  readonly along?: (sql: Sql, dueAt: number | null) => Promise<void>;
  /** The same instead, for a kind of which many end at once. */
  readonly alongTogether?: AlongTogether;
  /** Called once the outcome is stored. */
  readonly after?: () => void;
};

/** The handler of one kind of jobs. */
export interface JobKind<Payload = unknown> {
  readonly name: string;
  /** Throws for an invalid payload: such a job is a dead letter at once. */
  readonly payload: { parse(value: unknown): Payload };
  handle(work: JobWork<Payload>): Promise<JobOutcome>;
  /**
   * Called for a job past its deadline. `later` with `uncounted` keeps the job: the time since it was
   * last due does not count. Null: the job becomes a dead letter.
   */
  overdue?(work: JobWork<Payload>): Promise<JobOutcome | null>;
  /**
   * Writes in the transaction that makes the job a dead letter at its deadline. The returned
   * function is called once that is stored.
   */
  bury?(sql: Sql, work: JobWork<Payload>, reason: string): Promise<(() => void) | undefined>;
}
