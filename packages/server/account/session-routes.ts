// REST of signing in and out, and of passwords. How sessions are kept and guessing is slowed is
// elsewhere; here it says who may call what.
import {
  ForgotPassword,
  Session,
  SetPassword,
  SignIn as SignInBody,
  SignInByLink,
} from '@opportune/protocol/rest/account.ts';
import { Empty } from '@opportune/protocol/rest/common.ts';
import { languageOfRequest } from '../http/accept-language.ts';
import type { App } from '../http/app.ts';
import type { ClientAddress } from '../http/client-address.ts';
import { expiredCookie, sessionCookieHeader } from '../http/cookie.ts';
import { principalOf } from '../http/principal.ts';
import type { Sessions } from './sessions.ts';
import type { SignIn } from './sign-in.ts';
import type { Users } from './users.ts';

export interface SessionRoutesParts {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly addressOf: ClientAddress;
  readonly secure: boolean;
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

export function addPasswordRoutes(
  app: App,
  { signIn, users, addressOf }: SessionRoutesParts,
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
    async ({ body, raw, headers }) => {
      await users.forgot(body.email, addressOf(raw), languageOfRequest(headers));
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
