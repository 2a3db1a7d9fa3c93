// Runs the jobs of all accounts as they become due. It looks once a second, when this process has
// made a job, and when a job has ended, after a short rest if many run. While messages of people who talk
// at this moment are late, it takes few at once and rests longer. The number of running jobs
// is bounded, in total and per account. A crash leaves leases. Its successor frees them
// (free-left.ts), or they expire.
import { randomUUID } from 'node:crypto';
import type { LivePace } from '@opportune/core/bounds/live-pace.ts';
import { type LeasedJob, leaseOf } from '@opportune/core/ports/jobs.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { doJob, type Doing, putOff } from './do-job.ts';
import { sharesOf, type Share } from './shares.ts';

export interface JobRunner {
  /** Looks now for due jobs. */
  look(): void;
  /** The number of running jobs. */
  readonly busy: number;
  /** Takes no more jobs, and waits a moment for the running ones. */
  close(): Promise<void>;
}

export interface JobRunnerParts extends Doing {
  readonly schedule: Schedule;
  readonly pace: Pick<LivePace, 'restMs'>;
  /** In whose name leases are taken: all processes that die together, as those of one data folder. */
  readonly holder: string;
  /** Milliseconds by a clock that is never set. */
  readonly elapsed: () => number;
}

/** Starts at once. */
export function startJobRunner(parts: JobRunnerParts): JobRunner {
  const { jobs, clock, schedule, log, pace, elapsed } = parts;
  const doing = new Doings();
  let cancel: () => void = () => {};
  let looking: Promise<void> | null = null;
  let isWanted = false;
  /** More was due than it took. */
  let isBehind = false;
  let isClosed = false;
  let lookedAt = -Infinity;

  function look(): void {
    isWanted = true;
    if (looking !== null || isClosed) return;
    cancel();
    const leftMs = lookedAt + restMsOf(pace, doing, isBehind) - elapsed();
    if (leftMs <= 0) lookNow();
    else cancel = schedule(leftMs, lookNow);
  }

  function lookNow(): void {
    if (looking !== null || isClosed) return;
    isWanted = false;
    lookedAt = elapsed();
    looking = lookOnce().then((isMore) => {
      looking = null;
      isBehind = isMore;
      if (isBehind || isWanted) look();
      else if (!isClosed) cancel = schedule(jobLimits.pollMs, look);
    });
  }

  async function lookOnce(): Promise<boolean> {
    try {
      return await takeSome();
    } catch (error) {
      log.warn('jobs were not looked for', { reason: String(error) });
      return false;
    }
  }

  /** Whether more jobs may be available now. */
  async function takeSome(): Promise<boolean> {
    const free = freeIn(pace, doing);
    if (free <= 0) return false;
    const due = await jobs.dueAccounts(clock.now(), jobLimits.accounts);
    const limits = { free, ofAccount: jobLimits.ofAccount };
    let isFilled = false;
    // An account that gave fewer than it may have has no other that can run now. One that becomes due
    // later calls `look`, or is found by the poll.
    for (const share of sharesOf(due, (account) => doing.of(account), limits))
      if (!isClosed && (await take(share)) === share.most) isFilled = true;
    return isFilled;
  }

  async function take(share: Share): Promise<number> {
    const [now, askedAt] = [clock.now(), elapsed()];
    const taken = await lease(parts, doing, share, { now, askedAt });
    for (const job of taken)
      void begin(parts, doing, { account: share.account, job, askedAt }).then(look);
    return taken.length;
  }

  look();
  return {
    look,
    get busy() {
      return doing.size;
    },
    async close() {
      isClosed = true;
      cancel();
      await looking;
      const late = Promise.withResolvers<void>();
      const stop = schedule(jobLimits.closingMs, late.resolve);
      await Promise.race([doing.all(), late.promise]);
      stop();
    },
  };
}

/** How long it rests from one look to the next. */
function restMsOf(pace: JobRunnerParts['pace'], doing: Doings, isBehind: boolean): number {
  const busyMs = doing.size >= jobLimits.busyFrom ? jobLimits.restMs : 0;
  return Math.max(busyMs, isBehind ? pace.restMs : 0);
}

