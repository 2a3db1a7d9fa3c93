// REST of signing in and out, and of passwords. It declares access; other files store sessions and
// slow down guessing.
import {
  ForgotPassword,
  Session,
  SetPassword,
  SignIn as SignInBody,
  SignInByLink,
} from '@opportune/protocol/rest/account.ts';
import type { IncomingMessage } from 'node:http';
import { languageOfRequest } from '../../http/browser/accept-language.ts';
import type { App } from '../../http/rest/app.ts';
import type { ClientAddress } from '../../http/address/client-address.ts';
import { addressPrefix } from '../../http/address/address-prefix.ts';
import {
  expiredCookie,
  lastingCookieHeader,
  sessionCookieHeader,
} from '../../http/access/cookie.ts';
import { cookieOf } from '../../http/access/principal.ts';
import { deviceCookie } from '../devices/device-cookie.ts';
import type { Sessions } from './sessions.ts';
import type { Client, SignedIn, SignIn } from './sign-in.ts';
import type { Forgot } from '../users/forgotten.ts';
import { operation } from '../../http/rest/operation.ts';

export interface SessionRoutesParts {
  readonly forgot: Forgot;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly addressOf: ClientAddress;
  readonly secure: boolean;
}

const tag = 'Session';
/** One's own session, which users without a password may also read and end. */
const own = { tag, access: 'agent', beforePassword: true } as const;
/** Requires a sign-in, so API tokens are excluded. */
const signedIn = { ...own, withoutTokens: true } as const;

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
  const ofSession = sessionCookieHeader(session.token ?? '', secure);
  return device === null
    ? [ofSession]
    : [ofSession, lastingCookieHeader(deviceCookie, device, secure)];
}

export function addSessionRoutes(
  app: App,
  { signIn, sessions, addressOf, secure }: SessionRoutesParts,
): void {
  const signInBy = { tag, access: 'public', answer: Session } as const;
  operation(app, 'POST /session', {
    ...signInBy,
    id: 'signIn',
    summary: 'Sign in with e-mail address and password',
    body: SignInBody,
    errors: ['auth.wrong', 'rate.sign_in'],
    async handle({ body, request, reply }) {
      const client = clientOf(request.raw, addressOf);
      const begun = await signIn.byPassword(body.email, body.password, client);
      reply.header('set-cookie', cookiesOf(begun, secure));
      return begun.session;
    },
  });
  operation(app, 'POST /session/link', {
    ...signInBy,
    id: 'signInByLink',
    summary: 'Sign in with the code of a one-time link',
    description:
      'Without `password` the session may only choose one: everything else is refused with `auth.password_required`.',
    body: SignInByLink,
    errors: [
      ...(['auth.wrong', 'auth.link_used', 'auth.weak_password', 'rate.sign_in'] as const),
      'request.conflict',
    ],
    async handle({ body, request, reply }) {
      const client = clientOf(request.raw, addressOf);
      const begun = await signIn.byLink(body.code, body.password, client);
      reply.header('set-cookie', cookiesOf(begun, secure));
      return begun.session;
    },
  });
  operation(app, 'GET /session', {
    ...own,
    id: 'getSession',
    summary: 'Who is signed in',
    answer: Session,
    handle: ({ principal }) => signIn.describe(principal),
  });
  operation(app, 'DELETE /session', {
    ...signedIn,
    id: 'signOut',
    summary: 'Sign out',
    async handle({ account, user, principal, reply }) {
      const { home = account, session } = principal;
      await sessions.end(home, user.id, { only: session });
      reply.header('set-cookie', expiredCookie(secure));
    },
  });
}

export function addPasswordRoutes(
  app: App,
  { signIn, forgot, addressOf, secure }: SessionRoutesParts,
): void {
  operation(app, 'POST /password/forgot', {
    id: 'requestPasswordLink',
    tag,
    access: 'public',
    summary: 'Ask for a link to choose a new password',
    description:
      'The answer is the same whether the address is known or not. Where no mail server is configured, an administrator makes the link under Users.',
    body: ForgotPassword,
    errors: ['rate.sign_in'],
    handle: ({ body, request }) => forgot(body.email, clientOf(request.raw, addressOf)),
  });
  operation(app, 'POST /password', {
    ...signedIn,
    id: 'setPassword',
    summary: 'Set your password. Your other sessions end',
    body: SetPassword,
    errors: ['auth.wrong', 'auth.weak_password', 'rate.sign_in', 'request.conflict'],
    async handle({ principal, body, request, reply }) {
      const before = cookieOf(request.headers, deviceCookie);
      const device = await signIn.setPassword(principal, body.password, body.current, before);
      reply.header('set-cookie', lastingCookieHeader(deviceCookie, device, secure));
    },
  });
}
