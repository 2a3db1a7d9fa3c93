// Runs the jobs of all accounts as they become due. It looks once a second, when this process has
// made a job, and when a job has ended. The number of running jobs is bounded, in total and per
// account. A crash leaves leases. Its successor frees them (free-left.ts), or they expire.
import { randomUUID } from 'node:crypto';
import { type LeasedJob, leaseOf } from '@opportune/core/ports/jobs.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { doJob, type Doing } from './do-job.ts';
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
  /** In whose name leases are taken: all processes that die together, as those of one data folder. */
  readonly holder: string;
  /** Milliseconds by a clock that is never set. */
  readonly elapsed: () => number;
}

/** Starts at once. */
export function startJobRunner(parts: JobRunnerParts): JobRunner {
  const { jobs, kinds, clock, schedule, log, holder, elapsed } = parts;
  const doing = new Doings();
  let cancel: () => void = () => {};
  let looking: Promise<void> | null = null;
  let isWanted = false;
  let isClosed = false;

  function look(): void {
    isWanted = true;
    if (looking !== null || isClosed) return;
    cancel();
    looking = lookWhileWanted().finally(() => {
      looking = null;
      if (!isClosed) cancel = schedule(jobLimits.pollMs, look);
    });
  }

  async function lookWhileWanted(): Promise<void> {
    try {
      while (isWanted && !isClosed) {
        isWanted = false;
        if (await takeSome()) isWanted = true;
      }
    } catch (error) {
      log.warn('jobs were not looked for', { reason: String(error) });
    }
  }

  /** Whether more jobs may be available now. */
  async function takeSome(): Promise<boolean> {
    const free = jobLimits.atOnce - doing.size;
    if (free <= 0) return false;
    const due = await jobs.dueAccounts(clock.now(), jobLimits.accounts);
    const limits = { free, ofAccount: jobLimits.ofAccount };
    let taken = 0;
    for (const share of sharesOf(due, (account) => doing.of(account), limits))
      if (!isClosed) taken += await take(share);
    return taken > 0;
  }

  async function take({ account, most }: Share): Promise<number> {
    const now = clock.now();
    const until = now + jobLimits.leaseMs;
    const order = {
      ...{ lease: leaseOf(holder, randomUUID()), now, until, kinds: [...kinds.keys()], most },
      ...{ ofLane: jobLimits.ofLane, held: doing.lanes(account) },
    };
    const taken = await jobs.lease(account, order);
    for (const job of taken) begin(account, job);
    return taken.length;
  }

  function begin(account: AccountId, job: LeasedJob): void {
    // Its lease lapsed only by a clock that was set forward: its handler goes on, alone.
    if (doing.renew(account, job, elapsed())) return;
    const held = doing.hold(account, job, elapsed());
    const done = doJob(parts, account, job, held).catch((error: unknown) =>
      log.warn('a job was not settled', { kind: job.kind, reason: String(error) }),
    );
    void doing.add(account, job, done).then(look);
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

interface Leased {
  job: LeasedJob;
  /** The lease under which it was begun. */
  readonly first: string;
  readonly begunAt: number;
}

/** The jobs that are being done, and how many of each account and lane. */
class Doings {
  readonly #ends = new Set<Promise<void>>();
  readonly #held = new Map<AccountId, Map<string, number>>();
  readonly #leased = new Map<string, Leased>();

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

  /** Whether the job is being done here, within its time. If so, it has this lease from now on. */
  renew(account: AccountId, job: LeasedJob, now: number): boolean {
    const known = this.#leased.get(keyOf(account, job));
    if (known === undefined || now - known.begunAt >= jobLimits.leaseMs) return false;
    known.job = job;
    return true;
  }

  /** Returns the job with its present lease. */
  hold(account: AccountId, job: LeasedJob, begunAt: number): () => LeasedJob {
    const leased: Leased = { job, first: job.lease, begunAt };
    this.#leased.set(keyOf(account, job), leased);
    return () => leased.job;
  }

  /** Resolves when the job has ended and is no longer counted. `done` never rejects. */
  add(account: AccountId, job: LeasedJob, done: Promise<void>): Promise<void> {
    const { lane } = job;
    this.#count(account, lane, 1);
    const end = done.then(() => {
      this.#ends.delete(end);
      this.#forget(keyOf(account, job), job);
      this.#count(account, lane, -1);
    });
    this.#ends.add(end);
    return end;
  }

  /** Unless it was frozen, and another one does the job meanwhile. */
  #forget(key: string, { lease }: LeasedJob): void {
    const leased = this.#leased.get(key);
    if (leased !== undefined && leased.first === lease) this.#leased.delete(key);
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
    await Promise.all(this.#ends);
  }
}

function keyOf(account: AccountId, { id }: LeasedJob): string {
  return `${account} ${id}`;
}
