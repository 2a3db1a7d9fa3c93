// What this feature needs from others, passed by the composition root.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Mail } from '@opportune/core/ports/mail.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { ClientAddress } from '../http/address/client-address.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { OwnMail } from './mail/account-mail.ts';
import type { PasswordCost } from './passwords/password.ts';

/** The way to change anything that decisions depend on. Provided by `campaign/`. */
export interface ConfigurationChanges {
  /** Runs the work and writes the next version in one transaction, then notifies the bus. */
  change<T>(account: AccountId, by: string, work: (sql: Sql) => Promise<T>): Promise<T>;
  current(account: AccountId): Promise<Configuration>;
}

export interface AccountParts {
  readonly world: World;
  readonly records: Records;
  readonly budgets: Budgets;
  /** The most accounts of the installation. */
  readonly mostAccounts: number;
  readonly passwordCost: PasswordCost;
  readonly sealing: Sealing;
  readonly configurations: ConfigurationChanges;
  readonly mail: {
    readonly installation: Mail;
    /** The path to mail servers of accounts. */
    readonly own: OwnMail;
  };
  readonly web: {
    /** The URL of the console. May be known only once the port is. */
    readonly publicUrl: () => string;
    readonly clientAddress: ClientAddress;
  };
  /** Kept in the data folder. */
  readonly secrets: {
    /** Its holder may create accounts. */
    readonly operatorToken: string;
    /** Signs the cookies that recognise a device of an earlier sign-in. */
    readonly signInKey: string;
  };
}
