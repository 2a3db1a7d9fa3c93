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

/** On the bus when sessions end before their time: sockets of that user must be closed. */
export const sessionsEnded = 'sessions.ended';
export interface SessionsEnded {
  readonly account: AccountId;
  readonly user: string;
  /** `Principal.session` of the only one that ends; null: all but `except`. */
  readonly only: string | null;
  /** The one that stays; null: none. */
  readonly except: string | null;
}
