// REST of signing in, users and the account's settings. Each route says who may use it.
import { AccountId, UserId } from '@opportune/protocol/ids.ts';
import {
  Account,
  AccountChange,
  AccountLink,
  CreatedAccount,
  ForgotPassword,
  Invitation,
  NewAccount,
  NewUser,
  Session,
  SetPassword,
  SignIn as SignInBody,
  SignInByLink,
  User,
  UserChange,
} from '@opportune/protocol/rest/account.ts';
import { Empty, PageQuery, listOf } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import type { App } from '../http/app.ts';
import type { ClientAddress } from '../http/client-address.ts';
import { expiredCookie, sessionCookieHeader } from '../http/cookie.ts';
import { principalOf } from '../http/principal.ts';
import { refuse } from '../http/refusal.ts';
import type { Accounts } from './accounts.ts';
import type { Sessions } from './sessions.ts';
import type { SignIn } from './sign-in.ts';
import type { Users } from './users.ts';

export interface AccountRoutesParts {
  readonly accounts: Accounts;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly addressOf: ClientAddress;
  readonly secure: boolean;
}

export function addAccountRoutes(app: App, parts: AccountRoutesParts): void {
  addSessionRoutes(app, parts);
  addPasswordRoutes(app, parts);
  addUserRoutes(app, parts);
  addSettingsRoutes(app, parts);
  addOperatorRoutes(app, parts);
}

function addSessionRoutes(
  app: App,
  { signIn, sessions, addressOf, secure }: AccountRoutesParts,
): void {
  const tags = ['Session'];
  app.post(
    '/api/v1/session',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'Sign in with e-mail address and password',
        body: SignInBody,
        response: { 200: Session },
      },
    },
    async ({ body, raw }, reply) => {
      const session = await signIn.byPassword(body.email, body.password, addressOf(raw));
      return reply
        .header('set-cookie', sessionCookieHeader(session.token ?? '', secure))
        .send(session);
    },
  );
  app.post(
    '/api/v1/session/link',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'Sign in with the code of a one-time link',
        body: SignInByLink,
        response: { 200: Session },
      },
    },
    async ({ body, raw }, reply) => {
      const session = await signIn.byLink(body.code, body.password, addressOf(raw));
      return reply
        .header('set-cookie', sessionCookieHeader(session.token ?? '', secure))
        .send(session);
    },
  );
  app.get(
    '/api/v1/session',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'Who is signed in', response: { 200: Session } },
    },
    async (request) => signIn.describe(principalOf(request)),
  );
  app.delete(
    '/api/v1/session',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'Sign out', response: { 200: Empty } },
    },
    async (request, reply) => {
      const { account, user, session } = principalOf(request);
      await sessions.end(account, user.id, { only: session });
      return reply.header('set-cookie', expiredCookie(secure)).send({});
    },
  );
}

function addPasswordRoutes(app: App, { signIn, users, addressOf }: AccountRoutesParts): void {
  const tags = ['Session'];
  app.post(
    '/api/v1/password/forgot',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'Ask for a link to choose a new password',
        description:
          'The answer is the same whether the address is known or not. Where no mail server is configured, an administrator makes the link under Users.',
        body: ForgotPassword,
        response: { 200: Empty },
      },
    },
    async ({ body, raw }) => {
      await users.forgot(body.email, addressOf(raw));
      return {};
    },
  );
  app.post(
    '/api/v1/password',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'Set your password; your other sessions end',
        body: SetPassword,
        response: { 200: Empty },
      },
    },
    async (request) => {
      await signIn.setPassword(principalOf(request), request.body.password, request.body.current);
      return {};
    },
  );
}

function addUserRoutes(app: App, { users }: AccountRoutesParts): void {
  const tags = ['Users'];
  const params = z.object({ id: UserId });
  app.get(
    '/api/v1/users',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'The users of the account',
        querystring: PageQuery,
        response: { 200: listOf(User) },
      },
    },
    async (request) => users.list(principalOf(request).account, request.query),
  );
  app.post(
    '/api/v1/users',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Invite a user; the link is shown once',
        body: NewUser,
        response: { 201: Invitation },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await users.invite(principalOf(request).account, request.body)),
  );
  app.get(
    '/api/v1/users/:id',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'One user', params, response: { 200: User } },
    },
    async (request) => users.read(principalOf(request).account, request.params.id),
  );
  app.patch(
    '/api/v1/users/:id',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Change a user; disabling ends their sessions',
        params,
        body: UserChange,
        response: { 200: User },
      },
    },
    async (request) => users.change(principalOf(request).account, request.params.id, request.body),
  );
  app.post(
    '/api/v1/users/:id/link',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'A new one-time link for a user',
        params,
        response: { 201: Invitation },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await users.newLink(principalOf(request).account, request.params.id)),
  );
}

function addSettingsRoutes(app: App, { accounts }: AccountRoutesParts): void {
  const tags = ['Account'];
  app.get(
    '/api/v1/account',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'The account and its settings', response: { 200: Account } },
    },
    async (request) => {
      const { account } = principalOf(request);
      return { id: account, settings: await accounts.settings(account) };
    },
  );
  app.patch(
    '/api/v1/account',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Change settings of the account',
        body: AccountChange,
        response: { 200: Account },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return {
        id: account,
        settings: await accounts.changeSettings(account, user.name, request.body),
      };
    },
  );
}

function addOperatorRoutes(app: App, { accounts }: AccountRoutesParts): void {
  const tags = ['Operator'];
  app.get(
    '/api/v1/accounts',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        summary: 'All accounts of this server',
        response: { 200: z.object({ items: z.array(Account) }) },
      },
    },
    async () => {
      const ids = await accounts.list();
      return {
        items: await Promise.all(
          ids.map(async (id) => ({ id, settings: await accounts.settings(id) })),
        ),
      };
    },
  );
  app.post(
    '/api/v1/accounts',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        summary: 'Make an account; the link is shown once',
        body: NewAccount,
        response: { 201: CreatedAccount },
      },
    },
    async ({ body }, reply) => {
      const { account, settings, link } = await accounts.create(body);
      if (link === null) throw refuse('server.failed');
      return reply.code(201).send({ account: { id: account, settings }, link });
    },
  );
  app.post(
    '/api/v1/accounts/:id/link',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        summary: "A new one-time link for an account's administrator",
        params: z.object({ id: AccountId }),
        response: { 201: AccountLink },
      },
    },
    async ({ params }, reply) =>
      reply.code(201).send({ link: await accounts.administratorLink(params.id) }),
  );
}
