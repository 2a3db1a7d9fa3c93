// What this feature needs from others, handed over by the composition root.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Mail } from '@opportune/core/ports/mail.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { ClientAddress } from '../http/address/client-address.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { OwnMail } from './mail/account-mail.ts';

/** Everything that decisions depend on is changed through this; `campaign/` provides it. */
export interface ConfigurationChanges {
  /** Runs the work and writes the next version in one transaction, then tells the bus. */
  change<T>(account: AccountId, by: string, work: (sql: Sql) => Promise<T>): Promise<T>;
  current(account: AccountId): Promise<Configuration>;
}

export interface AccountParts {
  readonly world: World;
  readonly records: Records;
  readonly budgets: Budgets;
  readonly sealing: Sealing;
  readonly configurations: ConfigurationChanges;
  readonly mail: {
    readonly installation: Mail;
    /** How mail servers of accounts are reached. */
    readonly own: OwnMail;
  };
  readonly web: {
    /** The address people reach the console by; may be known only once the port is. */
    readonly publicUrl: () => string;
    readonly clientAddress: ClientAddress;
  };
  /** Kept in the data folder. */
  readonly secrets: {
    /** Whoever holds it may make accounts. */
    readonly operatorToken: string;
    /** Signs what tells a device that signed in before. */
    readonly signInKey: string;
  };
}
