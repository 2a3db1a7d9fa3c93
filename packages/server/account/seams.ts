// What this feature needs from others, handed over by the composition root.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** Everything that decisions depend on is changed through this; `campaign/` provides it. */
export interface ConfigurationChanges {
  /** Runs the work and writes the next version in one transaction, then tells the bus. */
  change<T>(account: AccountId, by: string, work: (sql: Sql) => Promise<T>): Promise<T>;
  current(account: AccountId): Promise<Configuration>;
}
