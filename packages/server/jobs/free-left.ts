// Frees the jobs that a killed server was doing, before its successor takes its first, so that nobody
// waits until their leases lapse. The holder is the data folder: whoever has its lock knows that no other
// process of it lives. Leases of other data folders on the same database stay.
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Log } from '@opportune/core/ports/log.ts';

export interface FreeLeftParts {
  readonly jobs: Pick<JobStore, 'free'>;
  readonly holder: string;
  readonly log: Log;
}

/** Never rejects: what could not be freed is due again once its lease lapses. */
export async function freeLeft({ jobs, holder, log }: FreeLeftParts): Promise<void> {
  try {
    const freed = await jobs.free(holder);
    if (freed > 0) log.info('jobs of a killed server are due again', { jobs: freed });
  } catch (error) {
    log.warn('jobs of a killed server were not freed', { reason: String(error) });
  }
}
