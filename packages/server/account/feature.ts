// Accounts as the composition root sees them: who signs in, who may, and the account's settings.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Mail, MailOf } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Feature } from '../http/feature.ts';
import type { ClientAddress } from '../http/address/client-address.ts';
import { addressPrefix } from '../http/address/address-prefix.ts';
import { chargedSessions } from '../http/access/charged-sessions.ts';
import {
  authenticate,
  type Authentication,
  type Principal,
  withPassword,
} from '../http/access/principal.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import { createDevices } from './devices/device-cookie.ts';
import { createNewDevices } from './devices/new-devices.ts';
import { createSignInPlaces } from './devices/sign-in-places.ts';
import { type FirstAccountOptions, type FirstStart, createFirstAccount } from './first-start.ts';
import { createLinks } from './sign-in/links.ts';
import { createAccountMail, type OwnMail } from './mail/account-mail.ts';
import { createPost } from './mail/post.ts';
import { createPasswords } from './passwords/passwords.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { addAccountRoutes } from './routes.ts';
import type { ConfigurationChanges } from './seams.ts';
import { hashToken } from './secrets.ts';
import { createSessions } from './sign-in/sessions.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createThrottle } from './sign-in/throttle.ts';
import { type Users, createUsers } from './users/users.ts';

export interface AccountParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly schedule: Schedule;
  readonly budgets: Budgets;
  /** The installation's. */
  readonly mail: Mail;
  readonly ownMail: OwnMail;
  readonly sealing: Sealing;
  readonly configurations: ConfigurationChanges;
  /** The address people reach the console by; may be known only once the port is. */
  readonly publicUrl: () => string;
  readonly clientAddress: ClientAddress;
  /** Whoever holds it may make accounts; kept in the data folder. */
  readonly operatorToken: string;
  /** Signs what tells a device that signed in before; kept in the data folder. */
  readonly signInKey: string;
}

export interface AccountFeature extends Feature {
  readonly authentication: Authentication;
  /** Null where nobody is signed in; throws a Refusal for a request from another site. */
  authenticate(request: IncomingMessage): Promise<Principal | null>;
  readonly accounts: Accounts;
  readonly users: Users;
  /** The mail of each account. */
  readonly mailOf: MailOf;
  firstStart(options: FirstAccountOptions): Promise<FirstStart>;
}

export function createAccountFeature(parts: AccountParts): AccountFeature {
  const { records, bus, clock, publicUrl, operatorToken } = parts;
  const links = createLinks(records, clock);
  const sessions = createSessions(records, bus, clock);
  const throttle = createThrottle(parts.budgets);
  const passwords = createPasswords(parts.budgets);
  const devices = createDevices(parts.signInKey);
  const places = createSignInPlaces({ ...parts, secret: parts.signInKey });
  const mail = createAccountMail(parts);
  const post = createPost(mail.of, parts.log);
  const newDevices = createNewDevices({ ...parts, places, post });
  const users = createUsers({
    ...parts,
    mailOf: mail.of,
    links,
    sessions,
    post,
    throttle,
    devices,
  });
  const accounts = createAccounts({ ...parts, links, passwords });
  const guards = { throttle, passwords, devices, newDevices };
  const signIn = createSignIn({ ...parts, ...guards, sessions, links });
  const expected = hashToken(operatorToken);
  const authentication: Authentication = {
    findSession: chargedSessions({ findSession: (token) => sessions.find(token) }, parts.budgets),
    isOperator: (token) => timingSafeEqual(hashToken(token), expected),
    isOwnOrigin: (origin, host) =>
      origin === new URL(publicUrl()).origin ||
      origin === `http://${host}` ||
      origin === `https://${host}`,
  };
  return {
    name: 'account',
    accounts,
    users,
    mailOf: mail.of,
    authentication,
    async authenticate(request) {
      const payer = addressPrefix(parts.clientAddress(request));
      const asking = { headers: request.headers, payer };
      return withPassword(await authenticate(authentication, asking, true));
    },
    firstStart: (options) => createFirstAccount(accounts, options),
    routes(app) {
      const secure = publicUrl().startsWith('https://');
      const { budgets, clientAddress: addressOf } = parts;
      addAccountRoutes(app, {
        ...{ accounts, users, sessions, signIn, addressOf, secure },
        ...{ mail, budgets },
      });
    },
    close: () => places.close(),
  };
}
