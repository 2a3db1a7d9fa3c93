// Periodic care for the job table: counts waiting jobs for Prometheus, and removes jobs that ended
// long ago.
import type { JobFigures, JobStore } from '@opportune/core/ports/jobs.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { againAndAgain } from '../http/again-and-again.ts';

const countMs = 15_000;
const hourMs = 3_600_000;
/** Rows removed by one statement. */
const atOnce = 5_000;

export interface JobCare {
  /** The figures as last counted. */
  figures(): JobFigures;
  close(): Promise<void>;
}

export interface JobCareParts {
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly log: Log;
}

/** Counts and removes at once, and then repeatedly. */
export function careForJobs({ jobs, clock, ...use }: JobCareParts): JobCare {
  let figures: JobFigures = { waiting: 0, dead: 0, oldestDueAt: null };
  let isClosed = false;
  const loops = [
    againAndAgain(use, { failed: 'jobs were not counted', everyMs: countMs }, async () => {
      figures = await jobs.figures();
    }),
    againAndAgain(use, { failed: 'old jobs were not forgotten', everyMs: hourMs }, async () => {
      const before = endedBefore(clock.now());
      while (!isClosed && (await jobs.forget(before, atOnce)) === atOnce);
    }),
  ];
  return {
    figures: () => figures,
    async close() {
      isClosed = true;
      await Promise.all(loops.map((end) => end()));
    },
  };
}

function endedBefore(now: number) {
  return { done: now - jobLimits.doneMs, dead: now - jobLimits.deadMs };
}