function freeIn(pace: JobRunnerParts['pace'], doing: Doings): number {
  const most = pace.restMs > 0 ? jobLimits.ofLook : jobLimits.atOnce;
  return Math.min(most, jobLimits.atOnce - doing.size);
}

async function lease(
  { jobs, holder, kinds }: JobRunnerParts,
  doing: Doings,
  { account, most }: Share,
  { now, askedAt }: { readonly now: number; readonly askedAt: number },
): Promise<readonly LeasedJob[]> {
  const until = now + jobLimits.leaseMs;
  // Before others are leased, so that none of them is taken from its own worker.
  await Promise.all(
    doing.lapsed(account, now, askedAt).map(async (held) => {
      if (await jobs.renew(account, held.job, until)) held.until = until;
    }),
  );
  return jobs.lease(account, {
    ...{ lease: leaseOf(holder, randomUUID()), now, until, kinds: [...kinds.keys()], most },
    ...{ ofLane: jobLimits.ofLane, held: doing.lanes(account) },
  });
}

/** Resolves when the job has ended. Never rejects. */
function begin(
  parts: JobRunnerParts,
  doing: Doings,
  { account, job, askedAt }: Pick<Held, 'account' | 'job' | 'askedAt'>,
): Promise<void> {
  // Another worker had it meanwhile: the clock was set forward. It is not done twice at once here.
  const isHere = doing.has(account, job, askedAt);
  const held: Held = { account, job, askedAt, until: job.until, isHandled: isHere };
  const doIt = isHere
    ? putOff(parts, account, job, jobLimits.pollMs)
    : doJob(parts, account, job, () => (held.isHandled = true));
  const done = doIt.catch((error: unknown) =>
    parts.log.warn('a job was not settled', { kind: job.kind, reason: String(error) }),
  );
  return doing.add(held, done);
}

/** A job that is being done, under the lease with which it was begun. */
interface Held {
  readonly account: AccountId;
  readonly job: LeasedJob;
  /** When the lease was asked for, by the clock that is never set. */
  readonly askedAt: number;
  /** How long the lease lasts, by the clock. */
  until: number;
  /** No handler works at it: what it did is being stored. */
  isHandled: boolean;
}

/** The jobs that are being done, and how many of each account and lane. */
class Doings {
  readonly #ends = new Map<Held, Promise<void>>();
  readonly #held = new Map<AccountId, Map<string, number>>();

  get size(): number {
    return this.#ends.size;
  }

  of(account: AccountId): number {
    let jobs = 0;
    for (const held of this.lanes(account).values()) jobs += held;
    return jobs;
  }

  lanes(account: AccountId): ReadonlyMap<string, number> {
    return this.#held.get(account) ?? new Map();
  }

  /**
   * Jobs whose lease is over only because the clock was set forward. One that has run for the time
   * of a lease may be frozen, so it is left to others.
   */
  lapsed(account: AccountId, now: number, elapsed: number): readonly Held[] {
    return [...this.#ends.keys()].filter(
      (held) => held.account === account && held.until <= now && isYoung(held, elapsed),
    );
  }

  /** Whether a handler that is not frozen does it here. */
  has(account: AccountId, { id }: LeasedJob, elapsed: number): boolean {
    return [...this.#ends.keys()].some(
      (held) =>
        held.account === account && held.job.id === id && !held.isHandled && isYoung(held, elapsed),
    );
  }

  /** Resolves when the job has ended and is no longer counted. `done` never rejects. */
  add(held: Held, done: Promise<void>): Promise<void> {
    const { account, job } = held;
    this.#count(account, job.lane, 1);
    const end = done.then(() => {
      this.#ends.delete(held);
      this.#count(account, job.lane, -1);
    });
    this.#ends.set(held, end);
    return end;
  }

  #count(account: AccountId, lane: string, more: number): void {
    const lanes = this.#held.get(account) ?? new Map<string, number>();
    const held = (lanes.get(lane) ?? 0) + more;
    if (held > 0) lanes.set(lane, held);
    else lanes.delete(lane);
    if (lanes.size > 0) this.#held.set(account, lanes);
    else this.#held.delete(account);
  }

  async all(): Promise<void> {
    await Promise.all(this.#ends.values());
  }
}

function isYoung({ askedAt }: Held, elapsed: number): boolean {
  return elapsed - askedAt < jobLimits.leaseMs;
}
