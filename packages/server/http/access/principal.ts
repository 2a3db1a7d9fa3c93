// Who is asking: a user by the cookie or bearer token of a session, or by an API token. Every API route
// declares who may use it, and a route that declares nothing cannot be registered. How sessions and
// tokens are kept is account's.
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
  /** Names the session without being of use to anybody who reads it. */
  readonly session: string;
  /** Came by a one-time link and has not chosen a password since: may do that and little else. */
  readonly mustSetPassword: boolean;
  /** Of the API token by which they came; null: they signed in, and may do all that their role allows. */
  readonly scopes: readonly TokenScope[] | null;
}

/** A role admits every role above it. `public` asks nobody. `operator` wants the operator's token. */
export type Access = Role | 'public' | 'operator';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Also for whoever came by a one-time link and has no password yet. */
    beforePassword?: true;
    /** The scopes of which an API token needs one; left out, no token may. */
    scopes?: readonly TokenScope[];
    /** Codes that it refuses with, beside those of every route like it. */
    errors?: readonly ErrorCode[];
  }
  interface FastifyRequest {
    principal: Principal | null;
    /** Asks again whether the caller may: before an answer that comes long after the request. */
    admitAgain(): Promise<void>;
  }
}

export interface Authentication {
  /**
   * Whose token it is, of a session, which is renewed by use, or of the API; null where it is unknown or
   * has expired. `payer` is the prefix of the address that brought it, which is charged for tokens that do
   * not exist.
   */
  findSession(token: string, payer: string): Promise<Principal | null>;
  isOperator(token: string): boolean;
  /** Origins from which a browser may send the session cookie, such as `http://localhost:7700`. */
  isOwnOrigin(origin: string, host: string | undefined): boolean;
}

export const sessionCookie = 'opportune_session';
const rank: Readonly<Record<Role, number>> = { agent: 1, manager: 2, administrator: 3 };

/** Whether a role includes another. */
export function includesRole(has: Role, needed: Role): boolean {
  return rank[has] >= rank[needed];
}

/**
 * The principal of a request or socket upgrade; null where there is none.
 * Throws `auth.cross_site` when a cookie comes along from another origin and `guarded` is set.
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

/** A request or socket upgrade, as far as it says who asks. */
export interface Asking {
  readonly headers: IncomingHttpHeaders;
  /** The prefix of the client's address. */
  readonly payer: string;
}

/** Checks access before the body is read. Registers once, on the root instance. */
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
  if (access === 'public') {
    const known = await asked.catch(unlessTooMany);
    request.principal = known?.mustSetPassword === true ? null : known;
    return;
  }
  const principal = await asked;
  request.principal = principal;
  if (principal === null && hasCredential(request.headers)) throw refuse('auth.expired');
  const { user } = principalOf(request);
  if (!beforePassword) withPassword(principal);
  withScope(principal, scopes);
  if (!includesRole(user.role, access)) throw refuse('auth.forbidden');
}

/** The principal, unless a password has to be chosen first: then throws `auth.password_required`. */
export function withPassword(principal: Principal | null): Principal | null {
  if (principal?.mustSetPassword === true) throw refuse('auth.password_required');
  return principal;
}

/** The principal, unless it came by a token that has none of the scopes: then throws `auth.scope`. */
export function withScope(
  principal: Principal | null,
  scopes: readonly TokenScope[],
): Principal | null {
  const has = principal?.scopes ?? null;
  if (has !== null && !has.some((scope) => scopes.includes(scope))) throw refuse('auth.scope');
  return principal;
}

/** Whoever needs no session is not kept from signing in by neighbours who bring bad ones. */
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

/** Browsers name the origin of every request that writes; one that has none is no browser's. */
function isCrossSite(authentication: Authentication, headers: IncomingHttpHeaders): boolean {
  if (headers['sec-fetch-site'] === 'cross-site') return true;
  const { origin } = headers;
  return origin !== undefined && !authentication.isOwnOrigin(origin, headers.host);
}

function bearerOf(headers: IncomingHttpHeaders): string | null {
  return /^Bearer ([\x21-\x7e]{1,512})$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** A cookie's value, read by hand because socket upgrades do not pass through Fastify. */
export function cookieOf(headers: IncomingHttpHeaders, wanted = sessionCookie): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === wanted && value !== undefined && value !== '') return value;
  }
  return null;
}
