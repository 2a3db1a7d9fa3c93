// The table of jobs: what must be done, and what became of it. A job that was made is done or becomes a
// dead letter, whatever crashes between; it may be begun more than once, so that whoever does it goes
// by its id. Jobs of one key are done one after another, in the order in which they were made.
import type { AccountId, JobId } from '@opportune/protocol/ids.ts';
import type { Sql } from './records.ts';

export interface NewJob {
  /** The same id makes no second job, until a day after the first is over. */
  readonly id: JobId;
  /** Who does it: the name of a `JobKind`. */
  readonly kind: string;
  /** What it waits in line for, such as a conversation. */
  readonly key: string;
  /** Stored as JSON. Ids rather than what people wrote. */
  readonly payload: unknown;
  readonly dueAt: number;
  /** From then on it is a dead letter, unless it is done. */
  readonly deadlineAt: number;
}

/** A job that is this caller's to do until `until`. */
export interface LeasedJob extends NewJob {
  readonly lease: string;
  readonly until: number;
  readonly madeAt: number;
  /** How often it was begun, this time included. */
  readonly attempt: number;
  /** Why the attempt before failed; null where none did. */
  readonly reason: string | null;
}

export interface LeaseOrder {
  /** A name that nobody else takes leases by. */
  readonly lease: string;
  readonly now: number;
  readonly until: number;
  /** Jobs of other kinds are taken only to be buried, after their deadline. */
  readonly kinds: readonly string[];
  readonly most: number;
}

export type Settlement =
  | { readonly type: 'done' }
  | {
      readonly type: 'again';
      readonly dueAt: number;
      /** Where it is later than before, so are those of the jobs behind it. */
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
  /** Null where none waits. */
  readonly oldestDueAt: number | null;
}

export interface JobStore {
  /** Makes a job in the caller's own transaction; false where there is one of that id. */
  make(sql: Sql, account: AccountId, job: NewJob, now: number): Promise<boolean>;
  /** Has jobs of a kind that wait for a later instant done now: those whose key begins so. */
  hasten(
    sql: Sql,
    jobs: { readonly kind: string; readonly keyPrefix: string },
    now: number,
  ): Promise<void>;

  /** Accounts with a job that may be taken, longest due first. */
  dueAccounts(now: number, most: number): Promise<readonly AccountId[]>;
  /** Takes jobs that are due, longest due first: nobody else is given one of them before `until`. */
  lease(account: AccountId, order: LeaseOrder): Promise<readonly LeasedJob[]>;
  /**
   * Says what became of a job, and writes what `along` writes, in one transaction. False, and nothing
   * is written, where the lease has lapsed or another has taken it.
   */
  settle(
    account: AccountId,
    job: LeasedJob,
    settlement: Settlement,
    now: number,
    along?: (sql: Sql) => Promise<void>,
  ): Promise<boolean>;

  /** Dead letters, newest first; `before`: the last of the page before. */
  dead(
    account: AccountId,
    page: {
      readonly before: { readonly at: number; readonly id: string } | null;
      readonly limit: number;
    },
  ): Promise<readonly DeadJob[]>;
  /** Has a dead letter tried again from the beginning; false where there is none of that id. */
  revive(
    sql: Sql,
    id: JobId,
    times: { readonly now: number; readonly deadlineAt: number },
  ): Promise<boolean>;
  /** Removes a dead letter for good; false where there is none of that id. */
  drop(sql: Sql, id: JobId): Promise<boolean>;

  /** Removes some of what has long been over; answers how many. */
  forget(before: { readonly done: number; readonly dead: number }, most: number): Promise<number>;
  /** Of all accounts. */
  figures(): Promise<JobFigures>;
}

/** What somebody who does jobs of a kind is given. */
export interface JobWork<Payload> {
  readonly account: AccountId;
  readonly id: JobId;
  readonly key: string;
  readonly payload: Payload;
  readonly madeAt: number;
  readonly deadlineAt: number;
  readonly attempt: number;
  /** The handler ends by then: later its lease may lapse, and another does the job too. */
  readonly endsBy: number;
}

/** What a handler answers. */
export type JobOutcome = (
  | { readonly type: 'done' }
  | {
      /** It failed, and may succeed later: after a while that grows, and not before `afterMs`. */
      readonly type: 'again';
      readonly reason: string;
      readonly afterMs?: number;
    }
  | {
      /** Nothing failed; it is not its time yet. */
      readonly type: 'later';
      readonly at: number;
      /** The time until then does not count: its deadline moves on by as much. */
      readonly uncounted?: true;
    }
  | { readonly type: 'dead'; readonly reason: string }
) & {
  /** Writes in the transaction that notes it, or not at all. */
  readonly along?: (sql: Sql) => Promise<void>;
  /** Called once it is noted. */
  readonly after?: () => void;
};

/** Those who do jobs of one kind. */
export interface JobKind<Payload = unknown> {
  readonly name: string;
  /** Throws for what is no payload of the kind: such a job is a dead letter at once. */
  readonly payload: { parse(value: unknown): Payload };
  handle(work: JobWork<Payload>): Promise<JobOutcome>;
  /**
   * Writes, in the transaction in which its deadline makes the job a dead letter; what it answers is called
   * once that is noted.
   */
  bury?(sql: Sql, work: JobWork<Payload>, reason: string): Promise<(() => void) | undefined>;
}
