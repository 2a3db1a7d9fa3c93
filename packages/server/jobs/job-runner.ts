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
  const held = new Map<AccountId, number>();
  const doing = new Set<Promise<void>>();
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
    for (const share of sharesOf(due, (account) => held.get(account) ?? 0, limits))
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
    held.set(account, (held.get(account) ?? 0) + 1);
    const end = doJob(parts, account, job)
      .catch((error: unknown) =>
        log.warn('a job was not settled', { kind: job.kind, reason: String(error) }),
      )
      .then(() => {
        doing.delete(end);
        const left = (held.get(account) ?? 1) - 1;
        if (left > 0) held.set(account, left);
        else held.delete(account);
        look();
      });
    doing.add(end);
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
      await Promise.race([Promise.all(doing), late.promise]);
      stop();
    },
  };
}
