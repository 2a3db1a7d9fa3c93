// Has the jobs of all accounts done as they become due: it looks once a second, when a job was made in
// this process, and when one has ended. How many it does at once is bounded, in all and for each account.
// A crash at any point leaves leases that lapse, after which the jobs are due again.
import { randomUUID } from 'node:crypto';
import type { LeasedJob } from '@opportune/core/ports/jobs.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits.ts';
import { doJob, type Doing } from './do-job.ts';
import { sharesOf, type Share } from './shares.ts';

export interface JobRunner {
  /** Looks now whether something is due. */
  look(): void;
  /** How many jobs are being done. */
  readonly busy: number;
  /** Takes no more, and waits a moment for those that are being done. */
  close(): Promise<void>;
}

export interface JobRunnerParts extends Doing {
  readonly schedule: Schedule;
}

/** Begins at once. */
export function startJobRunner(parts: JobRunnerParts): JobRunner {
  const { jobs, kinds, clock, schedule, log } = parts;
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

  /** Whether there may be more that can be taken now. */
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
    const order = { lease: randomUUID(), now, until, kinds: [...kinds.keys()], most };
    const taken = await jobs.lease(account, order);
    for (const job of taken) begin(account, job);
    return taken.length;
  }

  function begin(account: AccountId, job: LeasedJob): void {
    const done = doJob(parts, account, job).catch((error: unknown) =>
      log.warn('a job was not settled', { kind: job.kind, reason: String(error) }),
    );
    void doing.add(account, done).then(look);
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

/** The jobs that are being done, and how many of each account. */
class Doings {
  readonly #ends = new Set<Promise<void>>();
  readonly #held = new Map<AccountId, number>();

  get size(): number {
    return this.#ends.size;
  }

  of(account: AccountId): number {
    return this.#held.get(account) ?? 0;
  }

  /** Resolves when it is over and counts no more. `done` never rejects. */
  add(account: AccountId, done: Promise<void>): Promise<void> {
    this.#held.set(account, this.of(account) + 1);
    const end = done.then(() => {
      this.#ends.delete(end);
      const left = this.of(account) - 1;
      if (left > 0) this.#held.set(account, left);
      else this.#held.delete(account);
    });
    this.#ends.add(end);
    return end;
  }

  async all(): Promise<void> {
    await Promise.all(this.#ends);
  }
}
