// Builds the jobs feature: work that must be done once, despite crashes. Provides dead letters by
// REST and metrics, and runs the jobs of other features when they are due.
import type { JobKind, JobStore } from '@opportune/core/ports/jobs.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Random } from '@opportune/core/world/world.ts';
import type { LivePace } from '@opportune/core/bounds/live-pace.ts';
import { publish, subscribe } from '@opportune/core/bus/bus-messages.ts';
import { jobsMade } from '@opportune/protocol/bus/changes.ts';
import type { Feature } from '../http/feature.ts';
import { addFigures } from '../http/figures.ts';
import { deadLetterRoutes } from './dead-letter-routes.ts';
import { freeLeft } from './free-left.ts';
import { careForJobs, type JobCare } from './job-care.ts';
import { type JobRunner, startJobRunner } from './job-runner.ts';

export interface JobsDependencies {
  readonly world: World;
  readonly random: Random;
  readonly records: Records;
  readonly jobs: JobStore;
  readonly kinds: readonly JobKind[];
  readonly pace: LivePace;
  /** The data folder, in whose name leases are taken. */
  readonly holder: string;
}

export function createJobsFeature({ world, ...use }: JobsDependencies): Feature {
  const { jobs, records, random, pace, holder } = use;
  const { bus, clock, schedule, log } = world;
  const kinds = new Map(use.kinds.map((kind) => [kind.name, kind]));
  let runner: JobRunner | null = null;
  let care: JobCare | null = null;
  const stop = subscribe(bus, jobsMade, () => runner?.look());
  const dueForS = (): number => {
    const dueAt = care?.figures().oldestDueAt ?? null;
    return dueAt === null ? 0 : Math.max(0, clock.now() - dueAt) / 1000;
  };
  return {
    name: 'jobs',
    routes: (app) =>
      deadLetterRoutes(app, {
        ...{ jobs, records, clock },
        made: (account) => publish(bus, jobsMade, { account }),
      }),
    metrics: (registry) =>
      addFigures(registry, [
        [
          'opportune_jobs_waiting',
          'Jobs that are not done yet',
          () => care?.figures().waiting ?? 0,
        ],
        ['opportune_jobs_dead', 'Dead letters of all accounts', () => care?.figures().dead ?? 0],
        ['opportune_jobs_due_seconds', 'How long the job due longest has waited', dueForS],
        ['opportune_jobs_busy', 'Jobs that are being done', () => runner?.busy ?? 0],
      ]),
    async start() {
      await freeLeft({ jobs, holder, log });
      care = careForJobs({ jobs, clock, schedule, log });
      runner = startJobRunner({
        ...{ jobs, kinds, clock, random, schedule, log, pace, holder },
        elapsed: () => performance.now(),
      });
    },
    async close() {
      stop();
      await Promise.all([runner?.close(), care?.close()]);
    },
  };
}
