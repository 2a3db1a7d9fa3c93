// Builds the account feature: who signs in, who has access, and the account's settings.
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { IncomingMessage } from 'node:http';
import type { Authentication, Principal } from '../http/access/principal.ts';
import type { Feature } from '../http/feature.ts';
import type { Accounts } from './accounts.ts';
import { authenticateSocket, createAuthentication } from './authentication.ts';
import { createFirstAccount, type FirstAccountOptions, type FirstStart } from './first-start.ts';
import { addAccountRoutes } from './routes.ts';
import type { AccountParts } from './seams.ts';
import { createServices } from './services.ts';
import type { Users } from './users/users.ts';

export interface AccountFeature extends Feature {
  readonly authentication: Authentication;
  /** Who opens a console's socket. Throws a Refusal if they have no access. */
  authenticate(request: IncomingMessage): Promise<Principal | null>;
  readonly accounts: Accounts;
  readonly users: Users;
  /** The mail of each account. */
  readonly mailOf: MailOf;
  firstStart(options: FirstAccountOptions): Promise<FirstStart>;
}

export function createAccountFeature(parts: AccountParts): AccountFeature {
  const { budgets, web } = parts;
  const services = createServices(parts);
  const { mail, places, accounts, users } = services;
  const authentication = createAuthentication(parts, services);
  return {
    name: 'account',
    accounts,
    users,
    mailOf: mail.of,
    authentication,
    authenticate: (request) => authenticateSocket(authentication, web, request),
    firstStart: (options) => createFirstAccount(accounts, options),
    routes(app) {
      const secure = web.publicUrl().startsWith('https://');
      addAccountRoutes(app, { ...services, budgets, addressOf: web.clientAddress, secure });
    },
    close: () => places.close(),
  };
}
