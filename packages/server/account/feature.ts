// Accounts as the composition root sees them: who signs in, who may, and the account's settings.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Mail, MailOf } from '@opportune/core/ports/mail.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Records } from '@opportune/core/ports/records.ts';
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
import { createFirstAccount, type FirstAccountOptions, type FirstStart } from './first-start.ts';
import { createLinks } from './sign-in/links.ts';
import { createAccountMail, type OwnMail } from './mail/account-mail.ts';
import { createPost } from './mail/post.ts';
import { createPasswords } from './passwords/passwords.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { addAccountRoutes } from './routes.ts';
import type { ConfigurationChanges } from './seams.ts';
import { hashToken } from './secrets.ts';
import { createSessions, type Sessions } from './sign-in/sessions.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createThrottle } from './sign-in/throttle.ts';
import { createUsers, type Users } from './users/users.ts';

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
  const { budgets, web } = parts;
  const services = servicesOf(parts);
  const { mail, places, accounts, users, sessions, signIn } = services;
  const authentication = authenticationOf(parts, sessions);
  return {
    name: 'account',
    accounts,
    users,
    mailOf: mail.of,
    authentication,
    async authenticate(request) {
      const payer = addressPrefix(web.clientAddress(request));
      const asking = { headers: request.headers, payer };
      return withPassword(await authenticate(authentication, asking, true));
    },
    firstStart: (options) => createFirstAccount(accounts, options),
    routes(app) {
      const secure = web.publicUrl().startsWith('https://');
      const addressOf = web.clientAddress;
      addAccountRoutes(app, {
        ...{ accounts, users, sessions, signIn, addressOf, secure },
        ...{ mail, budgets },
      });
    },
    close: () => places.close(),
  };
}

function servicesOf({ world, mail: mails, web, secrets, ...parts }: AccountParts) {
  const { records, budgets } = parts;
  const { publicUrl } = web;
  const use = { ...world, ...parts, publicUrl };
  const links = createLinks(records, world.clock);
  const sessions = createSessions(records, world.bus, world.clock);
  const throttle = createThrottle(budgets);
  const passwords = createPasswords(budgets);
  const devices = createDevices(secrets.signInKey);
  const places = createSignInPlaces({ ...use, secret: secrets.signInKey });
  const mail = createAccountMail({ ...use, mail: mails.installation, ownMail: mails.own });
  const post = createPost(mail.of, world.log);
  const newDevices = createNewDevices({ ...use, places, post });
  const shared = { ...use, links, sessions, throttle, passwords, devices, newDevices };
  const users = createUsers({ ...shared, mailOf: mail.of, post });
  return {
    ...{ mail, places, users, sessions },
    accounts: createAccounts(shared),
    signIn: createSignIn(shared),
  };
}

function authenticationOf(
  { budgets, web, secrets }: AccountParts,
  sessions: Sessions,
): Authentication {
  const expected = hashToken(secrets.operatorToken);
  return {
    findSession: chargedSessions({ findSession: (token) => sessions.find(token) }, budgets),
    isOperator: (token) => timingSafeEqual(hashToken(token), expected),
    isOwnOrigin: (origin, host) =>
      origin === new URL(web.publicUrl()).origin ||
      origin === `http://${host}` ||
      origin === `https://${host}`,
  };
}
