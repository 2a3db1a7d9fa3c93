// Identifies the caller: a user, by a session's cookie or bearer token, or an API token. Every API
// route declares who may use it; a route without a declaration cannot be registered. The account
// feature stores sessions and tokens.
import type { Role, User } from '@opportune/protocol/rest/account.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { TokenScope } from '@opportune/protocol/rest/tokens.ts';
import type { FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { addressPrefix } from '../address/address-prefix.ts';
import type { App } from '../rest/app.ts';
import type { ClientAddress } from '../address/client-address.ts';
import { Refusal, refuse } from '../problem/refusal.ts';

export interface Principal {
  readonly account: AccountId;
  readonly user: User;
  /** Identifies the session, but cannot be used to sign in. */
  readonly session: string;
  /**
   * True if the user signed in with a one-time link and has not chosen a password since. Such a
   * user may do little else.
   */
  readonly mustSetPassword: boolean;
  /**
   * The scopes of the API token that was used. Null for a signed-in user, who may do everything
   * that the role allows.
   */
  readonly scopes: readonly TokenScope[] | null;
  /** Their own account, while they look at its sample shop. */
  readonly home?: AccountId;
}

/**
 * A role admits every role above it. `public` needs no sign-in. `operator` needs the operator's
 * token.
 */
export type Access = Role | 'public' | 'operator';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Also allowed for users who signed in with a one-time link and have no password yet. */
    beforePassword?: true;
    /** An API token needs one of these scopes. If absent, no API token may use the route. */
    scopes?: readonly TokenScope[];
    /** The error codes of this route, in addition to those that every such route has. */
    errors?: readonly ErrorCode[];
  }
  interface FastifyRequest {
    principal: Principal | null;
    /** Checks access again. Use it before an answer that is sent long after the request. */
    admitAgain(): Promise<void>;
  }
}

export interface Authentication {
  /**
   * The principal of a session token, which use renews, or of an API token. Null if the token is
   * unknown or has expired. `payer` is the prefix of the client's address, which is charged for
   * unknown tokens.
   */
  findSession(token: string, payer: string): Promise<Principal | null>;
  isOperator(token: string): boolean;
  /**
   * Whether a browser may send the session cookie from this origin, such as
   * `http://localhost:7700`.
   */
  isOwnOrigin(origin: string, host: string | undefined): boolean;
}

export const sessionCookie = 'opportune_session';
const rank: Readonly<Record<Role, number>> = { agent: 1, manager: 2, administrator: 3 };

/** Whether a role includes another role. */
export function includesRole(has: Role, needed: Role): boolean {
  return rank[has] >= rank[needed];
}

/**
 * The principal of a request or socket upgrade, or null. Throws `auth.cross_site` if `guarded` is
 * set and a cookie arrives from another origin.
 */
export async function authenticate(
  authentication: Authentication,
  { headers, payer }: Asking,
  guarded: boolean,
): Promise<Principal | null> {
  const bearer = bearerOf(headers);
  if (bearer !== null) return authentication.findSession(bearer, payer);
  const cookie = cookieOf(headers);
  if (cookie === null) return null;
  if (guarded && isCrossSite(authentication, headers)) throw refuse('auth.cross_site');
  return authentication.findSession(cookie, payer);
}

/** The parts of a request or socket upgrade that identify the caller. */
export interface Asking {
  readonly headers: IncomingHttpHeaders;
  /** The prefix of the client's address. */
  readonly payer: string;
}

/** Checks access before the body is read. Register it once, on the root instance. */
export function guardRoutes(
  app: App,
  authentication: Authentication,
  clientAddress: ClientAddress,
): void {
  const ask = ({ raw, headers }: FastifyRequest): Asking => ({
    headers,
    payer: addressPrefix(clientAddress(raw)),
  });
  app.decorateRequest('principal', null);
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/api/v1') && route.config?.access === undefined) {
      throw new Error(`${String(route.method)} ${route.url} does not say who may use it`);
    }
  });
  app.decorateRequest('admitAgain', function () {
    return admit(authentication, this, ask(this));
  });
  app.addHook('onRequest', (request) => admit(authentication, request, ask(request)));
}

async function admit(
  authentication: Authentication,
  request: FastifyRequest,
  asking: Asking,
): Promise<void> {
  const { access = 'public', beforePassword = false, scopes = [] } = request.routeOptions.config;
  if (access === 'operator') return admitOperator(authentication, request);
  const asked = authenticate(authentication, asking, writes(request.method));
  if (access === 'public') return admitAnybody(request, asked);
  const principal = await asked;
  request.principal = principal;
  if (principal === null && hasCredential(request.headers)) throw refuse('auth.expired');
  const { user } = principalOf(request);
  if (!beforePassword) withPassword(principal);
  withScope(principal, scopes);
  if (!includesRole(user.role, access)) throw refuse('auth.forbidden');
}

async function admitAnybody(
  request: FastifyRequest,
  asked: ReturnType<typeof authenticate>,
): Promise<void> {
  const known = await asked.catch(unlessTooMany);
  request.principal = known?.mustSetPassword === true ? null : known;
}

/** Returns the principal. Throws `auth.password_required` if a password must be chosen first. */
export function withPassword(principal: Principal | null): Principal | null {
  if (principal?.mustSetPassword === true) throw refuse('auth.password_required');
  return principal;
}

/** Returns the principal. Throws `auth.scope` if an API token has none of the scopes. */
export function withScope(
  principal: Principal | null,
  scopes: readonly TokenScope[],
): Principal | null {
  const has = principal?.scopes ?? null;
  if (has !== null && !has.some((scope) => scopes.includes(scope))) throw refuse('auth.scope');
  return principal;
}

/**
 * On a public route, too many bad tokens count as no token, so that neighbours behind one address
 * can still sign in.
 */
function unlessTooMany(error: unknown): null {
  if (error instanceof Refusal && error.problem.code === 'rate.address') return null;
  throw error;
}

function hasCredential(headers: IncomingHttpHeaders): boolean {
  return bearerOf(headers) !== null || cookieOf(headers) !== null;
}

/** The principal of a route that is not public. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw refuse('auth.required');
  return request.principal;
}

function admitOperator(authentication: Authentication, request: FastifyRequest): void {
  const token = bearerOf(request.headers);
  if (token === null) throw refuse('auth.required');
  if (!authentication.isOperator(token)) throw refuse('auth.forbidden');
}

function writes(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/**
 * Browsers send the origin with every writing request. A request without one is not from a browser.
 */
function isCrossSite(authentication: Authentication, headers: IncomingHttpHeaders): boolean {
  if (headers['sec-fetch-site'] === 'cross-site') return true;
  const { origin } = headers;
  return origin !== undefined && !authentication.isOwnOrigin(origin, headers.host);
}

function bearerOf(headers: IncomingHttpHeaders): string | null {
  return /^Bearer ([\x21-\x7e]{1,512})$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** The value of a cookie. Parsed by hand, because socket upgrades do not pass through Fastify. */
export function cookieOf(headers: IncomingHttpHeaders, wanted = sessionCookie): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === wanted && value !== undefined && value !== '') return value;
  }
  return null;
}
