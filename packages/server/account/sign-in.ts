// Signing in by password or by one-time link, and setting the password. Attempts are bounded per
// address and per e-mail address, and an unknown address takes as long as a wrong password.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { Session, User } from '@opportune/protocol/rest/account.ts';
import type { Principal } from '../http/principal.ts';
import { refuse } from '../http/refusal.ts';
import { createAttempts } from './attempts.ts';
import type { Links } from './links.ts';
import { hashPassword, isWeakPassword, verifyPassword } from './password.ts';
import type { ConfigurationChanges } from './seams.ts';
import { type Sessions, sessionName } from './sessions.ts';
import { readUser } from './user-rows.ts';

const quarterMs = 15 * 60_000;
/** Wrong attempts at once; they come back evenly over a quarter of an hour. */
export const signInLimits = { perEmail: 10, perAddress: 50, refillMs: quarterMs } as const;

export interface SignIn {
  byPassword(email: string, password: string, address: string): Promise<Session>;
  byLink(code: string, password: string | undefined, address: string): Promise<Session>;
  setPassword(principal: Principal, password: string, current: string | undefined): Promise<void>;
  describe(principal: Principal): Promise<Session>;
}

export interface SignInParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  readonly sessions: Sessions;
  readonly links: Links;
  readonly configurations: Pick<ConfigurationChanges, 'current'>;
}

interface Candidate {
  readonly account: string;
  readonly user_id: string;
  readonly password_hash: string | null;
}

export function createSignIn({
  records,
  clock,
  log,
  sessions,
  links,
  configurations,
}: SignInParts): SignIn {
  const byEmail = createAttempts(clock, signInLimits.perEmail, signInLimits.refillMs);
  const byAddress = createAttempts(clock, signInLimits.perAddress, signInLimits.refillMs);

  async function sessionOf(
    account: AccountId,
    user: User,
    mustSetPassword: boolean,
    token?: string,
  ): Promise<Session> {
    const { settings } = await configurations.current(account);
    const session = { user, account: { id: account, settings }, mustSetPassword };
    return token === undefined ? session : { ...session, token };
  }

  return {
    async byPassword(email, password, address) {
      const key = email.trim().toLowerCase();
      const room = byAddress.take(address) && byEmail.take(key);
      const found = room ? await matching(records, email.trim(), password) : null;
      if (found === null) {
        log.warn('a sign-in was refused', { address, limited: !room });
        throw refuse(room ? 'auth.wrong' : 'rate.sign_in');
      }
      byAddress.giveBack(address);
      byEmail.giveBack(key);
      const account = AccountId.parse(found.account);
      const { token, user } = await records.withAccount(account, async (sql) => ({
        token: await sessions.open(sql, account, found.user_id, false),
        user: await seen(sql, found.user_id, clock.now()),
      }));
      return sessionOf(account, user, false, token);
    },

    async byLink(code, password, address) {
      if (!byAddress.take(address)) throw refuse('rate.sign_in');
      const opened = await links.use(code, async (sql, account, id) => {
        const user = await seen(sql, id, clock.now());
        if (user.disabled) throw refuse('auth.link_used');
        const token = await sessions.open(sql, account, id, password === undefined);
        if (password === undefined) return { account, user, token };
        await writePassword(sql, user, password);
        const others = { except: sessionName(token) };
        const tell = await sessions.endWith(sql, account, id, others);
        return { account, user, token, tell };
      });
      byAddress.giveBack(address);
      opened.tell?.();
      return sessionOf(opened.account, opened.user, password === undefined, opened.token);
    },

    async setPassword({ account, user, session, mustSetPassword }, password, current) {
      if (!byEmail.take(user.email.toLowerCase())) throw refuse('rate.sign_in');
      const tell = await records.withAccount(account, async (sql) => {
        if (
          !mustSetPassword &&
          !(await verifyPassword(current ?? '', await storedHash(sql, user.id)))
        ) {
          throw refuse('auth.wrong', { path: 'current' });
        }
        await writePassword(sql, user, password);
        await sql.run('UPDATE sessions SET by_link = false WHERE user_id = $1', [user.id]);
        await sql.run('DELETE FROM sign_in_links WHERE user_id = $1', [user.id]);
        return sessions.endWith(sql, account, user.id, { except: session });
      });
      byEmail.giveBack(user.email.toLowerCase());
      tell();
    },

    describe: ({ account, user, mustSetPassword }) => sessionOf(account, user, mustSetPassword),
  };
}

/** The oldest user of that address whose password this is. */
async function matching(
  records: Records,
  email: string,
  password: string,
): Promise<Candidate | null> {
  const candidates = await records.withoutAccount((sql) =>
    sql.rows<Candidate>('SELECT * FROM find_users_by_email($1)', [email]),
  );
  if (candidates.length === 0) await verifyPassword(password, null);
  for (const candidate of candidates) {
    if (await verifyPassword(password, candidate.password_hash)) return candidate;
  }
  return null;
}

async function seen(sql: Sql, id: string, now: number): Promise<User> {
  await sql.run('UPDATE users SET last_seen_at = $2 WHERE id = $1', [id, new Date(now)]);
  const user = await readUser(sql, id);
  if (user === null) throw refuse('auth.wrong');
  return user;
}

async function writePassword(sql: Sql, user: User, password: string): Promise<void> {
  if (isWeakPassword(password, user.email))
    throw refuse('auth.weak_password', { path: 'password' });
  await sql.run('UPDATE users SET password_hash = $2 WHERE id = $1', [
    user.id,
    await hashPassword(password),
  ]);
}

async function storedHash(sql: Sql, id: string): Promise<string | null> {
  const row = await sql.row<{ password_hash: string | null }>(
    'SELECT password_hash FROM users WHERE id = $1',
    [id],
  );
  return row?.password_hash ?? null;
}
