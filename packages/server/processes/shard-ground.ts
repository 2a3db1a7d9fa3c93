// What features build on, as a shard has it: leases in its own name, and the jobs of accounts that are
// at home in it.
import { atHome, type Homes } from '@opportune/core/cluster/homes.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import { openSecrets, type Secrets } from '../secrets.ts';
import type { Shard } from './shard-of.ts';

export type { Shard } from './shard-of.ts';

/**
 * How many more accounts are asked for than are wanted, so that those of other processes leave some of
 * ours. Those that others work for are soon not due any more.
 */
const more = 8;

/** Each job is done where its account is at home. */
export function jobsAtHome(jobs: JobStore, homes: Homes): JobStore {
  if (homes.secret === '') return jobs;
  return {
    ...jobs,
    dueAccounts: async (now, most) =>
      atHome(homes, await jobs.dueAccounts(now, most * more)).slice(0, most),
  };
}

/** Leases of a shard are its own: another that starts does not free them. */
export function secretsOf(dataFolder: string, shard: Shard | null): Secrets {
  const secrets = openSecrets(dataFolder);
  if (shard === null) return secrets;
  return { ...secrets, folderName: `${secrets.folderName}.${shard.name}` };
}
