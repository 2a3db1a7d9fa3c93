// Accounts as the composition root sees them: who signs in, who may, and the account's settings.
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Mail } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { timingSafeEqual } from 'node:crypto';
import type { App } from '../http/app.ts';
import type { ClientAddress } from '../http/client-address.ts';
import type { Authentication } from '../http/principal.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import { type FirstAccountOptions, type FirstStart, createFirstAccount } from './first-start.ts';
import { createLinks } from './links.ts';
import { addAccountRoutes } from './routes.ts';
import type { ConfigurationChanges } from './seams.ts';
import { hashToken } from './secrets.ts';
import { createSessions } from './sessions.ts';
import { createSignIn } from './sign-in.ts';
import { type Users, createUsers } from './users.ts';

export interface AccountParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly mail: Mail;
  readonly configurations: ConfigurationChanges;
  /** The address people reach the console by; may be known only once the port is. */
  readonly publicUrl: () => string;
  /** Whoever holds it may make accounts; kept in the data folder. */
  readonly operatorToken: string;
}

export interface AccountFeature {
  readonly authentication: Authentication;
  readonly accounts: Accounts;
  readonly users: Users;
  firstStart(options: FirstAccountOptions): Promise<FirstStart>;
  routes(app: App, addressOf: ClientAddress): void;
}

export function createAccountFeature(parts: AccountParts): AccountFeature {
  const { records, bus, clock, publicUrl, operatorToken } = parts;
  const links = createLinks(records, clock);
  const sessions = createSessions(records, bus, clock);
  const users = createUsers({ ...parts, links, sessions });
  const accounts = createAccounts({ ...parts, links });
  const signIn = createSignIn({ ...parts, sessions, links });
  const expected = hashToken(operatorToken);
  return {
    accounts,
    users,
    authentication: {
      findSession: (token) => sessions.find(token),
      isOperator: (token) => timingSafeEqual(hashToken(token), expected),
      isOwnOrigin: (origin, host) =>
        origin === new URL(publicUrl()).origin ||
        origin === `http://${host}` ||
        origin === `https://${host}`,
    },
    firstStart: (options) => createFirstAccount(accounts, options),
    routes(app, addressOf) {
      const secure = publicUrl().startsWith('https://');
      addAccountRoutes(app, { accounts, users, sessions, signIn, addressOf, secure });
    },
  };
}
