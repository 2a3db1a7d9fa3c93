// REST of signing in and out, and of passwords. How sessions are kept and guessing is slowed is
// elsewhere; here it says who may call what.
import {
  ForgotPassword,
  Session,
  SetPassword,
  SignIn as SignInBody,
  SignInByLink,
} from '@opportune/protocol/rest/account.ts';
import type { IncomingMessage } from 'node:http';
import { Empty } from '@opportune/protocol/rest/common.ts';
import { languageOfRequest } from '../../http/browser/accept-language.ts';
import type { App } from '../../http/rest/app.ts';
import type { ClientAddress } from '../../http/address/client-address.ts';
import { addressPrefix } from '../../http/address/address-prefix.ts';
import {
  expiredCookie,
  lastingCookieHeader,
  sessionCookieHeader,
} from '../../http/access/cookie.ts';
import { cookieOf, principalOf } from '../../http/access/principal.ts';
import { deviceCookie } from '../devices/device-cookie.ts';
import type { Sessions } from './sessions.ts';
import type { Client, SignedIn, SignIn } from './sign-in.ts';
import type { Users } from '../users/users.ts';

export interface SessionRoutesParts {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly addressOf: ClientAddress;
  readonly secure: boolean;
}

function clientOf(request: IncomingMessage, addressOf: ClientAddress): Client {
  const { headers } = request;
  return {
    prefix: addressPrefix(addressOf(request)),
    device: cookieOf(headers, deviceCookie),
    userAgent: headers['user-agent'],
    language: languageOfRequest(headers),
  };
}

function cookiesOf({ session, device }: SignedIn, secure: boolean): string[] {
  const own = sessionCookieHeader(session.token ?? '', secure);
  return device === null ? [own] : [own, lastingCookieHeader(deviceCookie, device, secure)];
}

export function addSessionRoutes(
  app: App,
  { signIn, sessions, addressOf, secure }: SessionRoutesParts,
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
      const signedIn = await signIn.byPassword(body.email, body.password, clientOf(raw, addressOf));
      return reply.header('set-cookie', cookiesOf(signedIn, secure)).send(signedIn.session);
    },
  );
  app.post(
    '/api/v1/session/link',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'Sign in with the code of a one-time link',
        description:
          'Without `password` the session may only choose one: everything else is refused with `auth.password_required`.',
        body: SignInByLink,
        response: { 200: Session },
      },
    },
    async ({ body, raw }, reply) => {
      const signedIn = await signIn.byLink(body.code, body.password, clientOf(raw, addressOf));
      return reply.header('set-cookie', cookiesOf(signedIn, secure)).send(signedIn.session);
    },
  );
  app.get(
    '/api/v1/session',
    {
      config: { access: 'agent', beforePassword: true },
      schema: { tags, summary: 'Who is signed in', response: { 200: Session } },
    },
    async (request) => signIn.describe(principalOf(request)),
  );
  app.delete(
    '/api/v1/session',
    {
      config: { access: 'agent', beforePassword: true },
      schema: { tags, summary: 'Sign out', response: { 200: Empty } },
    },
    async (request, reply) => {
      const { account, user, session } = principalOf(request);
      await sessions.end(account, user.id, { only: session });
      return reply.header('set-cookie', expiredCookie(secure)).send({});
    },
  );
}

export function addPasswordRoutes(
  app: App,
  { signIn, users, addressOf, secure }: SessionRoutesParts,
): void {
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
      await users.forgot(body.email, clientOf(raw, addressOf));
      return {};
    },
  );
  app.post(
    '/api/v1/password',
    {
      config: { access: 'agent', beforePassword: true },
      schema: {
        tags,
        summary: 'Set your password; your other sessions end',
        body: SetPassword,
        response: { 200: Empty },
      },
    },
    async (request, reply) => {
      const { body, headers } = request;
      const before = cookieOf(headers, deviceCookie);
      const principal = principalOf(request);
      const device = await signIn.setPassword(principal, body.password, body.current, before);
      return reply.header('set-cookie', lastingCookieHeader(deviceCookie, device, secure)).send({});
    },
  );
}
