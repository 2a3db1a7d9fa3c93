// API tokens of people and programs: created by a signed-in user, shown once, stored hashed. A
// token acts as its user, within the user's role and its own scopes, until it expires or is
// revoked. The tokens of a disabled user are rejected.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { sessionsEnded } from '@opportune/protocol/bus/changes.ts';
import { type AccountId, TokenId, UserId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import type { ApiToken, CreatedToken, NewToken } from '@opportune/protocol/rest/tokens.ts';
import type { z } from 'zod';
import { includesRole, type Principal } from '../../http/access/principal.ts';
import { roleOfScope } from '../../http/access/scopes.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { Page, PageQuestion } from '../../http/rest/page.ts';
import { refuseFull } from '../../http/rest/room.ts';
import { hashToken, newToken } from '../secrets.ts';
import { readUser } from '../users/user-rows.ts';
import {
  deleteToken,
  findToken,
  insertToken,
  noteTokenUse,
  readTokens,
  readTokensOf,
} from './token-rows.ts';

const prefix = 'ot';
const dayMs = 24 * 3600_000;
/** How often use is recorded. */
const usedEveryMs = 5 * 60_000;

export interface Tokens {
  /**
   * Null if it is unknown, has expired, or its user is disabled. In a sample shop also if its user is no
   * administrator of the account that it belongs to.
   */
  find(token: string): Promise<Principal | null>;
  listOf(account: AccountId, user: UserId): Promise<readonly ApiToken[]>;
  list(account: AccountId, page: PageQuestion): Promise<Page<ApiToken>>;
  /**
   * Throws `request.invalid` for a scope that is useless for the user's role, and `account.full`.
   */
  create(account: AccountId, user: User, fresh: FreshToken): Promise<z.output<typeof CreatedToken>>;
  /**
   * The same for a program. Throws `request.conflict` for a person, who creates their own tokens.
   */
  createFor(
    account: AccountId,
    program: UserId,
    fresh: FreshToken,
  ): Promise<z.output<typeof CreatedToken>>;
  /** Also ends its sockets. With `user`, only a token of that user. Throws `request.not_found`. */
  revoke(account: AccountId, id: TokenId, user: UserId | null): Promise<void>;
}

type FreshToken = z.output<typeof NewToken>;

export interface TokensParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Whether it has the form of an API token, not of a session token. */
export function isApiToken(token: string): boolean {
  return token.startsWith(`${prefix}_`);
}

export function createTokens(parts: TokensParts): Tokens {
  const { records } = parts;
  return {
    find: (token) => find(parts, token),
    listOf: (account, user) => records.withAccount(account, (sql) => readTokensOf(sql, user)),
    list: (account, page) => records.withAccount(account, (sql) => readTokens(sql, page)),
    create: (account, user, fresh) => create(parts, account, user, fresh),
    createFor: (account, program, fresh) => createFor(parts, account, program, fresh),
    revoke: (account, id, user) => revoke(parts, account, id, user),
  };
}

async function createFor(
  parts: TokensParts,
  account: AccountId,
  id: UserId,
  fresh: FreshToken,
): Promise<z.output<typeof CreatedToken>> {
  const program = await parts.records.withAccount(account, (sql) => readUser(sql, id));
  if (program === null) throw refuse('request.not_found');
  if (program.kind !== 'program')
    throw refuse('request.conflict', { detail: 'People create their own tokens.' });
  return create(parts, account, program, fresh);
}

async function revoke(
  { records, bus }: TokensParts,
  account: AccountId,
  id: TokenId,
  whose: UserId | null,
): Promise<void> {
  const revoked = await records.withAccount(account, (sql) => deleteToken(sql, id, whose));
  if (revoked === null) throw refuse('request.not_found');
  const user = UserId.parse(revoked.user);
  const only = revoked.hash.toString('hex');
  publish(bus, sessionsEnded, { account, user, only, except: null });
}

async function create(
  { records, clock, ids }: TokensParts,
  account: AccountId,
  user: User,
  { name, scopes, days }: FreshToken,
): Promise<z.output<typeof CreatedToken>> {
  const vain = scopes.find((scope) => !includesRole(user.role, roleOfScope[scope]));
  if (vain !== undefined)
    throw refuse('request.invalid', {
      path: 'scopes',
      detail: `The role does not allow the scope "${vain}".`,
    });
  const now = clock.now();
  const secret = newToken(prefix);
  const token: ApiToken = {
    ...{ id: TokenId.parse(ids.next()), user: user.id, name, scopes: [...new Set(scopes)] },
    hint: `${prefix}_…${secret.slice(-4)}`,
    createdAt: now,
    expiresAt: days === null ? null : now + days * dayMs,
    lastUsedAt: null,
  };
  await records.withAccount(account, async (sql) => {
    const which = { where: 'user_id = $1', values: [user.id] };
    await refuseFull(sql, 'api_tokens', accountLimits.tokens, which);
    await insertToken(sql, account, token, hashToken(secret));
  });
  return { token, secret };
}

async function find({ records, clock }: TokensParts, token: string): Promise<Principal | null> {
  const hash = hashToken(token);
  const found = await findToken(records, hash);
  const now = clock.now();
  if (found === null || (found.expiresAt !== null && found.expiresAt <= now)) return null;
  const { account, scopes, lastUsedAt, home } = found;
  if (home !== null && (await isGone(records, home, found.user))) return null;
  return records.withAccount(account, async (sql) => {
    const user = await readUser(sql, found.user);
    if (user === null || user.disabled) return null;
    if (now - (lastUsedAt ?? -Infinity) >= usedEveryMs) await noteTokenUse(sql, found, now);
    const session = hash.toString('hex');
    const principal = { account, user, session, mustSetPassword: false, scopes };
    return home === null ? principal : { ...principal, home };
  });
}

/**
 * Whether somebody of this account may no longer look at its sample shop, in which they have the same
 * id. Programs of the sample shop are nobody here.
 */
async function isGone(records: Records, home: AccountId, id: string): Promise<boolean> {
  const own = await records.withAccount(home, (sql) => readUser(sql, id));
  return own !== null && (own.disabled || own.role !== 'administrator');
}
