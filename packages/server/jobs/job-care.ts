// What is done for the table of jobs by the clock: counting what waits, for Prometheus, and forgetting
// what has long been over.
import type { JobFigures, JobStore } from '@opportune/core/ports/jobs.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { jobLimits } from '@opportune/protocol/limits.ts';

const countMs = 15_000;
const hourMs = 3_600_000;
/** Removed in one statement. */
const atOnce = 5_000;

export interface JobCare {
  /** As they were counted last. */
  figures(): JobFigures;
  close(): Promise<void>;
}

export interface JobCareParts {
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly log: Log;
}

/** Counts and forgets at once, and then again and again. */
export function careForJobs({ jobs, clock, schedule, log }: JobCareParts): JobCare {
  let figures: JobFigures = { waiting: 0, dead: 0, oldestDueAt: null };
  let isClosed = false;
  const loops = [
    again(countMs, 'jobs were not counted', async () => {
      figures = await jobs.figures();
    }),
    again(hourMs, 'jobs that are over were not forgotten', async () => {
      const now = clock.now();
      const before = { done: now - jobLimits.doneMs, dead: now - jobLimits.deadMs };
      while (!isClosed && (await jobs.forget(before, atOnce)) === atOnce);
    }),
  ];

  /** Does it now and again and again; the function ends that. */
  function again(everyMs: number, failed: string, run: () => Promise<void>): () => Promise<void> {
    let cancel: () => void = () => {};
    let running = Promise.resolve();
    const next = (): void => {
      running = run()
        .catch((error: unknown) => log.warn(failed, { reason: String(error) }))
        .then(() => {
          if (!isClosed) cancel = schedule(everyMs, next);
        });
    };
    next();
    return () => {
      cancel();
      return running;
    };
  }

  return {
    figures: () => figures,
    async close() {
      isClosed = true;
      await Promise.all(loops.map((end) => end()));
    },
  };
}
