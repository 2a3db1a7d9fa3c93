// The store of jobs as a process sees it that works only for accounts at home in it: each job is done
// where its account is at home.
import { atHome, type Homes } from '@opportune/core/ports/homes.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';

/**
 * How many more accounts are asked for than are wanted, so that those of other processes leave some of
 * ours. Those that others work for are soon not due any more.
 */
const more = 8;

export function jobsAtHome(jobs: JobStore, homes: Homes): JobStore {
  if (homes.secret === '') return jobs;
  return {
    ...jobs,
    dueAccounts: async (now, most) =>
      atHome(homes, await jobs.dueAccounts(now, most * more)).slice(0, most),
  };
}
